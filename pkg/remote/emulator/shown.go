package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// hidden stands for what must not be logged.
const hidden = "(hidden)"

// shownLength is from where on a text, such as a certificate, is told by its
// length only.
const shownLength = 200

// shownShapes says which members the body of a request may have, so that a log
// can show them. A request that is not in it is logged without its body.
func shownShapes() map[string]func(body object) shape {
	always := func(s shape) func(object) shape { return func(object) shape { return s } }
	const (
		group       = "/groups/{groupId}"
		endpoints   = group + "/privateEndpoint/serverless/instance/{name}/endpoint"
		connections = group + "/streams/{workspace}/connections"
	)
	return map[string]func(object) shape{
		"POST " + group + "/flexClusters":         always(flexShape()),
		"PATCH " + group + "/flexClusters/{name}": always(flexPatchShape()),
		"POST " + group + "/serverless":           always(serverlessShape()),
		"PATCH " + group + "/serverless/{name}":   always(serverlessPatchShape()),
		"POST " + endpoints:                       always(endpointShape()),
		"PATCH " + endpoints + "/{endpointId}": func(body object) shape {
			return endpointPatchShape(textAt(body, "providerName"))
		},
		"POST " + group + "/streams":                        always(workspaceShape()),
		"PATCH " + group + "/streams/{workspace}":           always(workspacePatchShape()),
		"POST " + group + "/streams/privateLinkConnections": always(linkShape()),
		"POST " + connections:                               shownConnection,
		"PATCH " + connections + "/{name}":                  shownConnection,
	}
}

// shownConnection is the shape of the type that the body names.
func shownConnection(body object) shape {
	s := connectionShape()
	maps.Copy(s, variants()[textAt(body, "type")].members)
	return s
}

// shownBody reads the body of a request and puts it back. What it returns has only
// members that the API knows under their names and of which it knows that they
// are no secret, with values that they may have: a secret that somebody has put
// where it does not belong, or whose name they have misspelled, is not among them.
func shownBody(r *http.Request, to *route) json.RawMessage {
	members, ok := shownShapes()[to.method+" "+belowVersion(to.path)]
	if !ok {
		return nil
	}
	var body object
	if json.Unmarshal(readAhead(r), &body) != nil || body == nil {
		return nil
	}
	shown, err := encodeJSON(members(body).shown(body))
	if err != nil {
		return nil
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

// shownText hides a URL with a user in it, and what is none of the values that
// the member may have.
func (m member) shownText(value any) any {
	s, ok := value.(string)
	_, behind, isURL := strings.Cut(s, "://")
	switch {
	case !ok, isURL && strings.Contains(behind, "@"),
		m.enum != nil && !slices.Contains(m.enum, s), m.pattern != nil && !m.pattern.MatchString(s):
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
