package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// privateEndpoints drives PrivateEndpoint through …/endpointService/{id}/endpoint.
// Atlas has no list of them: their IDs stand in the answer about their service.
type privateEndpoints struct {
	api admin.PrivateEndpointServicesApi
}

// List asks for each endpoint of the service, all at once. One that has vanished
// since the service was listed is left out.
func (d privateEndpoints) List(ctx context.Context, at Site, page int) (Page[spec.PrivateEndpoint], error) {
	if page > 1 {
		return Page[spec.PrivateEndpoint]{}, nil
	}
	objects, failures := make([]Object[spec.PrivateEndpoint], len(at.Holds)), make([]error, len(at.Holds))
	var g errgroup.Group
	g.SetLimit(maxEndpoints)
	for i, id := range at.Holds {
		g.Go(func() error {
			objects[i], failures[i] = d.Get(ctx, at, Ref{ID: id})
			return nil
		})
	}
	_ = g.Wait()
	found := Page[spec.PrivateEndpoint]{}
	for i, err := range failures {
		switch {
		case err == nil:
			found.Objects = append(found.Objects, objects[i])
		case !errors.Is(translate(err), ErrNotFound):
			return found, err
		}
	}
	found.Total = len(found.Objects)
	return found, nil
}

// maxEndpoints bounds the requests under way for one service.
const maxEndpoints = 32

func (d privateEndpoints) Get(ctx context.Context, at Site, ref Ref) (Object[spec.PrivateEndpoint], error) {
	e, res, err := d.api.GetPrivateEndpoint(ctx, at.GroupID, at.In.Part, ref.ID, at.In.ID).Execute()
	if err != nil {
		return Object[spec.PrivateEndpoint]{}, d.missing(ctx, at, ref.ID, res, err)
	}
	return one(e, res, err, privateEndpointFromAtlas)
}

func (d privateEndpoints) Create(ctx context.Context, at Site, _ string, want *spec.PrivateEndpoint, _ Reveal) error {
	_, res, err := d.api.CreatePrivateEndpoint(ctx, at.GroupID, at.In.Part, at.In.ID, &admin.CreateEndpointRequest{
		Id:                       want.ID,
		PrivateEndpointIPAddress: want.PrivateEndpointIPAddress,
		EndpointGroupName:        want.EndpointGroupName,
		GcpProjectId:             want.GCPProjectID,
		Endpoints:                rulesToAtlas(want.Endpoints),
	}).Execute()
	return with(res, err)
}

// Update is there for the sake of the interface: no plan has one.
func (d privateEndpoints) Update(context.Context, Site, Ref, *spec.PrivateEndpoint, *spec.PrivateEndpoint, Reveal) error {
	return errors.New("nothing of a private endpoint can change in place")
}

func (d privateEndpoints) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeletePrivateEndpoint(ctx, at.GroupID, at.In.Part, ref.ID, at.In.ID).Execute()
	return d.missing(ctx, at, ref.ID, res, err)
}

func (privateEndpoints) Events() Events {
	return Events{
		There: []string{"INTERFACE_ENDPOINT_CREATED"},
		Gone:  []string{"INTERFACE_ENDPOINT_DELETED"},
	}
}

// missing makes sure what a 404 means, whose code for an endpoint is not known:
// the service tells whether it has the endpoint, in whatever case Azure has its ID.
func (d privateEndpoints) missing(ctx context.Context, at Site, id string, res *http.Response, err error) error {
	if err == nil || res == nil || res.StatusCode != http.StatusNotFound {
		return with(res, err)
	}
	s, now, failure := d.api.GetPrivateEndpointService(ctx, at.GroupID, at.In.Part, at.In.ID).Execute()
	switch {
	case failure != nil:
		return with(now, failure)
	case !slices.ContainsFunc(endpointsOf(*s), func(of string) bool { return strings.EqualFold(of, id) }):
		return fmt.Errorf("private endpoint %s: %w", id, ErrNotFound)
	}
	return with(res, err)
}

func privateEndpointFromAtlas(e admin.PrivateLinkEndpoint) Object[spec.PrivateEndpoint] {
	o := Object[spec.PrivateEndpoint]{
		State:  e.GetConnectionStatus() + e.GetStatus(), // AWS has the one, the others have the other
		Detail: e.GetErrorMessage(),
		Body:   &spec.PrivateEndpoint{},
	}
	o.Phase = privateEndpointPhase(o.State)
	if e.GetDeleteRequested() {
		o.Phase = spec.Deleting
	}
	switch e.CloudProvider {
	case "AWS":
		o.Body.ID = e.InterfaceEndpointId
		o.ID = e.GetInterfaceEndpointId()
	case "AZURE":
		o.Body.ID, o.Body.PrivateEndpointIPAddress = e.PrivateEndpointResourceId, e.PrivateEndpointIPAddress
		o.ID = e.GetPrivateEndpointResourceId()
		o.Status = map[string]string{"privateEndpointConnectionName": e.GetPrivateEndpointConnectionName()}
	default:
		o.Body.EndpointGroupName, o.Body.GCPProjectID = e.EndpointGroupName, e.GcpProjectId
		o.Body.Endpoints = rulesFromAtlas(e.GetEndpoints())
		o.ID = e.GetEndpointGroupName()
	}
	o.Name = o.ID
	return o
}

// rulesToAtlas keeps apart nil, which is not sent, and empty.
func rulesToAtlas(rules spec.Set[spec.GCPForwardingRule]) *[]admin.CreateGCPForwardingRuleRequest {
	if rules == nil {
		return nil
	}
	list := make([]admin.CreateGCPForwardingRuleRequest, 0, len(rules))
	for _, r := range rules.Sorted() {
		list = append(list, admin.CreateGCPForwardingRuleRequest{EndpointName: &r.EndpointName, IpAddress: &r.IPAddress})
	}
	return &list
}

func rulesFromAtlas(list []admin.GCPConsumerForwardingRule) spec.Set[spec.GCPForwardingRule] {
	rules := make(spec.Set[spec.GCPForwardingRule], len(list))
	for _, r := range list {
		rules[spec.GCPForwardingRule{EndpointName: r.GetEndpointName(), IPAddress: r.GetIpAddress()}] = struct{}{}
	}
	return rules
}

// privateEndpointPhase says what the states of all providers mean.
func privateEndpointPhase(state string) spec.Phase {
	switch state {
	case "AVAILABLE":
		return spec.Ready
	case "FAILED", "REJECTED":
		return spec.Failed
	case "DELETING", "DELETED":
		return spec.Deleting
	}
	return spec.Pending
}
