package remote

import (
	"context"
	"slices"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// privateEndpointServices drives PrivateEndpointService through
// /groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService. What a
// request calls providerName and region, an answer calls cloudProvider and
// regionName.
type privateEndpointServices struct {
	api admin.PrivateEndpointServicesApi
}

// List gives everything on the first page: each provider has a bare array.
func (d privateEndpointServices) List(ctx context.Context, at Site, page int) (Page[spec.PrivateEndpointService], error) {
	if page > 1 {
		return Page[spec.PrivateEndpointService]{}, nil
	}
	providers := at.Parts
	if len(providers) == 0 {
		typ, _ := spec.TypeOf(spec.KindPrivateEndpointService)
		providers = typ.Fields[typ.ListedBy].Enum
	}
	lists := make([][]Object[spec.PrivateEndpointService], len(providers))
	var g errgroup.Group
	for i, provider := range providers {
		g.Go(func() error {
			list, res, err := d.api.ListPrivateEndpointService(ctx, at.GroupID, provider).Execute()
			if err != nil {
				return with(res, err)
			}
			found, err := many(list, nil, res, privateEndpointServiceFromAtlas)
			lists[i] = found.Objects
			return err
		})
	}
	err := g.Wait()
	all := slices.Concat(lists...)
	return Page[spec.PrivateEndpointService]{Objects: all, Total: len(all)}, err
}

func (d privateEndpointServices) Get(ctx context.Context, at Site, ref Ref) (Object[spec.PrivateEndpointService], error) {
	s, res, err := d.api.GetPrivateEndpointService(ctx, at.GroupID, ref.Part, ref.ID).Execute()
	return one(s, res, err, privateEndpointServiceFromAtlas)
}

func (d privateEndpointServices) Create(ctx context.Context, at Site, _ string, want *spec.PrivateEndpointService, _ Reveal) error {
	_, res, err := d.api.CreatePrivateEndpointService(ctx, at.GroupID, &admin.CloudProviderEndpointServiceRequest{
		ProviderName:           *want.ProviderName,
		Region:                 *want.Region,
		SupportedRemoteRegions: regionsToAtlas(want.SupportedRemoteRegions),
		PortMappingEnabled:     want.PortMappingEnabled,
	}).Execute()
	return with(res, err)
}

// Update can change the remote regions and nothing else, which only AWS has.
func (d privateEndpointServices) Update(ctx context.Context, at Site, ref Ref, _, want *spec.PrivateEndpointService, _ Reveal) error {
	_, res, err := d.api.UpdatePrivateEndpointService(ctx, at.GroupID, ref.ID, &admin.ApiAtlasModifyEndpointServiceRequest{
		CloudProvider:          *want.ProviderName,
		SupportedRemoteRegions: regionsToAtlas(want.SupportedRemoteRegions),
	}).Execute()
	return with(res, err)
}

func (d privateEndpointServices) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeletePrivateEndpointService(ctx, at.GroupID, ref.Part, ref.ID).Execute()
	return with(res, err)
}

func (privateEndpointServices) Events() Events {
	return Events{
		There: []string{"ENDPOINT_SERVICE_CREATED", "CROSS_REGION_SUPPORTED_REGION_MODIFIED"},
		Gone:  []string{"ENDPOINT_SERVICE_DELETED"},
	}
}

// privateEndpointServiceFromAtlas takes the remote regions that are null or
// missing for none: which of the three Atlas says has changed with time.
func privateEndpointServiceFromAtlas(s admin.EndpointService) Object[spec.PrivateEndpointService] {
	o := Object[spec.PrivateEndpointService]{
		Name:   s.GetId(),
		ID:     s.GetId(),
		Phase:  endpointServicePhase(s.GetStatus()),
		State:  s.GetStatus(),
		Detail: s.GetErrorMessage(),
		Body: &spec.PrivateEndpointService{
			ProviderName: &s.CloudProvider,
			Region:       s.RegionName,
		},
		Status: map[string]string{
			"endpointServiceName":          s.GetEndpointServiceName(),
			"privateLinkServiceName":       s.GetPrivateLinkServiceName(),
			"privateLinkServiceResourceId": s.GetPrivateLinkServiceResourceId(),
			"serviceAttachmentNames":       strings.Join(s.GetServiceAttachmentNames(), " "),
		},
		Holds: endpointsOf(s),
	}
	switch s.CloudProvider {
	case "AWS":
		o.Body.SupportedRemoteRegions = spec.NewSet(s.GetSupportedRemoteRegions()...)
	case "GCP":
		o.Body.PortMappingEnabled = s.PortMappingEnabled
	}
	return o
}

// endpointsOf lists the IDs of the endpoints of a service, which each provider
// has under another name.
func endpointsOf(s admin.EndpointService) []string {
	return slices.Concat(s.GetInterfaceEndpoints(), s.GetPrivateEndpoints(), s.GetEndpointGroupNames())
}

// regionsToAtlas keeps apart nil, which is not sent, and empty, which clears.
func regionsToAtlas(s spec.Set[string]) *[]string {
	if s == nil {
		return nil
	}
	list := append([]string{}, s.Sorted()...)
	return &list
}

// endpointServicePhase says what a status means. A service that waits for the
// user has all that it needs but an endpoint.
func endpointServicePhase(status string) spec.Phase {
	switch status {
	case "AVAILABLE", "WAITING_FOR_USER":
		return spec.Ready
	case "FAILED":
		return spec.Failed
	case "DELETING":
		return spec.Deleting
	}
	return spec.Pending
}
