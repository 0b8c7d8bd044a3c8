package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
)

func projectLimitRoutes() []route {
	const all, one = groupPath + "/limits", groupPath + "/limits/{limitName}"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listProjectLimits},
		{method: http.MethodGet, path: one, versions: versions, operate: getProjectLimit},
		{method: http.MethodPatch, path: one, versions: versions, operate: setProjectLimit, untold: true, takes: always(projectLimitShape()), edit: editOf((*call).project, (*call).editProjectLimit)},
		{method: http.MethodDelete, path: one, versions: versions, operate: resetProjectLimit, untold: true},
	}
}

// projectLimit is a limit of a project that its users may change, with the value
// that it begins with and the highest that it takes (API document).
type projectLimit struct {
	name        string
	usual, most int
	of          []kind // what counts; none: nothing that is served
}

// projectLimits are those of the API document that a project has by itself, in the
// order of their names, which is a guess. The document has the entries of access
// lists go down from 200 to 20; the higher one is taken.
func projectLimits() []projectLimit {
	return []projectLimit{
		clusterLimit(),
		{"atlas.project.deployment.nodesPerPrivateLinkRegion", 50, 90, nil},
		{"atlas.project.deployment.privateServiceConnectionsPerRegionGroup", 50, 100, nil},
		{"atlas.project.deployment.privateServiceConnectionsSubnetMask", 27, 27, nil},
		roleLimit(),
		userLimit(),
		{"atlas.project.security.networkAccess.crossRegionEntries", 40, 220, nil},
		entryLimit(),
	}
}

// clusterLimit is how many clusters of all kinds a project may have.
func clusterLimit() projectLimit {
	return projectLimit{"atlas.project.deployment.clusters", 25, 100, clusterKinds()}
}

func roleLimit() projectLimit {
	return projectLimit{"atlas.project.security.databaseAccess.customRoles", 100, 1400, []kind{kindCustomDBRole}}
}

func userLimit() projectLimit {
	return projectLimit{"atlas.project.security.databaseAccess.users", 100, 100, []kind{kindDatabaseUser}}
}

func entryLimit() projectLimit {
	return projectLimit{"atlas.project.security.networkAccess.entries", 200, 200, []kind{kindAccessListEntry}}
}

func projectLimitShape() shape { return shape{"value": {holds: number, required: true}} }

func listProjectLimits(c *call) (reply, error) {
	views := []any{}
	for _, l := range projectLimits() {
		views = append(views, c.limitView(l))
	}
	return reply{status: http.StatusOK, body: views}, nil
}

func getProjectLimit(c *call) (reply, error) {
	l, err := c.projectLimit()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.limitView(l)}, nil
}

// setProjectLimit refuses what the API document does not allow; how Atlas does so
// is a guess.
func setProjectLimit(c *call) (reply, error) {
	l, err := c.projectLimit()
	if err != nil {
		return reply{}, err
	}
	body, err := projectLimitShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	value := body["value"].(json.Number)
	if n, err := strconv.Atoi(value.String()); err != nil || n < 0 || n > l.most {
		return reply{}, errAttribute("value")
	}
	if err := c.limit(l.name, value); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.limitView(l)}, nil
}

// resetProjectLimit goes back to the value that a project begins with.
func resetProjectLimit(c *call) (reply, error) {
	l, err := c.projectLimit()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, c.limit(l.name, nil)
}

// projectLimit is the limit of the path. With what code Atlas says that there is
// none is not known.
func (c *call) projectLimit() (projectLimit, error) {
	name := c.params["limitName"]
	for _, l := range projectLimits() {
		if l.name == name {
			return l, nil
		}
	}
	what := "limit " + name
	return projectLimit{}, fail(http.StatusNotFound, "RESOURCE_NOT_FOUND", fmt.Sprintf("Cannot find resource %s.", what), what)
}

// limit keeps a value for a limit of the project, or none.
func (c *call) limit(name string, value any) error {
	r, err := c.project()
	if err != nil {
		return err
	}
	limits := object{}
	maps.Copy(limits, asObject(r.Fields["limits"]))
	if limits[name] = value; value == nil {
		delete(limits, name)
	}
	fields := maps.Clone(r.Fields)
	fields["limits"] = limits
	return c.state.update(r, fields, r.Life)
}

// limited is the value of a limit in the project.
func (c *call) limited(l projectLimit) int {
	r := c.state.resources[projectKey(c.group)]
	if value, said := asObject(r.Fields["limits"])[l.name].(json.Number); said {
		if n, err := strconv.Atoi(value.String()); err == nil {
			return n
		}
	}
	return l.usual
}

// used is how much of a limit the project has.
func (c *call) used(l projectLimit) int {
	used := 0
	for _, k := range l.of {
		used += len(c.state.list(scope{kind: k, project: c.group}, c.now))
	}
	return used
}

// room reports whether the project has room for some more, and how many it may have.
func (c *call) room(l projectLimit, more int) (most int, ok bool) {
	most = c.limited(l)
	return most, c.used(l)+more <= most
}

func (c *call) limitView(l projectLimit) object {
	return object{"currentUsage": c.used(l), "defaultLimit": l.usual, "maximumLimit": l.most, "name": l.name, "value": c.limited(l)}
}

// editProjectLimit takes one off the limit of the path, or puts it back.
func (c *call) editProjectLimit(*resource) error {
	l, err := c.projectLimit()
	if err != nil {
		return err
	}
	value := l.usual - 1
	if c.limited(l) == value {
		value = l.usual
	}
	return c.limit(l.name, json.Number(strconv.Itoa(value)))
}
