package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// walk does what a plan says on every remote that the situation can be on.
func (c situation) walk(t *testing.T, p *plan.Plan) {
	t.Helper()
	if c.walks(walkMemory) && len(p.Blocked) == 0 {
		converge(t, c.memory(), c, p)
	}
	if c.walks(walkEmulator) {
		for _, c.oddities = range []emulator.Oddities{emulator.OdditiesRecorded, emulator.OdditiesAlways} {
			onEmulator(t, c, p)
		}
	}
}

// onEmulator makes the emulator hold what is live, by applying that as
// documents, and then wants the same plan and the same end.
func onEmulator(t *testing.T, c situation, first *plan.Plan) {
	t.Helper()
	r := c.emulated(t)
	p := planOf(t, r, c.want, c.flags)
	if diff := cmp.Diff(outline(first), outline(p)); diff != "" {
		t.Errorf("the plan on the emulator is another one (-first +emulator):\n%s", diff)
	}
	if len(p.Blocked) == 0 {
		converge(t, r, c, p)
	}
}

// converge does what a plan says and wants the next one to be empty, with
// nothing else left in Atlas than the first one said.
func converge(t *testing.T, r backend, c situation, p *plan.Plan) {
	t.Helper()
	before := leavesOf(t, r, c)
	applyAll(t, r, p)
	keepsTheRest(t, before, leavesOf(t, r, c), p)
	next := planOf(t, r, c.want, plan.Flags{Prune: c.flags.Prune})
	if !next.Empty() {
		t.Errorf("the plan after the apply is not empty: %q", outline(next))
	}
	if c.flags.Since {
		convergedSince(t, r, c)
	}
	if diff := cmp.Diff(made(p.Unmanaged), made(next.Unmanaged)); diff != "" {
		t.Errorf("what is unmanaged changed (-before +after):\n%s", diff)
	}
}

// made lists what somebody must have made: what Atlas may have made by itself comes
// along with an apply.
func made(list []plan.Unmanaged) []plan.Unmanaged {
	var others []plan.Unmanaged
	for _, u := range list {
		if t, _ := spec.TypeOf(u.Kind); !t.MadeAlong {
			others = append(others, u)
		}
	}
	return others
}

// convergedSince plans again since the same commit: what is gone and what is
// reset stay so, and nobody can see that a secret has been sent.
func convergedSince(t *testing.T, r backend, c situation) {
	t.Helper()
	next := planOf(t, r, c.want, plan.Flags{Prune: c.flags.Prune, Since: true})
	for _, op := range next.Operations {
		if op.Action != plan.Update || slices.ContainsFunc(op.Fields, func(f plan.Field) bool { return !f.Secret }) {
			t.Errorf("since the same commit %s %s is planned again: %s", op.Action, op.Addr, fieldsText(op.Fields))
		}
	}
}

// applyAll applies a plan and wants all of it to be done.
func applyAll(t *testing.T, r apply.Remote, p *plan.Plan) {
	t.Helper()
	opts := apply.Options{Parallelism: 4, Now: func() time.Time { return emulator.DefaultAsOf }}
	result := apply.Run(t.Context(), p, r, opts, func(apply.Event) {})
	for _, o := range result.Outcomes {
		if o.State != apply.Done {
			t.Errorf("%s %s is %s: %v", o.Action, o.Addr, o.State, o.Err)
		}
	}
	s := p.Summary()
	want := [3]int{s.Create + s.Replace, s.Update, s.Delete + s.Replace}
	if got := [3]int{result.Added, result.Changed, result.Destroyed}; got != want {
		t.Errorf("added, changed, destroyed: got %v, the plan said %v", got, want)
	}
}

// keepsTheRest wants everything that the plan does not touch to be as it was,
// and to be the same objects: names can change, IDs cannot.
func keepsTheRest(t *testing.T, before, after map[string][]spec.Leaf, p *plan.Plan) {
	t.Helper()
	for _, op := range p.Operations {
		switch op.Action {
		case plan.Create:
		case plan.Update:
			before[op.Live.ID] = slices.DeleteFunc(before[op.Live.ID], func(l spec.Leaf) bool {
				return slices.ContainsFunc(op.Fields, func(f plan.Field) bool {
					if gone := len(f.Path) - 1; f.Path[gone] == "nodeCount" && f.After.Value == "0" && slices.Equal(f.Path[:gone], l.Path[:min(gone, len(l.Path))]) {
						return true // the hardware goes with the nodes
					}
					if last := len(f.Path) - 1; strings.HasPrefix(f.Path[last], "gone:") { // behind those that stay
						f.Path = f.Path[:last]
						return slices.Equal(f.Path, l.Path[:min(last, len(l.Path))]) && l.Path[last] >= strconv.Itoa(members(op.Want.Body, f.Path))
					}
					n := min(len(f.Path), len(l.Path))
					return slices.Equal(f.Path[:n], l.Path[:n])
				})
			})
		case plan.Replace, plan.Delete:
			delete(before, op.Live.ID)
		}
	}
	for id, leaves := range before {
		for _, l := range leaves {
			if !slices.ContainsFunc(after[id], func(now spec.Leaf) bool {
				return slices.Equal(now.Path, l.Path) && spec.EqualNodes(now.Node, l.Node)
			}) {
				t.Errorf("%s: nobody asked to change %s, and it did", id, strings.Join(l.Path, "."))
			}
		}
	}
}

// members counts the members of a list in a document.
func members(b spec.Body, list []string) int {
	if n := spec.NodeAt(spec.Encode(b), list); n != nil {
		return len(n.Content)
	}
	return 0
}

// leavesOf gives what is live, by ID.
func leavesOf(t *testing.T, r planner, c situation) map[string][]spec.Leaf {
	t.Helper()
	live, err := r.Fetch(t.Context(), c.want, remote.FetchOptions{Prune: c.flags.Prune})
	if err != nil {
		t.Fatal(err)
	}
	leaves := make(map[string][]spec.Leaf, len(live))
	for _, l := range live {
		if l.ID == "" || c.goesAlong(l.Addr) { // it is only a statement about what is not there
			continue
		}
		for _, want := range c.want { // lists have no order, and the plan that of the document
			if typ, _ := spec.TypeOf(l.Addr.Kind); want.Addr == l.Addr {
				l.Body = typ.Align(want.Body, l.Body)
			}
		}
		leaves[l.ID] = spec.Leaves(l.Body)
	}
	return leaves
}

// goesAlong reports whether something goes with its project although no file says so.
func (c situation) goesAlong(addr spec.Address) bool {
	t, _ := spec.TypeOf(addr.Kind)
	home, _ := addr.Home()
	return t.MadeAlong && slices.ContainsFunc(c.want, func(r spec.Resource) bool { return r.Addr == home && r.Absent })
}

// outline is what two plans of the same change have in common, whatever the
// remotes know beside it.
func outline(p *plan.Plan) []string {
	var lines []string
	for _, op := range p.Operations {
		lines = append(lines, op.Action.String()+" "+op.Addr.String()+fieldsText(op.Fields))
	}
	for _, b := range p.Blocked {
		lines = append(lines, "blocked "+b.Action.String()+" "+b.Addr.String()+fieldsText(b.Fields)+": "+b.Reason)
	}
	return lines
}

func fieldsText(fields []plan.Field) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(" " + strings.Join(f.Path, "."))
	}
	return b.String()
}
