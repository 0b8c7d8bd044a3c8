package plan

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

var (
	aFlex = spec.Address{Project: "p", Kind: spec.KindFlexCluster, Name: "f"}
	aWork = spec.Address{Project: "p", Kind: spec.KindStreamWorkspace, Name: "w"}
)

func in(w spec.Address, name string) spec.Address {
	return spec.Address{Project: w.Project, Kind: spec.KindStreamConnection, Parent: w.Name, Name: name}
}

// op makes an operation with the sides that its action has.
func op(action Action, addr spec.Address) Operation {
	o := Operation{Addr: addr, Action: action}
	if action != Create {
		o.Live = &spec.Resource{Addr: addr}
	}
	if action != Delete {
		o.Want = &spec.Resource{Addr: addr}
	}
	return o
}

// stepTexts writes steps as "verb address <- the numbers of those before".
func stepTexts(p *Plan) []string {
	var out []string
	for _, s := range p.Steps() {
		text := s.Verb.String() + " " + p.Operations[s.Op].Addr.String()
		for _, before := range s.After {
			text += " <-" + strconv.Itoa(before)
		}
		out = append(out, text)
	}
	return out
}

func TestOrder(t *testing.T) {
	t.Parallel()
	other := spec.Address{Project: "q", Kind: spec.KindStreamWorkspace, Name: "w"}
	for _, test := range []struct {
		name  string
		ops   []Operation
		order []string // "action address after address …"
		steps []string
	}{
		{
			"parents are created first, and what belongs together stays together",
			[]Operation{op(Create, in(other, "x")), op(Create, other), op(Create, in(aWork, "b")), op(Create, in(aWork, "a")), op(Create, aWork), op(Create, aFlex)},
			[]string{
				"create p/FlexCluster/f",
				"create p/StreamWorkspace/w",
				"create p/StreamConnection/w/a after p/StreamWorkspace/w",
				"create p/StreamConnection/w/b after p/StreamWorkspace/w",
				"create q/StreamWorkspace/w",
				"create q/StreamConnection/w/x after q/StreamWorkspace/w",
			},
			[]string{
				"create p/FlexCluster/f",
				"create p/StreamWorkspace/w",
				"create p/StreamConnection/w/a <-1",
				"create p/StreamConnection/w/b <-1",
				"create q/StreamWorkspace/w",
				"create q/StreamConnection/w/x <-4",
			},
		},
		{
			"children are deleted first",
			[]Operation{op(Delete, aWork), op(Delete, in(aWork, "z")), op(Delete, in(aWork, "a"))},
			[]string{
				"delete p/StreamConnection/w/a",
				"delete p/StreamConnection/w/z",
				"delete p/StreamWorkspace/w after p/StreamConnection/w/a p/StreamConnection/w/z",
			},
			[]string{
				"delete p/StreamConnection/w/a",
				"delete p/StreamConnection/w/z",
				"delete p/StreamWorkspace/w <-0 <-1",
			},
		},
		{
			"a child is changed after its parent",
			[]Operation{op(Update, in(aWork, "a")), op(Update, aWork), op(Delete, in(aWork, "b"))},
			[]string{
				"delete p/StreamConnection/w/b",
				"update p/StreamWorkspace/w",
				"update p/StreamConnection/w/a after p/StreamWorkspace/w",
			},
			[]string{
				"delete p/StreamConnection/w/b",
				"update p/StreamWorkspace/w",
				"update p/StreamConnection/w/a <-1",
			},
		},
		{
			"a replaced parent takes its children down and brings them back",
			[]Operation{op(Replace, aWork), op(Replace, in(aWork, "back")), op(Delete, in(aWork, "gone")), op(Create, in(aWork, "new"))},
			[]string{
				"delete p/StreamConnection/w/gone",
				"replace p/StreamWorkspace/w after p/StreamConnection/w/gone",
				"replace p/StreamConnection/w/back after p/StreamWorkspace/w",
				"create p/StreamConnection/w/new after p/StreamWorkspace/w",
			},
			[]string{
				"delete p/StreamConnection/w/back",
				"delete p/StreamConnection/w/gone",
				"delete p/StreamWorkspace/w <-0 <-1",
				"create p/StreamWorkspace/w <-2",
				"create p/StreamConnection/w/back <-0 <-3",
				"create p/StreamConnection/w/new <-3",
			},
		},
		{
			"a replacement is a deletion and a creation",
			[]Operation{op(Replace, aFlex)},
			[]string{"replace p/FlexCluster/f"},
			[]string{"delete p/FlexCluster/f", "create p/FlexCluster/f <-0"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			sorted, err := order(test.ops)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, o := range sorted {
				text := o.Action.String() + " " + o.Addr.String()
				if len(o.After) > 0 {
					text += " after"
				}
				for _, a := range o.After {
					text += " " + a.String()
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(test.order, got); diff != "" {
				t.Errorf("operations (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.steps, stepTexts(&Plan{Operations: sorted})); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCycle(t *testing.T) {
	t.Parallel()
	g := &graph{ops: []Operation{op(Create, aFlex), op(Create, aWork), op(Create, in(aWork, "a"))}}
	for i := range g.ops {
		g.add(i, Create)
	}
	g.after(1, 2)
	g.after(2, 1)
	_, err := g.sort()
	if want := "these need each other: p/StreamConnection/w/a, p/StreamWorkspace/w: make the change in two steps, first of what refers to the others"; !errors.Is(err, ErrCircle) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestCascadeOfAReplacement is about a parent with a field that cannot change
// in place, which no kind with children has yet.
func TestCascadeOfAReplacement(t *testing.T) {
	t.Parallel()
	c := replacing(aWork)
	c.guard()
	c.cascade()
	p, err := c.plan()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range p.Operations {
		text := o.Action.String() + " " + o.Addr.String()
		for _, h := range o.Hazards {
			text += "; " + h.Code
		}
		got = append(got, text)
	}
	for _, b := range p.Blocked {
		got = append(got, "blocked "+b.Action.String()+" "+b.Addr.String())
	}
	if diff := cmp.Diff([]string{
		"delete p/StreamConnection/w/absent; data-loss",
		"delete p/StreamConnection/w/stranger; undeclared; data-loss",
		"replace p/StreamWorkspace/w; data-loss",
		"create p/StreamConnection/w/new",
		"replace p/StreamConnection/w/same; parent; data-loss",
	}, got); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}

// TestCascadeThatCannotComeBack blocks the parent when a child of it could not
// be created again: otherwise the child would be destroyed on the way.
func TestCascadeThatCannotComeBack(t *testing.T) {
	t.Parallel()
	c := replacing(aWork)
	c.declared[in(aWork, "same")].Body = &spec.StreamConnection{Type: new("Kafka")}
	c.guard()
	c.cascade()
	p, err := c.plan()
	if err != nil {
		t.Fatal(err)
	}
	var blocked []string
	for _, b := range p.Blocked {
		blocked = append(blocked, b.Action.String()+" "+b.Addr.String()+": "+b.Reason)
	}
	if diff := cmp.Diff([]string{
		"replace p/StreamWorkspace/w: p/StreamConnection/w/same lives in it: it cannot be created without authentication: declare it",
	}, blocked); diff != "" {
		t.Errorf("blocked (-want +got):\n%s", diff)
	}
	for _, o := range p.Operations {
		if strings.Contains(o.Addr.String(), "/stranger") {
			t.Errorf("%s %s, although its parent stays", o.Action, o.Addr)
		}
	}
}

// replacing decides to replace a workspace with children of every sort.
func replacing(w spec.Address) *computation {
	sample := func(name string) spec.Resource {
		return spec.Resource{Addr: in(w, name), Body: &spec.StreamConnection{Type: new("Sample")}}
	}
	parent := spec.Resource{Addr: w, Body: &spec.StreamWorkspace{}}
	absent := spec.Resource{Addr: in(w, "absent"), Absent: true}
	c := newComputation(
		[]spec.Resource{parent, absent, sample("new"), sample("same")},
		[]spec.Resource{parent, sample("absent"), sample("same"), sample("stranger")}, Flags{})
	if err := c.decide(); err != nil {
		panic(err)
	}
	c.changes[w].action = Replace
	return c
}
