package apply_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

var processor = spec.Address{Project: "p", Kind: spec.KindStreamProcessor, Parent: "w", Name: "totals"}

// streams is a processor in a state, and what it needs.
func streams(pipeline spec.Document, state string) []spec.Resource {
	return []spec.Resource{
		resource(workspace("w"), "SP10"),
		{Addr: connection("w", "c"), Body: &spec.StreamConnection{Type: new("Sample")}},
		{Addr: processor, Body: &spec.StreamProcessor{Pipeline: &pipeline, State: &state}},
	}
}

const before, after = `[{"$source":{"connectionName":"c"}},{"$emit":{"connectionName":"__testLog"}}]`,
	`[{"$source":{"connectionName":"c"}},{"$match":{}},{"$emit":{"connectionName":"__testLog"}}]`

// TestHalfDone loses the answer to the update of a processor that was stopped for
// it, in every state that it can have come to: what the update put out of order
// belongs to what is left to do, and is nobody else's change.
func TestHalfDone(t *testing.T) {
	t.Parallel()
	for name, half := range map[string]struct {
		pipeline spec.Document
		state    string
		sent     int
	}{
		"nothing was done":                      {before, "STARTED", 2},
		"it was stopped":                        {before, "STOPPED", 2},
		"it was stopped and changed":            {after, "STOPPED", 2},
		"it was stopped, changed, and started":  {after, "STARTED", 1},
		"somebody else changed something in it": {`[]`, "STOPPED", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live, want := streams(before, "STARTED"), streams(after, "STARTED")
			f := newFake(live...)
			p := planFor(t, f, want...)
			f.lose("update totals", 1, func() error {
				now := streams(half.pipeline, half.state)[2]
				return f.Memory.Update(t.Context(), now, now)
			})
			result := run(t.Context(), p, f)
			outcome, end := "update p/StreamProcessor/w/totals done", want[2]
			if half.pipeline == `[]` {
				outcome = "update p/StreamProcessor/w/totals failed: conflict: somebody changed it since the plan: pipeline.0: the plan saw {\"$source\":{\"connectionName\":\"c\"}}, now it is nothing, the file wants {\"$source\":{\"connectionName\":\"c\"}}: plan again; state was \"STOPPED\" for that, and is \"STARTED\" again"
				end = streams(half.pipeline, "STARTED")[2]
			}
			if diff := cmp.Diff([]string{outcome}, texts(result)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if sent := count(f.log(), "update totals"); sent != half.sent {
				t.Errorf("sent %d times, want %d", sent, half.sent)
			}
			now, err := f.Memory.Read(t.Context(), want[2])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(end.Body, now.Body); diff != "" {
				t.Errorf("live (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNotStartedAgain holds Atlas to its word about what an update puts back.
func TestNotStartedAgain(t *testing.T) {
	t.Parallel()
	f := newFake(streams(before, "STARTED")...)
	p := planFor(t, f, streams(after, "STARTED")...)
	f.seen["totals"] = func(r *spec.Resource) {
		if body := r.Body.(*spec.StreamProcessor); *body.Pipeline == after {
			body.State = new("STOPPED")
		}
	}
	want := []string{"update p/StreamProcessor/w/totals failed: the update was accepted, but Atlas did not change state"}
	if diff := cmp.Diff(want, texts(run(t.Context(), p, f))); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

// TestFailedInsteadOfStopped stops a processor that fails on the way: it does not run
// any more, which is what was asked for.
func TestFailedInsteadOfStopped(t *testing.T) {
	t.Parallel()
	f := newFake(streams(before, "STARTED")...)
	p := planFor(t, f, streams(before, "STOPPED")...)
	f.seen["totals"] = func(r *spec.Resource) {
		if body := r.Body.(*spec.StreamProcessor); *body.State == "STOPPED" {
			body.State, r.Inert = nil, []spec.Inert{{Path: "state", Only: []string{"STOPPED"}}}
		}
	}
	if diff := cmp.Diff([]string{"update p/StreamProcessor/w/totals done"}, texts(run(t.Context(), p, f))); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

// TestCreationThatStarts creates a processor that is to run, which takes a second
// write, also where the answer to the first one is lost.
func TestCreationThatStarts(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{false, true} {
		want := streams(before, "STARTED")
		f := newFake(want[:2]...)
		p := planFor(t, f, want...)
		created := func(context.Context) error {
			if err := f.Memory.Create(t.Context(), streams(before, "CREATED")[2]); err != nil {
				return err
			}
			if lost {
				return lostAnswer{}
			}
			return nil
		}
		f.hook("create totals", created)
		result := run(t.Context(), p, refusing{f})
		if diff := cmp.Diff([]string{"create p/StreamProcessor/w/totals done"}, texts(result)); diff != "" {
			t.Errorf("lost %t: outcomes (-want +got):\n%s", lost, diff)
		}
		if diff := cmp.Diff([]string{"create totals", "update totals"}, f.log("create", "update")); diff != "" {
			t.Errorf("lost %t: calls (-want +got):\n%s", lost, diff)
		}
	}
}

// refusing is a fake whose hook has created what it should: it does not do so
// again.
type refusing struct{ *fake }

func (r refusing) Create(ctx context.Context, want spec.Resource) error {
	return r.enter(ctx, "create", want)
}

// TestDeletionOfWhatIsUsedMeanwhile deletes a connection that somebody has begun
// to use since the plan.
func TestDeletionOfWhatIsUsedMeanwhile(t *testing.T) {
	t.Parallel()
	used := streams(before, "CREATED")
	p, err := plan.Compute([]spec.Resource{absent(connection("w", "c"))}, []spec.Resource{{Addr: used[1].Addr, ID: "1", Body: used[1].Body}}, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	used[1].ID = "1"
	f := newFake(used...)
	want := []string{"delete p/StreamConnection/w/c failed: conflict: p/StreamProcessor/w/totals appeared and refers to it since the plan: plan again"}
	if diff := cmp.Diff(want, texts(run(t.Context(), p, f))); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if writes := f.Writes(); len(writes) > 0 {
		t.Errorf("it wrote %q", writes)
	}
}
