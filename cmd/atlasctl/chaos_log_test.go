package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// exchange is a line of the emulator's log of requests.
type exchange struct {
	Method, Path, Fault string
	Status, Effect      int
	Body                struct{ Name, Comment string }
}

// done reports whether Atlas did what the request asked for, whatever the client
// has heard of that.
func (x exchange) done() bool {
	status := x.Status
	if x.Effect != 0 {
		status = x.Effect
	}
	return status >= 200 && status < 300
}

func (x exchange) isWrite() bool {
	return x.Method != http.MethodGet && !strings.HasPrefix(x.Path, "/api/oauth/")
}

// Second editors are faults like others.
func (x exchange) edited() bool   { return hasWord(x.Fault, "edit") }
func (x exchange) vanished() bool { return hasWord(x.Fault, "vanish") }

func hasWord(rule, word string) bool {
	for w := range strings.FieldsSeq(rule) {
		if name, _, _ := strings.Cut(w, "="); name == word {
			return true
		}
	}
	return false
}

// exchanges parses a log. A line that is none is something that the emulator has
// to say beside it, which it never has.
func exchanges(t *testing.T, log string) []exchange {
	t.Helper()
	var all []exchange
	for line := range strings.Lines(log) {
		if !strings.HasSuffix(line, "\n") {
			break // it is being written
		}
		var x exchange
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatalf("the emulator says %q", line)
		}
		all = append(all, x)
	}
	return all
}

// secondEditor counts what somebody else has done, or may have.
func (c *chaos) secondEditor(t *testing.T) int {
	t.Helper()
	n := 0
	for _, x := range exchanges(t, c.logged()) {
		if x.edited() || x.vanished() {
			n++
		}
	}
	return n
}

// kindCluster is every kind of cluster: they share their names.
const kindCluster spec.Kind = "Cluster"

// clusterKind makes one kind of all clusters.
func clusterKind(addr spec.Address) spec.Address {
	if addr.Kind == spec.KindFlexCluster || addr.Kind == spec.KindServerlessInstance {
		addr.Kind = kindCluster
	}
	return addr
}

// parentOf is what an object lives in, the zero address when that is a project.
func parentOf(addr spec.Address) spec.Address {
	parent := spec.Address{Project: addr.Project, Name: addr.Parent}
	switch addr.Kind {
	case spec.KindStreamConnection:
		parent.Kind = spec.KindStreamWorkspace
	case spec.KindServerlessPrivateEndpoint:
		parent.Kind = kindCluster
	default:
		return spec.Address{}
	}
	return parent
}

// objectOf is the object that a request is for: the one of its path, or the one
// that a POST makes. Endpoints go by their IDs in paths; ids knows their names.
func (c *chaos) objectOf(x exchange, ids map[string]string) (spec.Address, bool) {
	path, _, _ := strings.Cut(x.Path, "?")
	_, path, ok := strings.Cut(path, "/groups/")
	if !ok {
		return spec.Address{}, false
	}
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i], _ = url.PathUnescape(parts[i]) // the emulator has done so, too
	}
	addr := spec.Address{Project: c.names[parts[0]]}
	at := strings.Join(parts[1:min(len(parts), 2)], "")
	if x.Method == http.MethodPost {
		parts = append(parts, x.Body.Name)
	}
	switch n := len(parts); {
	case at == "flexClusters" && n == 3, at == "serverless" && n == 3:
		addr.Kind, addr.Name = kindCluster, parts[2]
	case at == "streams" && n == 3:
		addr.Kind, addr.Name = spec.KindStreamWorkspace, parts[2]
	case at == "streams" && n == 5:
		addr.Kind, addr.Parent, addr.Name = spec.KindStreamConnection, parts[2], parts[4]
	case at == "privateEndpoint" && n == 7:
		addr.Kind, addr.Parent, addr.Name = spec.KindServerlessPrivateEndpoint, parts[4], parts[6]
		if x.Method == http.MethodPost {
			addr.Name = x.Body.Comment
		} else if name, known := ids[addr.Name]; known {
			addr.Name = name
		}
	default:
		return spec.Address{}, false
	}
	return addr, true
}
