package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
)

const (
	kindStreamWorkspace kind = "StreamWorkspace"

	defaultTier  = "SP30" // recorded
	sampleStream = "sample_stream_solar"
)

func streamWorkspaceRoutes() []route {
	const all = groupPath + "/streams"
	const one = all + "/{workspace}"
	versions := []string{"2023-02-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listWorkspaces},
		{method: http.MethodPost, path: all, versions: versions, operate: createWorkspace, event: workspaceEvents.created, takes: always(workspaceShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getWorkspace},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateWorkspace, event: workspaceEvents.updated, takes: always(workspacePatchShape()), edit: editOf((*call).workspace, (*call).editWorkspace)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteWorkspace, event: workspaceEvents.deleted},
	}
}

// workspaceShape is the body of POST.
func workspaceShape() shape {
	return shape{
		"name": {required: true},
		"dataProcessRegion": {holds: record, required: true, within: shape{
			"cloudProvider": {required: true, enum: streamProviders()},
			"region":        {required: true},
		}},
		"streamConfig":      streamConfig(),
		"sampleConnections": {holds: record, within: shape{"solar": {holds: flag}}},
	}
}

// workspacePatchShape is the body of PATCH: flat where POST nests (recorded).
func workspacePatchShape() shape {
	return shape{
		"cloudProvider": {enum: streamProviders()},
		"region":        {},
		"streamConfig":  streamConfig(),
	}
}

func streamProviders() []string { return []string{"AWS", "GCP", "AZURE", "TENANT", "SERVERLESS"} }

func streamConfig() member {
	tiers := []string{"SP2", "SP5", "SP10", "SP30", "SP50"}
	return member{holds: record, within: shape{"maxTierSize": {enum: tiers}, "tier": {enum: tiers}}}
}

func listWorkspaces(c *call) (reply, error) {
	return c.page(c.state.list(scope{kind: kindStreamWorkspace, project: c.group}, c.now), countAlways, c.workspaceView)
}

func getWorkspace(c *call) (reply, error) {
	r, err := c.workspace()
	if err != nil {
		return reply{}, err
	}
	include, err := c.queryBool("includeConnections", false)
	if err != nil {
		return reply{}, err
	}
	body := c.workspaceView(r)
	if include {
		connections := []any{}
		for _, child := range c.connections(r.Name) {
			connections = append(connections, c.connectionView(child))
		}
		body["connections"] = connections
	}
	return reply{status: http.StatusOK, body: body}, nil
}

// createWorkspace answers a finished workspace: it has no states. What Atlas
// says to a name that exists is not known; 409 is a guess, its code as well.
func createWorkspace(c *call) (reply, error) {
	fields, err := workspaceShape().clean(c.body)
	if err == nil {
		err = checkStreamRegion(asObject(fields["dataProcessRegion"]))
	}
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "name")
	k := c.key(kindStreamWorkspace, "", name)
	if _, ok := c.state.find(k, c.now); ok {
		return reply{}, fail(http.StatusConflict, "STREAM_TENANT_NAME_ALREADY_EXISTS",
			fmt.Sprintf("A Stream workspace with the name %s already exists.", name), name)
	}
	config := object{"tier": defaultTier}
	if sent, ok := fields["streamConfig"].(object); ok {
		maps.Copy(config, sent)
	}
	samples, _ := fields["sampleConnections"].(object)
	r, err := c.state.create(k, c.now, object{
		"dataProcessRegion": fields["dataProcessRegion"],
		"streamConfig":      config,
	}, nil)
	if err == nil && samples["solar"] == true {
		_, err = c.addConnection(r, object{"name": sampleStream, "type": "Sample"})
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.workspaceView(r)}, nil
}

// updateWorkspace keeps what the body leaves out (recorded for the tier), and
// moves the workspace when the region is another one: the API document takes
// it, what it does is not known.
func updateWorkspace(c *call) (reply, error) {
	r, err := c.workspace()
	if err != nil {
		return reply{}, err
	}
	changed, err := workspacePatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	region := object{
		"cloudProvider": textAt(r.Fields, "dataProcessRegion", "cloudProvider"),
		"region":        textAt(r.Fields, "dataProcessRegion", "region"),
	}
	config := object{}
	maps.Copy(config, asObject(r.Fields["streamConfig"]))
	maps.Copy(config, asObject(changed["streamConfig"]))
	delete(changed, "streamConfig")
	maps.Copy(region, changed)
	if err := checkStreamRegion(region); err != nil {
		return reply{}, err
	}
	fields := object{"dataProcessRegion": region, "streamConfig": config}
	if err := c.state.update(r, fields, r.Life); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.workspaceView(r)}, nil
}

// deleteWorkspace takes the connections along, which do not prevent it (recorded).
// Processors do.
func deleteWorkspace(c *call) (reply, error) {
	r, err := c.workspace()
	if err != nil {
		return reply{}, err
	}
	if err := c.checkIdle(r); err != nil {
		return reply{}, err
	}
	for _, child := range c.connections(r.Name) {
		c.state.remove(child)
	}
	c.state.remove(r)
	return reply{status: http.StatusAccepted, body: object{}}, nil
}

// workspace finds the workspace of the path.
func (c *call) workspace() (*resource, error) {
	name := c.params["workspace"]
	if r, ok := c.state.find(c.key(kindStreamWorkspace, "", name), c.now); ok {
		return r, nil
	}
	return nil, c.errWorkspaceNotFound(name)
}

// inWorkspace finds the workspace of a path that goes on inside of it. Right
// after its creation it may be missed there though it can be read, also by
// POST (recorded); that lists miss it too is a guess.
func (c *call) inWorkspace() (*resource, error) {
	r, err := c.workspace()
	if err == nil && c.young(youngWorkspace, r) {
		return nil, c.errWorkspaceNotFound(r.Name)
	}
	return r, err
}

func (c *call) errWorkspaceNotFound(name string) error {
	return fail(http.StatusNotFound, "STREAM_TENANT_NOT_FOUND_FOR_NAME",
		fmt.Sprintf("Stream instance for project %s and name %s not found.", c.group, name), c.group, name)
}

func (c *call) workspaceView(r *resource) object {
	region := textAt(r.Fields, "dataProcessRegion", "region")
	host := fmt.Sprintf("atlas-stream-%s-%s.%s.a.query.mongodb.net",
		r.ID, label(6, "stream", r.ID), strings.ReplaceAll(strings.ToLower(region), "_", "-"))
	view := object{
		"_id":               r.ID,
		"dataProcessRegion": r.Fields["dataProcessRegion"],
		"groupId":           c.group,
		"hostnames":         []any{host},
		"name":              r.Name,
		"streamConfig":      r.Fields["streamConfig"],
	}
	if c.reached(sinceFailoverRegions) {
		view["failoverRegions"] = []any{}
	}
	return view
}

// asObject returns a stored object, nil when there is none. What was read from
// the file has another Go type than what a request has put there.
func asObject(value any) object {
	switch o := value.(type) {
	case object:
		return o
	case map[string]any:
		return o
	}
	return nil
}

// editWorkspace makes the tier another one, which no larger tier can forbid.
func (c *call) editWorkspace(r *resource) error {
	tier := "SP5"
	if textAt(r.Fields, "streamConfig", "tier") == tier {
		tier = "SP2"
	}
	return c.state.update(r, withText(r.Fields, tier, "streamConfig", "tier"), r.Life)
}
