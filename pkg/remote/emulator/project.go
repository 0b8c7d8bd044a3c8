package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"
)

const kindProject kind = "Project"

func projectRoutes() []route {
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: apiPath + "/groups", versions: versions, operate: listProjects},
		{method: http.MethodPost, path: apiPath + "/groups", versions: versions, operate: createProject, event: projectEvents.created, takes: always(projectShape())},
		{method: http.MethodGet, path: apiPath + "/groups/byName/{name}", versions: versions, operate: getProjectByName},
		{method: http.MethodGet, path: groupPath, versions: versions, operate: getProject},
		{method: http.MethodPatch, path: groupPath, versions: versions, operate: updateProject, event: projectEvents.updated, takes: always(projectPatchShape()), edit: editOf((*call).project, (*call).editProject)},
		{method: http.MethodDelete, path: groupPath, versions: versions, operate: deleteProject, untold: true},
		{method: http.MethodGet, path: groupPath + "/settings", versions: versions, operate: getProjectSettings},
		{method: http.MethodPatch, path: groupPath + "/settings", versions: versions, operate: updateProjectSettings, untold: true, takes: always(projectSettingsShape()), edit: editOf((*call).project, (*call).editProjectSettings)},
	}
}

// projectKey addresses a project by its ID, by which all its resources know it.
func projectKey(id string) key { return key{Kind: kindProject, Name: id} }

// AddProject creates the project of this name, or of this 24-digit hexadecimal
// ID, unless it exists, and returns its ID. The state file hears of it with the
// next write.
func (e *Emulator) AddProject(nameOrID string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	id := e.state.projectOf(nameOrID)
	if e.state.resources[projectKey(id)] != nil {
		return id
	}
	r := &resource{
		key:     projectKey(id),
		ID:      id,
		Created: e.clock.now().Truncate(time.Second),
		Fields:  object{"name": nameOrID},
	}
	if err := e.state.put(r); err != nil {
		panic(fmt.Sprintf("emulator: a string does not encode: %v", err)) // cannot happen
	}
	return id
}

// projectOf gives the ID of the project of a name or an ID: of one that is
// there, or the one that AddProject gives it.
func (s *state) projectOf(nameOrID string) string {
	if isObjectID(nameOrID) {
		return nameOrID
	}
	for _, r := range s.lists[scope{kind: kindProject}] {
		if textAt(r.Fields, "name") == nameOrID {
			return r.ID
		}
	}
	return projectID(nameOrID)
}

// checkProject wants a project that exists, and that the caller may see.
func (c *call) checkProject(id string) error {
	switch r, ok := c.state.find(projectKey(id), c.now); {
	case !ok:
		return errGroupNotFound(id)
	case !c.owns(r):
		return errNotYours()
	}
	return nil
}

func (c *call) owns(project *resource) bool {
	return c.who.As.Owns(project.ID, textAt(project.Fields, "name"))
}

// listProjects answers by name: the one list of Atlas that has an order (recorded).
func listProjects(c *call) (reply, error) {
	all := slices.DeleteFunc(c.state.list(scope{kind: kindProject}, c.now), func(r *resource) bool { return !c.owns(r) })
	slices.SortFunc(all, func(a, b *resource) int {
		return cmp.Compare(textAt(a.Fields, "name"), textAt(b.Fields, "name"))
	})
	return c.page(all, countAlways, c.projectEntry)
}

func getProject(c *call) (reply, error) {
	r := c.state.resources[projectKey(c.group)]
	return reply{status: http.StatusOK, body: c.projectView(r)}, nil
}

// getProjectByName answers 404 for a name that nobody has; the code is a guess.
func getProjectByName(c *call) (reply, error) {
	name := c.params["name"]
	for _, r := range c.state.list(scope{kind: kindProject}, c.now) {
		switch {
		case textAt(r.Fields, "name") != name:
		case !c.owns(r):
			return reply{}, errNotInGroup()
		default:
			return reply{status: http.StatusOK, body: c.projectView(r)}, nil
		}
	}
	return reply{}, fail(http.StatusNotFound, "RESOURCE_NOT_FOUND",
		fmt.Sprintf("Cannot find resource project with name %s.", name), "project with name "+name)
}

// projectEntry is a project as lists show it (recorded).
func (c *call) projectEntry(r *resource) object {
	tags, _ := tagsOf(r)
	return object{
		"clusterCount": c.clusterCount(r.ID),
		"created":      r.Created.Format(time.RFC3339),
		"id":           r.ID,
		"links":        []any{c.projectLink(r.ID, "", "self")},
		"name":         textAt(r.Fields, "name"),
		"orgId":        organizationOf(r),
		"tags":         tags,
	}
}

// organizationID is the organization of every project that nobody has created in
// another one.
const organizationID = "a7145c0de0000000000000a1"

func (c *call) projectView(r *resource) object {
	view := c.projectEntry(r)
	links := []any{c.projectLink(r.ID, "", "self")}
	for _, child := range []string{"containers", "clusters", "databaseUsers", "peers", "processes", "whitelist"} {
		links = append(links, c.projectLink(r.ID, "/"+child, "https://cloud.mongodb.com/"+child))
	}
	view["links"] = links
	alerts, said := r.Fields["withDefaultAlertsSettings"].(bool)
	view["withDefaultAlertsSettings"] = alerts || !said
	if regions := textAt(r.Fields, "regionUsageRestrictions"); regions != "" {
		view["regionUsageRestrictions"] = regions
	}
	return view
}

func organizationOf(project *resource) string {
	return cmp.Or(textAt(project.Fields, "orgId"), organizationID)
}

func (c *call) projectLink(id, child, rel string) object {
	return object{"href": c.origin + apiPath + "/groups/" + id + child, "rel": rel}
}

func (c *call) clusterCount(project string) int {
	n := 0
	for _, k := range clusterKinds() {
		n += len(c.state.list(scope{kind: k, project: project}, c.now))
	}
	return n
}
