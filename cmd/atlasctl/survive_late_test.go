package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/apply/journal"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// hook is a connection, in the workspace w0 of [estate].
func hook(t *testing.T, body string) spec.Resource {
	t.Helper()
	return load(t, spec.Source{Name: "hook.yaml", Data: []byte("apiVersion: atlasctl/v1\nkind: StreamConnection\n" +
		"metadata: {project: demo, workspace: w0, name: hook}\nspec: " + body + "\n")})[0]
}

// TestLateDeletion loses the deletion of a replacement, which arrives all the same
// when a second one has long been done: it must not take what was created since.
func TestLateDeletion(t *testing.T) {
	t.Parallel()
	r := rehearse(t, emulator.Config{})
	parent := estate(t, 1, 0)
	before := append(parent, hook(t, "{type: Https, url: https://example.com}"))
	r.done(r.apply(before), before)
	r.emu.SetFaults(faults(t, "DELETE /streams/** first=1 drop=late latency=20s")...)
	after := append(parent, hook(t, "{type: Sample}"))
	result := r.apply(after)
	r.emu.Advance(time.Minute)
	r.done(result, after)
}

// TestLateDeletionOfAKilledRun is the same for a deletion that an earlier run has
// sent: the plan of the next is not made before it is known what came of it.
func TestLateDeletionOfAKilledRun(t *testing.T) {
	t.Parallel()
	r := rehearse(t, emulator.Config{})
	before := append(estate(t, 1, 0), hook(t, "{type: Https, url: https://example.com}"))
	r.done(r.apply(before), before)
	after := append(before[:1:1], hook(t, "{type: Sample}"))
	addr := after[1].Addr

	var file synced
	j, err := journal.New(&file, journal.Header{Plan: json.RawMessage("{}")}, r.emu.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Intend(apply.Write{Addr: addr, Verb: plan.Delete}); err != nil {
		t.Fatal(err)
	}
	live, err := r.client.Read(t.Context(), after[1])
	if err != nil {
		t.Fatal(err)
	}
	r.emu.SetFaults(faults(t, "DELETE /streams/** first=1 drop=late latency=20s")...)
	if err := r.client.Delete(t.Context(), *live); err == nil {
		t.Fatal("the deletion is not lost")
	}

	earlier, err := journal.Read(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	e := newEnv()
	e.stderr = &file
	s := &session{Client: r.client, clock: r.emu}
	if err := e.settle(t.Context(), s, &ledger{earlier: earlier}, after); err != nil {
		t.Fatal(err)
	}
	if p := planOf(t, r.client, after, plan.Flags{}); p.Operations[0].Action != plan.Create {
		t.Errorf("the plan is made while the deletion is under way: %q", outline(p))
	}
}

// synced is a file in memory.
type synced struct{ bytes.Buffer }

func (*synced) Sync() error { return nil }
