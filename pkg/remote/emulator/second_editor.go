package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

// asAnother is the operation as which somebody else changes or deletes the object
// of a request; nil when it is for none, or nobody can do that to it.
func (e *Emulator) asAnother(r *http.Request, act fault.Act) *route {
	hit, ok := e.lookup(r)
	if !ok || hit.route == nil {
		return nil
	}
	if act == fault.Vanish {
		return e.route(http.MethodDelete, hit.route.path)
	}
	return e.editor(hit.route.path)
}

// editor is the operation of a path as which somebody else changes its object.
func (e *Emulator) editor(path string) *route {
	for _, method := range []string{http.MethodPatch, http.MethodGet} {
		if to := e.route(method, path); to != nil && to.edit != nil {
			return to
		}
	}
	return nil
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
	to := e.asAnother(r, act)
	if to == nil {
		return nil
	}
	hit, _ := e.lookup(r)
	op := to.edit
	if act == fault.Vanish {
		op = to.operate
	}
	c := e.newCall(r, hit, "")
	c.another, c.event = true, to.event
	_, err := e.write(c, hit.params["groupId"], true, op)
	return err
}

// editOf is a change of the object of a path. What is on its way out stays as it
// is.
func editOf(find func(*call) (*resource, error), change func(*call, *resource) error) operation {
	return func(c *call) (reply, error) {
		r, err := find(c)
		if err != nil || r.Life.ends() {
			return reply{}, err
		}
		return reply{}, change(c, r)
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
