package apply_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// halting is a remote in which a processor has to stand still to be changed, as
// Atlas has it: an update is a stop, a change and a start.
type halting struct {
	*fake
	steps  []string
	refuse map[string]error // by step
}

// nextStep names the first write on the way from live to want.
func nextStep(live, want spec.Resource) string {
	was, wish := live.Body.(*spec.StreamProcessor), want.Body.(*spec.StreamProcessor)
	switch changes := *was.Pipeline != *wish.Pipeline; {
	case changes && *was.State == "STARTED":
		return "stop"
	case changes:
		return "change"
	}
	return "start"
}

func (h *halting) Update(ctx context.Context, live, want spec.Resource) error {
	wish, step := want.Body.(*spec.StreamProcessor), nextStep(live, want)
	next := spec.Clone(live.Body).(*spec.StreamProcessor)
	switch step {
	case "stop":
		next.State = new("STOPPED")
	case "change":
		next.Pipeline = wish.Pipeline
	default:
		next.State = wish.State
	}
	h.steps = append(h.steps, step)
	if err := h.refuse[step]; err != nil {
		return err
	}
	want.Body = next
	return h.fake.Update(ctx, live, want)
}

// TestSuspended lets each write of an update go wrong that stops something for a
// while, and wants the outcome to say how it was left.
func TestSuspended(t *testing.T) {
	t.Parallel()
	no := errors.New("no")
	const failed = "update p/StreamProcessor/w/totals failed: "
	for _, test := range []struct {
		name     string
		refuse   map[string]error
		outcome  string
		steps    []string
		pipeline spec.Document
		state    string
		changed  int
	}{
		{"nothing", nil, "update p/StreamProcessor/w/totals done", []string{"stop", "change", "start"}, after, "STARTED", 1},
		{"the stop", map[string]error{"stop": no}, failed + "no", []string{"stop"}, before, "STARTED", 0},
		{
			"the change",
			map[string]error{"change": no},
			failed + `no; state was "STOPPED" for that, and is "STARTED" again`,
			[]string{"stop", "change", "start"},
			before, "STARTED", 0,
		},
		{
			"the start",
			map[string]error{"start": no},
			failed + `no; pipeline is changed already; state is "STOPPED" now, not "STARTED"`,
			[]string{"stop", "change", "start"},
			after, "STOPPED", 1,
		},
		{
			"all but the stop",
			map[string]error{"change": no, "start": errors.New("never")},
			failed + `no; state is "STOPPED" now, not "STARTED", and that could not be put back: never`,
			[]string{"stop", "change", "start"},
			before, "STOPPED", 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := &halting{fake: newFake(streams(before, "STARTED")...), refuse: test.refuse}
			result := run(t.Context(), planFor(t, h.fake, streams(after, "STARTED")...), h)
			h.wantEnd(t, result, test.outcome, test.steps, test.pipeline, test.state)
			if result.Changed != test.changed {
				t.Errorf("%d changed, want %d", result.Changed, test.changed)
			}
		})
	}
}

// TestSuspendedAndUnseen loses sight of what is stopped once it is changed: it was
// never asked to start, so that is tried.
func TestSuspendedAndUnseen(t *testing.T) {
	t.Parallel()
	h := &halting{fake: newFake(streams(before, "STARTED")...)}
	p := planFor(t, h.fake, streams(after, "STARTED")...)
	h.hook("ready totals", func(context.Context) error {
		if len(h.steps) == 2 && h.steps[1] == "change" {
			return errors.New("no")
		}
		return nil
	})
	result := run(t.Context(), p, h)
	h.wantEnd(t, result, `update p/StreamProcessor/w/totals failed: no; pipeline is changed already; state was "STOPPED" for that, and is "STARTED" again`,
		[]string{"stop", "change", "start"}, after, "STARTED")
}

// TestSuspendedAndInterrupted ends the run while something is stopped that is to run:
// what is under way is finished, and nothing else begun.
func TestSuspendedAndInterrupted(t *testing.T) {
	t.Parallel()
	h := &halting{fake: newFake(streams(before, "STARTED")...)}
	p := planFor(t, h.fake, streams(after, "STARTED")...)
	ctx, cancel := context.WithCancel(t.Context())
	h.hook("ready totals", func(ctx context.Context) error {
		cancel()
		return ctx.Err()
	})
	result := run(ctx, p, h)
	h.wantEnd(t, result, "update p/StreamProcessor/w/totals done", []string{"stop", "change", "start"}, after, "STARTED")
	if !result.Interrupted {
		t.Error("not interrupted")
	}
}

// TestSuspendedWithASecondEditor changes what is stopped for a change of our own: that
// is a conflict, and what was stopped runs again.
func TestSuspendedWithASecondEditor(t *testing.T) {
	t.Parallel()
	const theirs = `[{"$source":{"connectionName":"c"}},{"$limit":1},{"$emit":{"connectionName":"__testLog"}}]`
	h := &halting{fake: newFake(streams(before, "STARTED")...)}
	p := planFor(t, h.fake, streams(after, "STARTED")...)
	edited := false
	h.hook("ready totals", func(context.Context) error {
		if !edited {
			edited = true
			now := streams(theirs, "STOPPED")[2]
			return h.Memory.Update(t.Context(), now, now)
		}
		return nil
	})
	result := run(t.Context(), p, h)
	h.wantEnd(t, result, "", []string{"stop", "start"}, theirs, "STARTED")
	if _, ok := errors.AsType[*apply.ConflictError](result.Outcomes[0].Err); !ok || result.Changed != 0 {
		t.Errorf("got %v and %d changed, want a conflict", result.Outcomes[0].Err, result.Changed)
	}
}

func (h *halting) wantEnd(t *testing.T, result apply.Result, outcome string, steps []string, pipeline spec.Document, state string) {
	t.Helper()
	if diff := cmp.Diff([]string{outcome}, texts(result)); outcome != "" && diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(steps, h.steps); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	want := streams(pipeline, state)[2]
	now, err := h.Memory.Read(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Body, now.Body); diff != "" {
		t.Errorf("live (-want +got):\n%s", diff)
	}
}
