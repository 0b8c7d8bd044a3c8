package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// stock is what the emulator's state file holds.
type stock struct {
	objects map[spec.Address][]record
	ids     map[string]string // of endpoints, to their names
}

// record is one object there. What time alone changes is not in it.
type record struct {
	ID      string
	Created time.Time
	Fields  map[string]any
}

// stock reads the state file. What is on its way out is not there any more.
func (c *chaos) stock(t *testing.T) *stock {
	t.Helper()
	data, err := os.ReadFile(c.world.state)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var file struct {
		Resources []struct {
			record

			Kind, Project, Parent, Name string
			Life                        struct {
				Until time.Time
				Next  string
			}
		}
	}
	if err := json.Unmarshal(data, &file); len(data) > 0 && err != nil {
		t.Fatal(err)
	}
	e := &stock{objects: map[spec.Address][]record{}, ids: map[string]string{}}
	for _, r := range file.Resources {
		if r.Kind == string(root()) {
			c.names[r.ID], _ = r.Fields["name"].(string)
		}
	}
	for _, inside := range []bool{false, true} { // an ID of a parent is known before what lives in it
		for _, r := range file.Resources {
			leaving := !r.Life.Until.IsZero() && r.Life.Next == "" && r.Fields["deleteAfterDate"] == nil
			if r.Kind == "Event" || leaving || inside != (r.Parent != "") {
				continue
			}
			addr := c.stocked(spec.Address{Project: c.names[r.Project], Kind: kindOf(r.Kind), Parent: r.Parent, Name: r.Name}, r.record, e.ids)
			if addr.Name != r.Name {
				e.ids[r.ID] = addr.Name
			}
			e.objects[addr] = append(e.objects[addr], r.record)
		}
	}
	return e
}

// kindOf is the kind of what the emulator may call by a name of its own.
func kindOf(name string) spec.Kind {
	for _, s := range spectest.All() {
		if s.Estate.Stored == name {
			return s.Kind
		}
	}
	return spec.Kind(name)
}

// inDocuments is the name that documents have for one of a path or of a record.
func inDocuments(kind spec.Kind, name string) string {
	if t, known := spec.TypeOf(kind); known {
		if called := spectest.Of(t.Kind).Estate.Called; called != nil {
			return called(name)
		}
	}
	return name
}

// stocked gives the address of an object that the emulator knows by another one.
func (c *chaos) stocked(at spec.Address, r record, ids map[string]string) spec.Address {
	at = shared(at)
	if parent, known := ids[at.Parent]; known {
		at.Parent = parent
	}
	if at.Kind == root() {
		at.Name = c.names[r.ID]
		at.Project = at.Name
	}
	t, _ := spec.TypeOf(at.Kind)
	for path, f := range t.Fields {
		if f.FromName {
			at.Name, _ = r.Fields[path].(string)
		}
	}
	at.Name = inDocuments(at.Kind, at.Name)
	fields, _ := json.Marshal(r.Fields) // it has come from JSON
	for m, name := range c.marks() {
		if m.project == at.Project && m.kind == at.Kind && strings.Contains(strings.ToLower(string(fields)), quoted(m.text)) {
			at.Name = name
		}
	}
	return at
}

// renamed is what a second editor calls an endpoint.
var renamed = regexp.MustCompile(`^edited\d+$`)

// checkStock wants one object for each document, none for what shall be absent,
// and all that is not in the plan to be the same objects as before.
func (c *chaos) checkStock(t *testing.T, histories map[spec.Address]*history) {
	t.Helper()
	after, actions := c.stock(t), c.actions()
	for _, r := range c.world.want {
		want := 1
		if r.Absent {
			want = 0
		}
		if got := len(after.objects[shared(r.Addr)]); got != want {
			t.Errorf("%s is there %d times, want %d", r.Addr, got, want)
		}
	}
	for addr := range after.objects {
		if len(c.before.objects[addr]) == 0 && !c.declared(addr) && !c.madeAlong(addr) && !renamed.MatchString(addr.Name) {
			t.Errorf("%s has appeared, and no file wants it", addr)
		}
	}
	for addr, before := range c.before.objects {
		if c.madeAlong(addr) && len(after.objects[addr]) == 0 { // it went with its project
			continue
		}
		c.checkKept(t, addr, before, after.objects[addr], actions, histories)
	}
}

// checkKept wants an object to be the same one, unless the plan or somebody else
// replaced it, and to be as it was, unless the plan or somebody else changed it.
func (c *chaos) checkKept(t *testing.T, addr spec.Address, before, after []record, actions map[spec.Address]plan.Action, histories map[spec.Address]*history) {
	t.Helper()
	action, planned := actions[addr]
	others := c.disturbed(histories, addr)
	switch {
	case others > 0:
	case action == plan.Replace && planned:
		if len(after) != 1 || after[0].ID == before[0].ID {
			t.Errorf("%s was to be replaced, and is the same object", addr)
		}
	case action == plan.Delete && planned:
		if len(after) > 0 {
			t.Errorf("%s was to be deleted, and is there", addr)
		}
	case action == plan.Update && planned:
		if len(after) != 1 || after[0].ID != before[0].ID {
			t.Errorf("%s was to be updated, and is another object", addr)
		}
	default:
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s is not in the plan, and has changed (-before +after):\n%s", addr, diff)
		}
	}
}

func (c *chaos) declared(addr spec.Address) bool {
	for _, r := range c.world.want {
		if shared(r.Addr) == addr {
			return true
		}
	}
	return false
}

// madeAlong reports whether Atlas may have made an object by itself that no file
// mentions.
func (c *chaos) madeAlong(addr spec.Address) bool {
	t, _ := spec.TypeOf(addr.Kind)
	return t.MadeAlong && !c.declared(addr)
}

// stranger reports whether an object was there and no file mentions it.
func (c *chaos) stranger(addr spec.Address) bool {
	return len(c.before.objects[addr]) > 0 && !c.declared(addr)
}

// actions is what was to be done, by what the emulator knows objects as.
func (c *chaos) actions() map[spec.Address]plan.Action {
	actions, named := map[spec.Address]plan.Action{}, map[spec.Address]string{}
	for _, op := range c.world.calm.Operations {
		if m, ok := markOf(op); ok {
			named[op.Addr] = c.marks()[m]
		}
	}
	for _, op := range c.world.calm.Operations {
		addr := op.Addr
		if name, ok := named[op.Addr]; ok {
			addr.Name = name
		}
		parent, _ := op.Addr.ParentAddress()
		if name, ok := named[parent]; ok {
			addr.Parent = name
		}
		actions[shared(addr)] = op.Action
	}
	return actions
}

// markOf is by what to tell an object that a plan has to call somehow, since no
// file means it.
func markOf(op plan.Operation) (mark, bool) {
	if op.Live == nil || op.Live.Tells() == nil {
		return mark{}, false
	}
	return markIn(*op.Live), true
}

// checkOutputs wants nothing in them that only a bug writes.
func (c *chaos) checkOutputs(t *testing.T) {
	t.Helper()
	for _, text := range append(c.outputs, c.log) {
		for _, bad := range []string{"panic:", "goroutine ", "DATA RACE", "fatal error:"} {
			if strings.Contains(text, bad) {
				t.Errorf("a process says %q", bad)
			}
		}
	}
}
