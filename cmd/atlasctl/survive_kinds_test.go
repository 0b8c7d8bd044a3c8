package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestLostUpdates loses answers to the updates of every kind, the changes of an object
// by turns in one of the ways. None is sent again that was done, however late, and a
// few losses in a row are no failure.
func TestLostUpdates(t *testing.T) {
	t.Parallel()
	all := alterations(t)
	tried := tries(t, all)
	losses := []struct {
		rule  string
		again int64 // writes beside those of a calm run
	}{{"first=4 drop=before", 4}, {"first=1 drop=late latency=20s", 0}, {"first=1 drop=after", 0}}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		a, loss := all[name], losses[i%len(losses)]
		t.Run(name+" "+loss.rule, func(t *testing.T) {
			t.Parallel()
			calm, r := a.rehearse(t), a.rehearse(t)
			p := a.plan(calm)
			calm.done(calm.run(p), a.after)
			tried(a.addr.Kind)
			if loss.again == 0 && slices.ContainsFunc(p.Operations[0].Fields, func(f plan.Field) bool { return f.Secret }) {
				loss.again++ // what shows no effect is sent again
			}
			r.emu.SetFaults(faults(t, "PATCH,PUT,POST,DELETE /** "+loss.rule)...)
			result := r.run(a.plan(r))
			if sent, want := r.wire.writes.Load(), calm.wire.writes.Load()+loss.again; sent != want {
				t.Errorf("%d writes were sent, want %d", sent, want)
			}
			r.emu.Advance(time.Minute)
			r.done(result, a.after)
		})
	}
}

// TestSecondEditors has somebody else change an object of every kind between the plan
// and the write: what both change is a conflict, which leaves theirs; else both
// changes are there.
func TestSecondEditors(t *testing.T) {
	t.Parallel()
	all := alterations(t)
	tried := tries(t, all)
	for name, mine := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			theirs := next(all, name)
			r := mine.rehearse(t)
			p := mine.plan(r)
			r.client = clientOf(t, r.emu, r.wire, mine.legacy())
			r.run(theirs.plan(r))
			r.emu.Advance(time.Minute)
			edited := mine.live(r)
			result := r.run(p)
			r.emu.Advance(time.Minute)
			tried(mine.addr.Kind)
			mine.kept(t, p.Operations[0], edited, mine.live(r), result.Outcomes[0])
		})
	}
}

// next is the change after one of a name, of the same object, in a ring.
func next(all map[string]alteration, name string) alteration {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(other string) bool {
		return all[other].object != all[name].object
	})
	return all[names[(slices.Index(names, name)+1)%len(names)]]
}

// kept holds an update against what it met, and what is there now. An update that
// takes an object out of order for a while may be refused for more.
func (a alteration) kept(t *testing.T, op plan.Operation, met, now *spec.Resource, o apply.Outcome) {
	t.Helper()
	_, conflict := errors.AsType[*apply.ConflictError](o.Err)
	typ, _ := spec.TypeOf(op.Addr.Kind)
	node, restores := spec.Encode(met.Body), false
	for _, f := range typ.Fields {
		restores = restores || f.Restored
	}
	collide := slices.ContainsFunc(op.Fields, func(f plan.Field) bool {
		live := spec.NodeAt(node, f.Path)
		return !f.Secret && !spec.EqualNodes(live, f.Before) && !spec.EqualNodes(live, f.After)
	})
	if conflict != collide && (!restores || collide) {
		t.Errorf("got %s, %v, want a conflict: %t", o.State, o.Err, collide)
	}
	op.Live = met
	if conflict {
		op.Fields = nil // nothing was sent
	} else if left, err := op.Undone(*now); o.State != apply.Done || err != nil || len(left) > 0 {
		t.Errorf("got %s, %v, not changed:%s", o.State, o.Err, fieldsText(left))
	}
	leaves := func(r *spec.Resource) map[string][]spec.Leaf {
		return map[string][]spec.Leaf{r.ID: spec.Leaves(r.Body)}
	}
	keepsTheRest(t, leaves(met), leaves(now), &plan.Plan{Operations: []plan.Operation{op}})
}

// TestSecondEditorAtEveryLook has the emulator's second editor change an object each
// time that an update looks at it. Whatever comes of the update, what it was not to
// change is as they left it.
func TestSecondEditorAtEveryLook(t *testing.T) {
	t.Parallel()
	for name, a := range alterations(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := a.rehearse(t)
			rule := func(look int) []fault.Rule {
				return faults(t, fmt.Sprintf("GET %s nth=%d edit=before", pathOf(a.addr), look))
			}
			before := a.live(r)
			r.emu.SetFaults(rule(1)...)
			theirs, err := r.client.Read(t.Context(), *before)
			if err != nil {
				t.Fatal(err)
			}
			for look := 1; ; look++ {
				r := a.rehearse(t)
				p := a.plan(r)
				r.emu.SetFaults(rule(look)...)
				result := r.run(p)
				r.emu.SetFaults()
				if r.wire.struck.Load() == 0 {
					break
				}
				live, err := r.client.Read(t.Context(), *before)
				if err != nil {
					t.Fatal(err)
				}
				now := spec.Encode(live.Body)
				for _, l := range spec.Leaves(theirs.Body) {
					ours := slices.ContainsFunc(p.Operations[0].Fields, func(f plan.Field) bool {
						n := min(len(f.Path), len(l.Path))
						return slices.Equal(f.Path[:n], l.Path[:n])
					})
					was, is := spec.NodeAt(spec.Encode(before.Body), l.Path), spec.NodeAt(now, l.Path)
					if !ours && !spec.EqualNodes(was, l.Node) && spec.EqualNodes(was, is) {
						t.Errorf("look %d: %s is as before again: %v", look, strings.Join(l.Path, "."), result.Outcomes[0].Err)
					}
				}
			}
		})
	}
}
