package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	kindEndpointService kind = "PrivateEndpointService"

	// serviceDeleting is how long a service shows DELETING, which is a guess.
	serviceDeleting = 30 * time.Second
)

func endpointServiceRoutes() []route {
	const all = groupPath + "/privateEndpoint/{provider}/endpointService"
	const one = all + "/{serviceId}"
	const written = groupPath + "/privateEndpoint/endpointService"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listServices},
		{method: http.MethodPost, path: written, versions: versions, operate: createService, event: serviceEvents.created, takes: always(serviceShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getService, edit: editOf((*call).service, (*call).editService)},
		{method: http.MethodPatch, path: written + "/{serviceId}", versions: versions, operate: updateService, event: serviceEvents.updated, takes: always(servicePatchShape()), edit: editOf((*call).anyService, (*call).editService)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteService, event: serviceEvents.deleted},
	}
}

// serviceProviders are those that have endpoint services.
func serviceProviders() []string { return []string{"AWS", "AZURE", "GCP"} }

// serviceShape is the body of POST.
func serviceShape() shape {
	return shape{
		"portMappingEnabled":     {holds: flag},
		"providerName":           {required: true, enum: serviceProviders()},
		"region":                 {required: true},
		"supportedRemoteRegions": {holds: texts},
	}
}

// servicePatchShape is the body of PATCH, which is for AWS alone.
func servicePatchShape() shape {
	return shape{
		"cloudProvider":          {required: true, enum: []string{"AWS"}},
		"supportedRemoteRegions": {holds: texts},
	}
}

// listServices answers a bare array (recorded).
func listServices(c *call) (reply, error) {
	if err := c.checkProvider(); err != nil {
		return reply{}, err
	}
	views := []any{}
	for _, r := range c.services() {
		if textAt(r.Fields, "providerName") == c.params["provider"] {
			views = append(views, c.serviceView(r))
		}
	}
	return reply{status: http.StatusOK, body: views}, nil
}

func getService(c *call) (reply, error) {
	r, err := c.service()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.serviceView(r)}, nil
}

// createService takes as long as was recorded: between the fastest and one of
// August 2026. Half of them took longer on AWS and Google Cloud, by half a minute.
func createService(c *call) (reply, error) {
	fields, err := serviceShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	provider, region := textAt(fields, "providerName"), textAt(fields, "region")
	if !slices.Contains(clusterRegions(provider), region) {
		return reply{}, errAttribute("region")
	}
	if err := checkRemoteRegions(fields, region); err != nil {
		return reply{}, err
	}
	k := c.key(kindEndpointService, "", provider+" "+region)
	if _, taken := c.state.find(k, c.now); taken {
		return reply{}, fail(http.StatusConflict, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION",
			fmt.Sprintf("A private endpoint service already exists for %s region %s.", provider, region), provider, region)
	}
	r, err := c.state.create(k, c.now, fields, func(r *resource) {
		took := serviceTimes()[provider]
		ready := c.now.Add(spread(took[0], took[1], "service", r.ID))
		r.Life = life{State: "INITIATING", Until: ready, Next: "AVAILABLE", Ready: ready}
	})
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: c.serviceView(r)}, nil
}

func serviceTimes() map[string][2]time.Duration {
	return map[string][2]time.Duration{
		"AWS":   {141 * time.Second, 147 * time.Second},
		"AZURE": {42 * time.Second, 60 * time.Second},
		"GCP":   {218 * time.Second, 259 * time.Second},
	}
}

// checkRemoteRegions wants regions of AWS other than the own one, 35 at most (API
// document; the code for the own one is known, the others are guesses).
func checkRemoteRegions(fields object, own string) error {
	const name = "supportedRemoteRegions"
	list, _ := fields[name].([]any)
	for _, region := range list {
		switch {
		case region == own:
			return fail(http.StatusBadRequest, "CROSS_REGION_PRIVATE_LINK_SELF_REGION",
				fmt.Sprintf("The region %s of the endpoint service cannot be a supported remote region.", own), own)
		case !slices.Contains(clusterRegions("AWS"), fmt.Sprint(region)):
			return errAttribute(name)
		}
	}
	provider := textAt(fields, "providerName")
	if len(list) > 35 || len(list) > 0 && provider != "" && provider != "AWS" {
		return errAttribute(name)
	}
	return nil
}

func updateService(c *call) (reply, error) {
	r, err := c.anyService()
	if err != nil {
		return reply{}, err
	}
	changed, err := servicePatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	if textAt(r.Fields, "providerName") != "AWS" {
		return reply{}, errValidation("the private endpoint service is not on AWS")
	}
	if r.Life.at(c.now) != "AVAILABLE" {
		return reply{}, errValidation(fmt.Sprintf("private endpoint service %s is not available", r.ID)) // a guess
	}
	if err := checkRemoteRegions(changed, textAt(r.Fields, "region")); err != nil {
		return reply{}, err
	}
	fields := maps.Clone(r.Fields)
	delete(changed, "cloudProvider")
	maps.Copy(fields, changed)
	if err := c.state.update(r, fields, r.Life); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.serviceView(r)}, nil
}

// errServiceNotReady has the status of MongoDB's list of error codes, in which the
// code is that of AWS alone: what it is of all clouds is a guess.
func errServiceNotReady(id string) *apiError {
	return fail(http.StatusConflict, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS",
		fmt.Sprintf("The private endpoint service with the specified id %s is not ready to accept endpoint connection requests.", id), id)
}

// deleteService refuses a service that has endpoints, which is a guess: the
// documentation has them deleted first. A second request is accepted like the
// first, which is another.
func deleteService(c *call) (reply, error) {
	r, err := c.service()
	if err != nil {
		return reply{}, err
	}
	accepted := reply{status: http.StatusAccepted, body: object{}}
	switch {
	case r.Life.ends():
		return accepted, nil
	case len(c.privateEndpoints(r)) > 0:
		return reply{}, fail(http.StatusBadRequest, "PRIVATE_ENDPOINT_SERVICE_HAS_ENDPOINTS",
			fmt.Sprintf("Private endpoint service %s has private endpoints.", r.ID), r.ID)
	}
	return accepted, c.state.end(r, r.Life.ending(c.now, serviceDeleting, 0))
}

func (c *call) checkProvider() error {
	if provider := c.params["provider"]; !slices.Contains(serviceProviders(), provider) {
		return errEnum(provider)
	}
	return nil
}

func (c *call) services() []*resource {
	return c.state.list(scope{kind: kindEndpointService, project: c.group}, c.now)
}

// service finds the service of the path, which is one of its provider.
func (c *call) service() (*resource, error) {
	if err := c.checkProvider(); err != nil {
		return nil, err
	}
	r, err := c.anyService()
	if err == nil && textAt(r.Fields, "providerName") != c.params["provider"] {
		err = errNoService(r.ID)
	}
	return r, err
}

func (c *call) anyService() (*resource, error) {
	id := c.params["serviceId"]
	if !isObjectID(id) {
		return nil, errPathParameter(c.path)
	}
	for _, r := range c.services() {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, errNoService(id)
}

// errNoService has the code that MongoDB's Kubernetes operator waits for; its
// wording is a guess.
func errNoService(id string) *apiError {
	return fail(http.StatusNotFound, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND",
		fmt.Sprintf("No private endpoint service with ID %s exists.", id), id)
}

// editService adds a region, or takes it away again.
func (c *call) editService(r *resource) error {
	const name, another = "supportedRemoteRegions", "SA_EAST_1"
	c.event = serviceEvents.updated
	list, _ := r.Fields[name].([]any)
	fields := maps.Clone(r.Fields)
	if at := slices.Index(list, any(another)); at >= 0 {
		fields[name] = slices.Delete(slices.Clone(list), at, at+1)
	} else {
		fields[name] = append(slices.Clone(list), another)
	}
	return c.state.update(r, fields, r.Life)
}

// awsRegion writes a region of Atlas as AWS does.
func awsRegion(region string) string {
	return strings.ToLower(strings.ReplaceAll(region, "_", "-"))
}
