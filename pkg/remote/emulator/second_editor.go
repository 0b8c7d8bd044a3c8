package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

// editable says how somebody else changes the objects of a path.
type editable struct {
	path   string // below the version
	find   func(*call) (*resource, error)
	change func(*call, *resource) error
}

// editables is the table of them: one for every path that has a PATCH.
func editables() []editable {
	return []editable{
		{"/groups/{groupId}/flexClusters/{name}", (*call).flexCluster, (*call).editCluster},
		{"/groups/{groupId}/serverless/{name}", (*call).serverless, (*call).editCluster},
		{"/groups/{groupId}/privateEndpoint/serverless/instance/{name}/endpoint/{endpointId}", (*call).endpoint, (*call).editEndpoint},
		{"/groups/{groupId}/streams/{workspace}", (*call).workspace, (*call).editWorkspace},
		{"/groups/{groupId}/streams/{workspace}/connections/{name}", (*call).connection, (*call).editConnection},
	}
}

// isObject reports whether a request is for a single object that somebody else
// could change or delete.
func (e *Emulator) isObject(r *http.Request) bool {
	hit, ok := e.lookup(r)
	return ok && hit.route != nil && e.route(http.MethodDelete, hit.route.path) != nil
}

// route finds the operation of a method and a path of the table.

func (e *Emulator) route(method, path string) *route {
	for i := range e.routes {
		if e.routes[i].method == method && e.routes[i].path == path && e.routes[i].operate != nil {
			return &e.routes[i]
		}
	}
	return nil
}

// editAsAnother changes the object of a request as somebody else would, or
// deletes it as a DELETE does. It returns when that is saved.
func (e *Emulator) editAsAnother(r *http.Request, act fault.Act) error {
	hit, ok := e.lookup(r)
	if !ok || hit.route == nil {
		return nil
	}
	var op operation
	if act == fault.Vanish {
		op = e.route(http.MethodDelete, hit.route.path).operate
	} else {
		op = editOperation(belowVersion(hit.route.path))
	}
	_, err := e.write(e.newCall(r, hit, ""), hit.params["groupId"], true, op)
	return err
}

// editOperation is the change of an object as an operation. Objects that nobody
// can change, and those on their way out, stay as they are.
func editOperation(path string) operation {
	return func(c *call) (reply, error) {
		for _, kind := range editables() {
			if kind.path != path {
				continue
			}
			r, err := kind.find(c)
			if err != nil || r.Life.ends() {
				return reply{}, err
			}
			return reply{}, kind.change(c, r)
		}
		return reply{}, nil
	}
}

// edited is what somebody else writes in the place of a text: edited1, then
// edited2 and so on, so that every edit is a change.
func edited(before string) string {
	n, err := strconv.Atoi(strings.TrimPrefix(before, "edited"))
	if err != nil || n < 0 {
		n = 0
	}
	return fmt.Sprintf("edited%d", n+1)
}

// editCluster sets the tag edited.
func (c *call) editCluster(r *resource) error {
	const name = "edited"
	before, _ := tagsOf(r)
	var tags []any
	value := edited("")
	for _, tag := range before {
		if tag := asObject(tag); textAt(tag, "key") == name {
			value = edited(textAt(tag, "value"))
		} else {
			tags = append(tags, tag)
		}
	}
	return c.updateCluster(r, object{"tags": append(tags, object{"key": name, "value": value})})
}

// editWorkspace makes the tier another one, which no larger tier can forbid.
func (c *call) editWorkspace(r *resource) error {
	tier := "SP5"
	if textAt(r.Fields, "streamConfig", "tier") == tier {
		tier = "SP2"
	}
	return c.state.update(r, withText(r.Fields, tier, "streamConfig", "tier"), r.Life)
}

// editEndpoint changes the comment: nothing else of an endpoint can change twice.
func (c *call) editEndpoint(r *resource) error {
	return c.state.update(r, withText(r.Fields, edited(textAt(r.Fields, "comment")), "comment"), r.Life)
}

// editConnection changes one text of the connection's type. A sample has none.
func (c *call) editConnection(r *resource) error {
	path := variants()[textAt(r.Fields, "type")].edited
	if path == nil {
		return nil
	}
	return c.state.update(r, withText(r.Fields, edited(textAt(r.Fields, path...)), path...), r.Life)
}

// withText returns fields with another text at a path of members.
func withText(fields object, text string, path ...string) object {
	out := maps.Clone(fields)
	if out == nil {
		out = object{}
	}
	if len(path) == 1 {
		out[path[0]] = text
		return out
	}
	out[path[0]] = withText(asObject(fields[path[0]]), text, path[1:]...)
	return out
}
