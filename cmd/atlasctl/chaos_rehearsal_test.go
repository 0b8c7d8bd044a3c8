package main

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// enough is how many operations a run is worth it for.
const enough = 3

// prepare draws worlds until one has something to do.
func prepare(t *testing.T, r *rand.Rand, seed uint64, folder string) *world {
	t.Helper()
	for {
		w := realize(t, drawWorld(t, r), seed, folder)
		if w.calm != nil && len(w.calm.Operations) >= enough {
			return w
		}
		if err := os.Remove(w.state); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

// realize makes a world real: what is live goes into a state file, documents that
// atlasctl would refuse are taken out, and the rest is done once in process, on a
// copy on which nothing goes wrong. A world that does not converge even then
// would prove nothing.
func realize(t *testing.T, c situation, seed uint64, folder string) *world {
	t.Helper()
	w := &world{situation: c, state: filepath.Join(folder, "state.json")}
	w.projects = append(projectsOf(slices.Concat(c.want, c.live)), theirs)
	w.projects = slices.DeleteFunc(w.projects, func(name string) bool { return name == fresh })
	emu, err := emulator.Open(w.state, emulator.Config{AsOf: c.asOf, Projects: w.projects, Seed: seed, Oddities: emulator.OdditiesNever})
	if err != nil {
		t.Fatal(err)
	}
	client := clientOf(t, emu, emu.Transport(), c.legacy)
	for _, op := range planOf(t, client, w.live, plan.Flags{}).Operations {
		applyAll(t, client, &plan.Plan{Operations: []plan.Operation{op}})
	}
	if err := emu.Close(); err != nil {
		t.Fatal(err)
	}
	w.rehearse(t)
	return w
}

// rehearse does the plan on a copy. There is none where steps wait for each other.
func (w *world) rehearse(t *testing.T) {
	t.Helper()
	for {
		emu, err := emulator.OpenReadOnly(w.state, emulator.Config{Projects: w.projects, Oddities: emulator.OdditiesNever})
		if err != nil {
			t.Fatal(err)
		}
		client := clientOf(t, emu, emu.Transport(), w.legacy)
		live, err := client.Fetch(t.Context(), w.want, remote.FetchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if w.calm, err = plan.Compute(w.want, live, plan.Flags{}); errors.Is(err, plan.ErrCircle) {
			w.calm = nil
			return
		} else if err != nil {
			t.Fatal(err)
		}
		if out := w.impossible(); len(out) > 0 {
			w.leaveOut(out)
			continue
		}
		applyAll(t, client, w.calm)
		if next := planOf(t, client, w.want, plan.Flags{}); !next.Empty() {
			t.Fatalf("it does not converge when nothing goes wrong: %q", outline(next))
		}
		return
	}
}

// impossible is what cannot be done: what the plan says so of, and changes of
// connections that a processor uses, which Atlas may refuse.
func (w *world) impossible() map[spec.Address]bool {
	out := map[spec.Address]bool{}
	for _, b := range w.calm.Blocked {
		out[b.Addr] = true
	}
	for _, op := range w.calm.Operations {
		used := slices.ContainsFunc(op.Hazards, func(h plan.Hazard) bool { return h.Code == plan.HazardPinned })
		if op.Action == plan.Update && used {
			out[op.Addr] = true
		}
	}
	return out
}

// leaveOut takes documents out, with those of what lives in them or needs them.
func (w *world) leaveOut(out map[spec.Address]bool) {
	for before := -1; before != len(out); {
		before = len(out)
		for _, r := range w.want {
			parent, _ := r.Addr.ParentAddress()
			out[r.Addr] = out[r.Addr] || out[parent] || slices.ContainsFunc(r.Requires(), func(need spec.Address) bool {
				return out[need] && (referable(need.Kind) || need.IsProject())
			})
			if !out[r.Addr] {
				delete(out, r.Addr)
			}
		}
	}
	w.want = slices.DeleteFunc(w.want, func(r spec.Resource) bool { return out[r.Addr] })
}

// files are the documents that are left.
func (w *world) files(t *testing.T) string {
	t.Helper()
	return yamlOf(t, w.want)
}
