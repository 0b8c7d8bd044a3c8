package main

import (
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestWhatVanishesAsWanted applies an entry with a date, and lets the date pass: by
// what Atlas's answers say of the time nothing is missing then.
func TestWhatVanishesAsWanted(t *testing.T) {
	t.Parallel()
	c := situation{want: load(t, spec.Source{Name: "guest.yaml", Data: []byte(`apiVersion: atlasctl/v1
kind: IPAccessListEntry
metadata: {project: demo, name: 203.0.113.7}
spec: {deleteAfterDate: 2026-06-03T00:00:00Z}
`)})}
	client, emu := newEmulated(t, c)
	s := &session{Client: client, clock: emu}
	p, err := s.plan(t.Context(), c.want, plan.Flags{})
	if err != nil || p.Summary().Create != 1 {
		t.Fatalf("got %+v, %v, want a creation", p, err)
	}
	applyAll(t, client, p)
	for _, step := range []struct {
		later time.Duration
		note  string
		live  int
	}{
		{24 * time.Hour, "", 1},
		{24 * time.Hour, "deleteAfterDate has passed: it is not created again", 0},
	} {
		emu.Advance(step.later)
		p, err := s.plan(t.Context(), c.want, plan.Flags{Prune: true})
		if err != nil || !p.Empty() {
			t.Fatalf("on %s: got %q, %v, want no changes", emu.Now(), outline(p), err)
		}
		said := ""
		for _, n := range p.Notices {
			said += n.Text
		}
		if !strings.HasPrefix(said, step.note) || (said == "") != (step.note == "") {
			t.Errorf("on %s: got the notice %q, want %q", emu.Now(), said, step.note)
		}
		live, err := client.Fetch(t.Context(), c.want, remote.FetchOptions{})
		if err != nil || len(live) != step.live {
			t.Errorf("on %s: got %v, %v, want %d entries", emu.Now(), live, err, step.live)
		}
	}
}
