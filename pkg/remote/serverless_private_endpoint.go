package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// serverlessPrivateEndpoints drives ServerlessPrivateEndpoint through
// /groups/{groupId}/privateEndpoint/serverless/instance/{instanceName}/endpoint.
// Atlas knows an endpoint by its ID; our name is its comment. It comes into
// being in two phases: once reserved it tells the service to connect to, and
// an update names the endpoint that was made there.
type serverlessPrivateEndpoints struct {
	api admin.ServerlessPrivateEndpointsApi
}

// List gives everything on the first page: the answer is a bare array.
func (d serverlessPrivateEndpoints) List(ctx context.Context, at Site, page int) (Page[spec.ServerlessPrivateEndpoint], error) {
	if page > 1 {
		return Page[spec.ServerlessPrivateEndpoint]{}, nil
	}
	list, res, err := d.api.ListServerlessPrivateEndpoint(ctx, at.GroupID, at.Parent).Execute()
	if err != nil {
		return Page[spec.ServerlessPrivateEndpoint]{}, with(res, err)
	}
	return many(list, new(len(list)), res, endpointFromAtlas)
}

func (d serverlessPrivateEndpoints) Get(ctx context.Context, at Site, ref Ref) (Object[spec.ServerlessPrivateEndpoint], error) {
	if ref.ID == "" {
		return d.byName(ctx, at, ref.Name)
	}
	e, res, err := d.api.GetServerlessPrivateEndpoint(ctx, at.GroupID, at.Parent, ref.ID).Execute()
	return one(e, res, err, endpointFromAtlas)
}

func (d serverlessPrivateEndpoints) byName(ctx context.Context, at Site, name string) (Object[spec.ServerlessPrivateEndpoint], error) {
	page, err := d.List(ctx, at, 1)
	if err != nil {
		return Object[spec.ServerlessPrivateEndpoint]{}, err
	}
	var ids []string
	var found Object[spec.ServerlessPrivateEndpoint]
	for _, o := range page.Objects {
		if o.Name == name || o.ID == name {
			ids, found = append(ids, o.ID), o
		}
	}
	switch len(ids) {
	case 0:
		return found, fmt.Errorf("endpoint %q: %w", name, ErrNotFound)
	case 1:
		return found, nil
	}
	slices.Sort(ids)
	return found, fmt.Errorf("%d endpoints have the comment %q, with the IDs %s: it does not tell which one is meant", len(ids), name, strings.Join(ids, ", "))
}

// id gives the ID of an endpoint, for paths: there it must never be empty.
func (d serverlessPrivateEndpoints) id(ctx context.Context, at Site, ref Ref) (string, error) {
	if ref.ID != "" {
		return ref.ID, nil
	}
	o, err := d.byName(ctx, at, ref.Name)
	return o.ID, err
}

// Create reserves an endpoint. All that can be said at this point is the
// comment.
func (d serverlessPrivateEndpoints) Create(ctx context.Context, at Site, _ string, want *spec.ServerlessPrivateEndpoint, _ Reveal) error {
	_, res, err := d.api.CreateServerlessPrivateEndpoint(ctx, at.GroupID, at.Parent, &admin.ServerlessTenantCreateRequest{
		Comment: want.Comment,
	}).Execute()
	return with(res, err)
}

func (d serverlessPrivateEndpoints) Update(ctx context.Context, at Site, ref Ref, _, want *spec.ServerlessPrivateEndpoint, _ Reveal) error {
	id, err := d.id(ctx, at, ref)
	if err != nil {
		return err
	}
	if want.ProviderName == nil {
		return errors.New("its provider is needed in every update, and Atlas does not say which one it is")
	}
	_, res, err := d.api.UpdateServerlessPrivateEndpoint(ctx, at.GroupID, at.Parent, id, &admin.ServerlessTenantEndpointUpdate{
		Comment:                  want.Comment,
		ProviderName:             *want.ProviderName,
		CloudProviderEndpointId:  want.CloudProviderEndpointID,
		PrivateEndpointIpAddress: want.PrivateEndpointIPAddress,
	}).Execute()
	return with(res, err)
}

func (d serverlessPrivateEndpoints) Delete(ctx context.Context, at Site, ref Ref) error {
	id, err := d.id(ctx, at, ref)
	if err != nil {
		return err
	}
	res, err := d.api.DeleteServerlessPrivateEndpoint(ctx, at.GroupID, at.Parent, id).Execute()
	return with(res, err)
}

func (serverlessPrivateEndpoints) Events() Events {
	return Events{
		There: []string{"TENANT_ENDPOINT_CREATED", "TENANT_ENDPOINT_UPDATED"},
		Gone:  []string{"TENANT_ENDPOINT_DELETING"},
	}
}

func endpointFromAtlas(e admin.ServerlessTenantEndpoint) Object[spec.ServerlessPrivateEndpoint] {
	o := Object[spec.ServerlessPrivateEndpoint]{
		Name:   e.GetComment(),
		ID:     e.GetId(),
		Phase:  endpointPhase(e.GetStatus()),
		State:  e.GetStatus(),
		Detail: e.GetErrorMessage(),
		Body: &spec.ServerlessPrivateEndpoint{
			ProviderName:             endpointProvider(e),
			CloudProviderEndpointID:  e.CloudProviderEndpointId,
			PrivateEndpointIPAddress: e.PrivateEndpointIpAddress,
			Comment:                  e.Comment,
		},
		Status: map[string]string{
			"endpointServiceName":          e.GetEndpointServiceName(),
			"privateLinkServiceResourceId": e.GetPrivateLinkServiceResourceId(),
		},
	}
	if o.Name == "" || o.ID == "" { // without an ID it is no endpoint
		o.Name, o.Body.Comment = o.ID, nil
	}
	if o.Body.ProviderName == nil {
		o.Inert = providerUnknown
	}
	return o
}

// providerUnknown keeps a plan from replacing an endpoint whose provider Atlas
// has not said yet.
var providerUnknown = []spec.Inert{{Path: "providerName", Reason: "Atlas does not say it before the endpoint is reserved"}}

// endpointProvider infers what Atlas sometimes leaves out. During the
// reservation there is nothing to infer it from.
func endpointProvider(e admin.ServerlessTenantEndpoint) *string {
	switch {
	case e.GetProviderName() != "":
		return e.ProviderName
	case e.GetPrivateLinkServiceResourceId() != "":
		return new("AZURE")
	case e.GetStatus() == "RESERVATION_REQUESTED":
		return nil
	}
	return new("AWS")
}

// endpointPhase says what a status means. RESERVED is as far as an endpoint
// gets by itself.
func endpointPhase(status string) spec.Phase {
	switch status {
	case "RESERVED", "AVAILABLE":
		return spec.Ready
	case "FAILED":
		return spec.Failed
	case "DELETING":
		return spec.Deleting
	}
	return spec.Pending
}
