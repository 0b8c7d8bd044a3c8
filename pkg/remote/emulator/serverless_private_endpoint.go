package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"
)

const (
	kindServerlessEndpoint kind = "ServerlessPrivateEndpoint"

	// endpointDeleting is how long an endpoint shows DELETING. None of the
	// durations of endpoints is recorded.
	endpointDeleting = 10 * time.Second
)

func serverlessEndpointRoutes() []route {
	const all = groupPath + "/privateEndpoint/serverless/instance/{name}/endpoint"
	const one = all + "/{endpointId}"
	versions := []string{serverlessVersion}
	return alsoOld([]route{
		{method: http.MethodGet, path: all, versions: versions, operate: listEndpoints},
		{method: http.MethodPost, path: all, versions: versions, operate: createEndpoint, event: endpointEvents.created, takes: always(endpointShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getEndpoint},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateEndpoint, event: endpointEvents.updated, takes: shownEndpoint, edit: editOf((*call).endpoint, (*call).editEndpoint)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteEndpoint, event: endpointEvents.deleted},
	})
}

// listEndpoints answers a bare array (API document).
func listEndpoints(c *call) (reply, error) {
	parent, err := c.endpointInstance()
	if err != nil {
		return reply{}, err
	}
	views := []any{}
	for _, r := range c.endpoints(parent.Name) {
		views = append(views, c.endpointView(r))
	}
	return reply{status: http.StatusOK, body: views}, nil
}

func getEndpoint(c *call) (reply, error) {
	r, err := c.endpoint()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.endpointView(r)}, nil
}

// createEndpoint begins the reservation, which an instance that is still being
// created holds up. Google Cloud has no such endpoints (API document); with what
// code Atlas says so is not known, nor what it says of an instance that goes.
func createEndpoint(c *call) (reply, error) {
	parent, err := c.endpointInstance()
	if err != nil {
		return reply{}, err
	}
	fields, err := endpointShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	provider := textAt(parent.Fields, "providerSettings", "backingProviderName")
	if cloudEndpointID(provider) == nil {
		return reply{}, errValidation("serverless instances on " + provider + " take no private endpoints")
	}
	if parent.Life.ends() {
		return reply{}, errBeingDeleted()
	}
	comment := textAt(fields, "comment")
	fields["providerName"] = provider
	fields["regionName"] = textAt(parent.Fields, "providerSettings", "regionName")
	r, err := c.state.create(c.endpointKey(parent.Name, comment), c.now, fields, func(r *resource) {
		from := c.now
		if parent.Life.Ready.After(from) {
			from = parent.Life.Ready
		}
		ready := from.Add(spread(5*time.Second, 15*time.Second, "reserve", r.ID))
		r.Life = life{State: "RESERVATION_REQUESTED", Until: ready, Next: "RESERVED", Ready: ready}
	})
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: c.endpointView(r)}, nil
}

// endpointKey finds a key for an endpoint, of which several may have the same
// comment. It is made from the comment so that the IDs of endpoints do not
// depend on the order in which they were asked for.
func (c *call) endpointKey(instance, comment string) key {
	for n := 0; ; n++ {
		k := c.key(kindServerlessEndpoint, instance, fmt.Sprintf("%s#%d", comment, n))
		if c.state.resources[k] == nil {
			return k
		}
	}
}

// updateEndpoint changes the comment, or says once and for all which endpoint in
// the cloud the service is for. How Atlas refuses a second one, or one that
// comes before there is a service to connect to, is not known.
func updateEndpoint(c *call) (reply, error) {
	r, err := c.endpoint()
	if err != nil {
		return reply{}, err
	}
	provider := textAt(r.Fields, "providerName")
	changed, err := endpointPatchShape(provider).clean(c.body)
	if err != nil {
		return reply{}, err
	}
	if textAt(changed, "providerName") != provider {
		return reply{}, errValidation("the private endpoint belongs to an instance on " + provider)
	}
	if r.Life.ends() {
		return reply{}, errValidation("the private endpoint is being deleted")
	}
	if err := checkAddress(changed); err != nil {
		return reply{}, err
	}
	for _, name := range []string{"cloudProviderEndpointId", "privateEndpointIpAddress"} {
		before, sent := textAt(r.Fields, name), textAt(changed, name)
		if sent != "" && before != "" && sent != before {
			return reply{}, errValidation(name + " is set and cannot be changed")
		}
	}
	next, err := c.attach(r, textAt(changed, "cloudProviderEndpointId"))
	if err != nil {
		return reply{}, err
	}
	fields := maps.Clone(r.Fields)
	maps.Copy(fields, changed)
	if err := c.state.update(r, fields, next); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.endpointView(r)}, nil
}

// attach is the life of r once an endpoint in the cloud is named for it. One
// that is named again changes nothing. One whose own name is nothing but zeros
// does not come about: that is how a test gets a FAILED.
func (c *call) attach(r *resource, id string) (life, error) {
	if id == "" || textAt(r.Fields, "cloudProviderEndpointId") != "" {
		return r.Life, nil
	}
	if r.Life.at(c.now) == "RESERVATION_REQUESTED" {
		return life{}, errValidation("the private endpoint is not RESERVED yet")
	}
	next := life{State: "INITIATING", Next: "AVAILABLE", Ready: r.Life.Ready}
	next.Until = c.now.Add(spread(5*time.Second, 20*time.Second, "attach", r.ID))
	name := strings.TrimPrefix(id[strings.LastIndex(id, "/")+1:], "vpce-")
	if strings.Trim(name, "0") == "" {
		next.Next = "FAILED"
	}
	return next, nil
}

// deleteEndpoint accepts a second request like the first, which is a guess.
func deleteEndpoint(c *call) (reply, error) {
	r, err := c.endpoint()
	if err != nil {
		return reply{}, err
	}
	accepted := reply{status: http.StatusNoContent}
	if r.Life.ends() {
		return accepted, nil
	}
	return accepted, c.state.end(r, r.Life.ending(c.now, endpointDeleting, 0))
}

// endpointInstance finds the instance of the path, and refuses whatever is not
// native (the code is recorded, its status is not).
func (c *call) endpointInstance() (*resource, error) {
	name := c.params["name"]
	switch r := c.clusterNamed(name); {
	case r == nil:
		return nil, c.errServerlessNotFound(name)
	case !c.native(r):
		return nil, fail(http.StatusBadRequest, "NOT_SERVERLESS_TENANT_CLUSTER",
			fmt.Sprintf("Cluster %s is not a serverless tenant cluster.", name), name)
	default:
		return r, nil
	}
}

// endpoints are those of an instance, in the order of lists.
func (c *call) endpoints(instance string) []*resource {
	return c.state.list(scope{kind: kindServerlessEndpoint, project: c.group, parent: instance}, c.now)
}

// endpoint finds the endpoint of the path. Its instance is missed first. The
// code is the one that MongoDB's CloudFormation resources wait for.
func (c *call) endpoint() (*resource, error) {
	id := c.params["endpointId"]
	if !isObjectID(id) {
		return nil, errPathParameter(c.path)
	}
	parent, err := c.endpointInstance()
	if err != nil {
		return nil, err
	}
	for _, r := range c.endpoints(parent.Name) {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, fail(http.StatusNotFound, "TENANT_PRIVATE_ENDPOINT_NOT_FOUND",
		fmt.Sprintf("No private endpoint with ID %s exists for serverless instance %s.", id, parent.Name), id, parent.Name)
}
