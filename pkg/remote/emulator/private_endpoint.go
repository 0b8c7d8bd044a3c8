package emulator

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	kindPrivateEndpoint kind = "PrivateEndpoint"

	// No endpoint of a service is recorded: the durations are guesses.
	privateEndpointFirst    = 10 * time.Second // in the first of its states
	privateEndpointDeleting = 15 * time.Second
)

func privateEndpointRoutes() []route {
	const all = groupPath + "/privateEndpoint/{provider}/endpointService/{serviceId}/endpoint"
	const one = all + "/{endpointId}"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodPost, path: all, versions: versions, operate: createPrivateEndpoint, event: interfaceEvents.created, takes: shownPrivateEndpoint},
		{method: http.MethodGet, path: one, versions: versions, operate: getPrivateEndpoint},
		{method: http.MethodDelete, path: one, versions: versions, operate: deletePrivateEndpoint, event: interfaceEvents.deleted},
	}
}

// privateEndpointShape is the body of POST, which is the provider's.
func privateEndpointShape(provider string) shape {
	switch provider {
	case "AWS":
		return shape{"id": {required: true, pattern: awsEndpointID}}
	case "AZURE":
		return shape{
			"id":                       {required: true, pattern: azureEndpointID},
			"privateEndpointIPAddress": {required: true},
		}
	}
	return shape{
		"endpointGroupName": {required: true},
		"endpoints":         {holds: records, within: shape{"endpointName": {}, "ipAddress": {}}},
		"gcpProjectId":      {required: true},
	}
}

// shownPrivateEndpoint is what any provider takes: a body does not say whose it
// is.
func shownPrivateEndpoint(object) shape {
	all := privateEndpointShape("GCP")
	for name, m := range privateEndpointShape("AZURE") {
		all[name] = member{holds: m.holds}
	}
	return all
}

// createPrivateEndpoint connects what was made in the cloud. What Atlas says of
// an endpoint that is there already, or of a service that is not ready, is not
// known.
func createPrivateEndpoint(c *call) (reply, error) {
	service, err := c.service()
	if err != nil {
		return reply{}, err
	}
	fields, err := privateEndpointShape(c.params["provider"]).clean(c.body)
	if err != nil {
		return reply{}, err
	}
	if err := checkEndpointAddresses(fields, mapsPorts(service)); err != nil {
		return reply{}, err
	}
	if service.Life.at(c.now) != "AVAILABLE" {
		return reply{}, errServiceNotReady(service.ID)
	}
	k := c.key(kindPrivateEndpoint, service.ID, endpointName(fields, mapsPorts(service)))
	if _, taken := c.state.find(k, c.now); taken {
		return reply{}, fail(http.StatusConflict, "PRIVATE_ENDPOINT_ALREADY_EXISTS",
			fmt.Sprintf("Private endpoint %s already exists.", k.Name), k.Name)
	}
	fields["providerName"] = c.params["provider"]
	r, err := c.state.create(k, c.now, fields, func(r *resource) {
		ready := c.now.Add(spread(2*privateEndpointFirst, 6*privateEndpointFirst, "endpoint", r.ID))
		r.Life = life{State: "INITIATING", Until: ready, Next: "AVAILABLE", Ready: ready}
		name := strings.TrimPrefix(r.Name[strings.LastIndex(r.Name, "/")+1:], "vpce-")
		if strings.Trim(name, "0") == "" {
			r.Life.Next = "FAILED"
		}
	})
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: c.privateEndpointView(r, service)}, nil
}

// endpointName is what an endpoint is known by. Where ports are mapped the group
// is called like its one endpoint, whatever was sent (API document).
func endpointName(fields object, mapped bool) string {
	list, _ := fields["endpoints"].([]any)
	if mapped && len(list) > 0 {
		return textAt(asObject(list[0]), "endpointName")
	}
	return cmp.Or(textAt(fields, "id"), textAt(fields, "endpointGroupName"))
}

// checkEndpointAddresses wants addresses where there are any, and a single
// endpoint where ports are mapped. That the other groups need as many endpoints
// as the service has attachments is not checked: the document does not say so.
func checkEndpointAddresses(fields object, mapped bool) error {
	if err := checkAddress(object{"privateEndpointIpAddress": fields["privateEndpointIPAddress"]}); err != nil {
		return errAttribute("privateEndpointIPAddress")
	}
	list, _ := fields["endpoints"].([]any)
	for _, e := range list {
		if err := checkAddress(object{"privateEndpointIpAddress": asObject(e)["ipAddress"]}); err != nil {
			return errAttribute("endpoints")
		}
	}
	if mapped && len(list) != 1 {
		return errAttribute("endpoints")
	}
	return nil
}

func getPrivateEndpoint(c *call) (reply, error) {
	service, r, err := c.privateEndpoint()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.privateEndpointView(r, service)}, nil
}

// deletePrivateEndpoint takes the service along with its last endpoint (API
// document). That the service shows so at once is a guess, and that a second
// request is accepted like the first.
func deletePrivateEndpoint(c *call) (reply, error) {
	service, r, err := c.privateEndpoint()
	if err != nil {
		return reply{}, err
	}
	accepted := reply{status: http.StatusAccepted, body: object{}}
	if r.Life.ends() {
		return accepted, nil
	}
	if err := c.state.end(r, r.Life.ending(c.now, privateEndpointDeleting, 0)); err != nil {
		return reply{}, err
	}
	stays := func(e *resource) bool { return !e.Life.ends() }
	if service.Life.ends() || slices.ContainsFunc(c.privateEndpoints(service), stays) {
		return accepted, nil
	}
	return accepted, c.state.end(service, service.Life.ending(c.now, serviceDeleting, 0))
}

// privateEndpoints are those of a service, in the order of lists.
func (c *call) privateEndpoints(service *resource) []*resource {
	return c.state.list(scope{kind: kindPrivateEndpoint, project: c.group, parent: service.ID}, c.now)
}

// privateEndpoint finds the endpoint of the path, and its service, which is
// missed first. With what code Atlas says that there is none is not known.
func (c *call) privateEndpoint() (service, endpoint *resource, err error) {
	service, err = c.service()
	if err != nil {
		return nil, nil, err
	}
	id := c.params["endpointId"]
	endpoint, ok := c.state.find(c.key(kindPrivateEndpoint, service.ID, id), c.now)
	if !ok {
		return nil, nil, fail(http.StatusNotFound, "PRIVATE_ENDPOINT_NOT_FOUND",
			fmt.Sprintf("No private endpoint with ID %s exists for private endpoint service %s.", id, service.ID), id, service.ID)
	}
	return service, endpoint, nil
}

// privateEndpointView is in the words of the API document. An endpoint that
// fails was never seen.
func (c *call) privateEndpointView(r, service *resource) object {
	provider := textAt(r.Fields, "providerName")
	view := object{"cloudProvider": provider, "deleteRequested": r.Life.ends(), "errorMessage": nil}
	status := c.privateEndpointState(r, provider)
	switch provider {
	case "AWS":
		view["interfaceEndpointId"], view["connectionStatus"] = r.Name, status
	case "AZURE":
		view["privateEndpointConnectionName"] = connectionName(r, service)
		view["privateEndpointIPAddress"] = r.Fields["privateEndpointIPAddress"]
		view["privateEndpointResourceId"], view["status"] = r.Name, status
	default:
		view["endpointGroupName"], view["gcpProjectId"], view["status"] = r.Name, r.Fields["gcpProjectId"], status
		view["portMappingEnabled"] = mapsPorts(service)
		list, rules := r.Fields["endpoints"], []any{}
		for _, e := range asList(list) {
			rule := object{"status": ruleState(status)}
			maps.Copy(rule, asObject(e))
			rules = append(rules, rule)
		}
		view["endpoints"] = rules
	}
	if status == "FAILED" || status == "REJECTED" {
		view["errorMessage"] = "The private endpoint " + r.Name + " does not exist, or cannot be connected." // a guess
	}
	return view
}

// connectionName is what Azure calls the connection, in the pattern of the API
// document.
func connectionName(r, service *resource) string {
	reserved := strings.Split(textAt(endpointService(service, "AZURE"), "privateLinkServiceResourceId"), "/")
	return strings.Join([]string{reserved[2], reserved[4], r.Name[strings.LastIndexByte(r.Name, '/')+1:] + "." + hexDigits(32, "connection", r.ID)}, "%2F")
}

// privateEndpointState gives the words of the provider for what two states of the
// state machine stand for.
func (c *call) privateEndpointState(r *resource, provider string) string {
	state, begun := r.Life.at(c.now), c.reached(r.Created.Add(privateEndpointFirst))
	words := map[string]map[string]string{
		"AWS": {"INITIATING": "PENDING_ACCEPTANCE", "begun": "PENDING", "FAILED": "REJECTED"},
		"GCP": {"begun": "VERIFIED"},
	}[provider]
	if state == "INITIATING" && begun {
		return cmp.Or(words["begun"], state)
	}
	return cmp.Or(words[state], state)
}

// ruleState is the state of one endpoint of a group, which has fewer of them.
func ruleState(group string) string {
	if group == "VERIFIED" {
		return "INITIATING"
	}
	return group
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}
