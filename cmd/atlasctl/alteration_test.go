package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// alteration is a change in place of one object of any kind: the documents before
// it, and those after it.
type alteration struct {
	object        string // the same for changes of one object
	world         spectest.World
	addr          spec.Address
	before, after []spec.Resource
	flags         plan.Flags
}

// alterations are the changes of all samples in place, by what they are, and those
// that only send secrets again.
func alterations(t *testing.T) map[string]alteration {
	t.Helper()
	all := map[string]alteration{}
	for _, s := range allSamples(t) {
		for _, change := range append(s.Changes, nil) {
			a := alteration{object: string(s.Kind) + " " + s.Shape, before: append(s.Before(t), s.Resource(t))}
			last := len(a.before) - 1
			a.addr, a.after = a.before[last].Addr, append(slices.Clone(a.before[:last]), s.Changed(t, change))
			if change == nil && len(spec.SecretRefs(a.before[last].Body)) > 0 {
				a.flags.Rotate = []spec.Address{a.addr}
			}
			if len(s.Worlds) > 0 {
				a.world = s.Worlds[0]
			}
			p := planOf(t, situation{live: a.before}.memory(), a.after, a.flags)
			if len(p.Blocked) == 0 && len(p.Operations) == 1 && p.Operations[0].Action == plan.Update {
				all[fmt.Sprintf("%s %v", a.object, change)] = a
			}
		}
	}
	return all
}

func allSamples(t *testing.T) (all []spectest.Sample) {
	t.Helper()
	for _, typ := range spec.Types() {
		all = append(all, spectest.SamplesOf(t, typ.Kind)...)
	}
	return all
}

// tries tells which kinds were tried, in the end of all that can be changed.
func tries(t *testing.T, all map[string]alteration) (tried func(spec.Kind)) {
	t.Helper()
	var kinds sync.Map
	t.Cleanup(func() {
		for name, a := range all {
			if _, ok := kinds.Load(a.addr.Kind); !ok {
				t.Errorf("no %s was tried, not even %s", a.addr.Kind, name)
			}
		}
	})
	return func(k spec.Kind) { kinds.Store(k, true) }
}

// plan is that of the change. It skips the test where Atlas does not take the change
// by itself.
func (a alteration) plan(r rehearsal) *plan.Plan {
	r.Helper()
	p := planOf(r.T, r.client, a.after, a.flags)
	if len(p.Operations) != 1 || len(p.Blocked) > 0 || p.Operations[0].Action != plan.Update {
		r.Skipf("it is no update here: %q", outline(p))
	}
	return p
}

// live is what there is of the object.
func (a alteration) live(r rehearsal) *spec.Resource {
	r.Helper()
	want := a.after[len(a.after)-1]
	live, err := r.client.Fetch(r.Context(), a.after, remote.FetchOptions{})
	if err != nil {
		r.Fatal(err)
	}
	i := slices.IndexFunc(live, func(l spec.Resource) bool { return l.Addr == want.Addr })
	if i < 0 {
		r.Fatalf("%s is not there", want.Addr)
	}
	return &live[i]
}

func (a alteration) legacy() bool { return a.world.Legacy }

// rehearse is an emulator that holds what was there before.
func (a alteration) rehearse(t *testing.T) rehearsal {
	t.Helper()
	c := situation{want: a.before, legacy: a.legacy()}
	if a.world.AsOf != "" {
		var err error
		if c.asOf, err = time.Parse(time.DateOnly, a.world.AsOf); err != nil {
			t.Fatal(err)
		}
	}
	client, emu := newEmulated(t, c)
	applyAll(t, client, planOf(t, client, a.before, plan.Flags{}))
	emu.Advance(time.Minute) // until everybody is shown what is new
	wire := &tally{RoundTripper: emu.Transport()}
	return rehearsal{t, emu, clientOf(t, emu, wire, c.legacy), wire}
}
