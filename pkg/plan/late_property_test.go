package plan_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
)

// TestNothingGoesEarly wants whatever is replaced to be there until all is done by
// which it comes back, but for what has to wait for it to be gone.
func TestNothingGoesEarly(t *testing.T) {
	t.Parallel()
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		p := planOn(t, remote.NewMemory(live), want, plan.Flags{})
		steps := p.Steps()
		deleted := map[int]int{}
		for i, s := range steps {
			if p.Operations[s.Op].Action != plan.Replace {
				continue
			}
			if s.Verb == plan.Delete {
				deleted[s.Op] = i
				continue
			}
			before := ancestors(steps, i)
			for j := range before {
				other := p.Operations[steps[j].Op]
				if steps[j].Verb == plan.Delete || other.Action == plan.Replace || ancestors(steps, j)[deleted[s.Op]] {
					continue
				}
				found++
				if !ancestors(steps, deleted[s.Op])[j] {
					t.Errorf("%s is deleted before %s %s is done, after which it comes back", p.Operations[s.Op].Addr, steps[j].Verb, other.Addr)
				}
			}
		}
	})
	if found == 0 && !testing.Short() {
		t.Error("nothing came back after something else")
	}
}

// TestNothingIsTakenEarly wants whatever is deleted to be there until all has come back,
// or is changed, that lets go of it, but for what has to wait for it to be gone.
func TestNothingIsTakenEarly(t *testing.T) {
	t.Parallel()
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		p := planOn(t, remote.NewMemory(live), want, plan.Flags{})
		steps := p.Steps()
		for i, s := range steps {
			op := p.Operations[s.Op]
			if op.Action != plan.Replace || s.Verb != plan.Create {
				continue
			}
			before := ancestors(steps, i)
			for j, other := range steps {
				gone := p.Operations[other.Op].Addr
				if other.Verb != plan.Delete || before[j] || !slices.Contains(op.Live.Requires(), gone) || slices.Contains(op.Want.Requires(), gone) {
					continue
				}
				found++
				if !ancestors(steps, j)[i] {
					t.Errorf("%s is deleted before %s is there again, which needs it no more", gone, op.Addr)
				}
			}
		}
	})
	if found == 0 && !testing.Short() {
		t.Error("nothing let go of anything")
	}
}

// ancestors are the steps that must be done before one, and before those.
func ancestors(steps []plan.Step, of int) map[int]bool {
	all := map[int]bool{}
	var add func(i int)
	add = func(i int) {
		for _, before := range steps[i].After {
			if !all[before] {
				all[before] = true
				add(before)
			}
		}
	}
	add(of)
	return all
}
