package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// exchange is a line of the emulator's log of requests.
type exchange struct {
	Method, Path, Fault string
	Status, Effect      int
	Body                json.RawMessage
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

// inSpace is the kind of everything that shares its name with others: they are told
// apart by nothing.
func inSpace(kind spec.Kind) spec.Kind {
	if t, _ := spec.TypeOf(kind); t.NameSpace != "" {
		return spec.Kind(t.NameSpace)
	}
	return kind
}

// shared makes one kind of all those that share their names.
func shared(addr spec.Address) spec.Address {
	addr.Kind = inSpace(addr.Kind)
	return addr
}

// root is the kind that is the project itself.
func root() spec.Kind {
	for _, t := range spec.Types() {
		if t.Root {
			return t.Kind
		}
	}
	return ""
}

// parentOf is what an object lives in, the zero address when that is a project.
func parentOf(addr spec.Address) spec.Address {
	parent, ok := addr.ParentAddress()
	if !ok {
		return spec.Address{}
	}
	return shared(parent)
}
