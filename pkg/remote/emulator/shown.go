package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// hidden stands for what must not be logged.
const hidden = "(hidden)"

// shownLength is from where on a text, such as a certificate, is told by its
// length only.
const shownLength = 200

// always is the shape of a body that does not depend on the body.
func always(s shape) func(object) shape { return func(object) shape { return s } }

// shownBody reads the body of a request and puts it back. What it returns has only
// members that the API knows under their names and of which it knows that they
// are no secret, with values that they may have: a secret that somebody has put
// where it does not belong, or whose name they have misspelled, is not among them.
func shownBody(r *http.Request, to *route) json.RawMessage {
	if to.takes == nil {
		return nil
	}
	var bodies []object
	data := readAhead(r)
	if !to.listed {
		data = slices.Concat([]byte("["), data, []byte("]"))
	}
	if json.Unmarshal(data, &bodies) != nil || slices.ContainsFunc(bodies, func(o object) bool { return o == nil }) {
		return nil
	}
	all := make([]any, len(bodies))
	for i, body := range bodies {
		all[i] = to.takes(body).shown(body)
	}
	shown, err := encodeJSON(all)
	switch {
	case err != nil, !to.listed && len(all) != 1:
		return nil
	case !to.listed:
		return shown[1 : len(shown)-1]
	}
	return shown
}

func (s shape) shown(in object) object {
	out := object{}
	for name, m := range s {
		if value, sent := in[name]; sent {
			out[name] = m.shown(value)
		}
	}
	return out
}

func (m member) shown(value any) any {
	if value == nil {
		return nil
	}
	if m.secret || m.hidden {
		return hidden
	}
	switch m.holds {
	case text:
		return m.shownText(value)
	case flag:
		if b, ok := value.(bool); ok {
			return b
		}
	case number:
		if f, ok := value.(float64); ok {
			return f
		}
	case record:
		if in, ok := value.(map[string]any); ok {
			return m.within.shown(in)
		}
	case texts:
		return shownList(member{holds: text}, value)
	case records:
		return shownList(member{holds: record, within: m.within}, value)
	case textMap: // its names are the user's
	}
	return hidden
}

// shownText hides a URL with a user, a query or a fragment in it, and what is none
// of the values that the member may have.
func (m member) shownText(value any) any {
	s, ok := value.(string)
	_, behind, isURL := strings.Cut(s, "://")
	switch {
	case !ok, isURL && strings.ContainsAny(behind, "@?#"),
		m.enum != nil && !slices.Contains(m.enum, s), !m.fits(s):
		return hidden
	case len(s) > shownLength:
		return fmt.Sprintf("(%d bytes)", len(s))
	}
	return s
}

func shownList(element member, value any) any {
	in, ok := value.([]any)
	if !ok {
		return hidden
	}
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = element.shown(v)
	}
	return out
}
