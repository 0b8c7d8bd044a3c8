package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// kindServerlessInstance is whatever was created through /serverless, for as
// long as it lives. The kind is thus the origin: what it is at a date, and which
// of the APIs show it, follows from the date alone. That is how an instance
// turns into a Flex cluster without anybody writing to it, and keeps its ID,
// name, hosts, tags and protection.
const kindServerlessInstance kind = "ServerlessInstance"

// serverlessVersion is the one version that the operations ever had.
const serverlessVersion = "2023-01-01"

func serverlessInstanceRoutes() []route {
	const all = groupPath + "/serverless"
	const one = all + "/{name}"
	routes := []route{
		{method: http.MethodGet, path: all, operate: listServerless},
		{method: http.MethodPost, path: all, operate: createServerless, event: serverlessEvents.created, takes: always(serverlessShape())},
		{method: http.MethodGet, path: one, operate: getServerless},
		{method: http.MethodPatch, path: one, operate: updateServerless, event: serverlessEvents.updated, takes: always(serverlessPatchShape()), edit: editOf((*call).serverless, (*call).editCluster)},
		{method: http.MethodDelete, path: one, operate: deleteServerless, event: serverlessEvents.deleted},
	}
	for i := range routes {
		routes[i].versions, routes[i].ends = []string{serverlessVersion}, serverlessSunset()
	}
	return alsoOld(routes)
}

// serverlessShape is the body of POST.
func serverlessShape() shape {
	s := serverlessPatchShape()
	s["name"] = member{required: true, pattern: clusterName}
	s["providerSettings"] = member{holds: record, required: true, within: shape{
		"backingProviderName": {required: true, enum: []string{"AWS", "AZURE", "GCP"}},
		"providerName":        {enum: []string{"SERVERLESS"}},
		"regionName":          {required: true},
	}}
	return s
}

// serverlessPatchShape is the body of PATCH.
func serverlessPatchShape() shape {
	s := flexPatchShape()
	s["serverlessBackupOptions"] = member{holds: record, within: shape{
		"serverlessContinuousBackupEnabled": {holds: flag},
	}}
	return s
}

// native reports whether r is a serverless instance in more than its name. An
// instance keeps its private endpoints only as long as it is.
func (c *call) native(r *resource) bool {
	return r.Kind == kindServerlessInstance && c.now.Before(serverlessIsFlex)
}

func listServerless(c *call) (reply, error) {
	var all []*resource
	if c.now.Before(serverlessUnread) {
		all = c.state.list(scope{kind: kindServerlessInstance, project: c.group}, c.now)
	}
	return c.page(all, countOnRequest, c.serverlessView)
}

func getServerless(c *call) (reply, error) {
	if !c.now.Before(serverlessUnread) {
		return reply{}, c.errServerlessNotFound(c.params["name"])
	}
	r, err := c.serverless()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.serverlessView(r)}, nil
}

// serverlessPace is recorded, of the Flex-backed ones: 27 seconds are what all but
// the slowest tenth took at most.
func serverlessPace() pace {
	return pace{least: 6 * time.Second, usual: 27 * time.Second, slow: 27 * time.Second, longest: 1508 * time.Second}
}

func createServerless(c *call) (reply, error) {
	if err := c.serverlessWritable(); err != nil {
		return reply{}, err
	}
	fields, err := serverlessShape().clean(c.body)
	if err == nil {
		err = checkClusterRegion(fields)
	}
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "name")
	delete(fields, "name")
	c.keepBackup(fields, true)
	r, err := c.createCluster(kindServerlessInstance, name, fields, serverlessPace())
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: c.serverlessView(r)}, nil
}

func updateServerless(c *call) (reply, error) {
	if err := c.serverlessWritable(); err != nil {
		return reply{}, err
	}
	r, err := c.serverless()
	if err != nil {
		return reply{}, err
	}
	changed, err := serverlessPatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	c.keepBackup(changed, continuousBackup(r.Fields))
	if err := c.updateCluster(r, changed); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.serverlessView(r)}, nil
}

// deleteServerless refuses an instance with private endpoints. That they have to
// go first is documented; status and code are guesses, made in the image of
// STREAM_TENANT_HAS_STREAM_PROCESSORS. One that is DELETING still counts.
func deleteServerless(c *call) (reply, error) {
	if err := c.serverlessWritable(); err != nil {
		return reply{}, err
	}
	r, err := c.serverless()
	if err != nil {
		return reply{}, err
	}
	if c.native(r) && len(c.endpoints(r.Name)) > 0 {
		return reply{}, fail(http.StatusConflict, "SERVERLESS_INSTANCE_HAS_PRIVATE_ENDPOINTS",
			fmt.Sprintf("Serverless instance %s has private endpoints, and cannot be deleted.", r.Name), r.Name)
	}
	return reply{status: http.StatusAccepted, body: object{}}, c.deleteCluster(r)
}

// keepBackup leaves continuous backup in the fields only if it has a meaning. In
// a native instance it is what was sent, or else the given value; true is what
// the API document has as default. A Flex cluster ignores it (recorded).
func (c *call) keepBackup(fields object, otherwise bool) {
	if !c.now.Before(serverlessIsFlex) {
		delete(fields, "serverlessBackupOptions")
		return
	}
	const option = "serverlessContinuousBackupEnabled"
	if asObject(fields["serverlessBackupOptions"])[option] == nil {
		fields["serverlessBackupOptions"] = object{option: otherwise}
	}
}

func continuousBackup(fields object) bool {
	return asObject(fields["serverlessBackupOptions"])["serverlessContinuousBackupEnabled"] == true
}

// serverlessWritable refuses writes once they have ended. What Atlas answers
// then is not known; 410 with this text is what it answered to a version of the
// clusters that was gone (mongodb-atlas-cli#4472).
func (c *call) serverlessWritable() error {
	if c.now.Before(serverlessUnwritten) {
		return nil
	}
	version, path := serverlessVersion, strings.TrimPrefix(c.path, "/")
	if c.api() == oldAPIPath {
		version = "1.0"
	}
	return fail(http.StatusGone, "VERSION_GONE",
		fmt.Sprintf("Version %s of %s is no longer available.", version, path), version, path)
}

// serverless finds the instance of the path. A cluster that was not created
// through /serverless is refused: dedicated ones by their code, Flex ones by
// analogy, as the API document admits only those with this origin.
func (c *call) serverless() (*resource, error) {
	name := c.params["name"]
	switch r := c.clusterNamed(name); {
	case r == nil:
		return nil, c.errServerlessNotFound(name)
	case r.Kind != kindServerlessInstance:
		return nil, fail(http.StatusBadRequest, "CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API",
			fmt.Sprintf("Cluster %s cannot be used in the Serverless Instance API.", name), name)
	default:
		return r, nil
	}
}

// errServerlessNotFound has its wording from CLUSTER_NOT_FOUND; known is the code.
func (c *call) errServerlessNotFound(name string) error {
	return fail(http.StatusNotFound, "SERVERLESS_INSTANCE_NOT_FOUND",
		fmt.Sprintf("No serverless instance named %s exists in group %s.", name, c.group), name, c.group)
}
