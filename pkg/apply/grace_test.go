package apply_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// inLine is the error of a write that was never sent.
type inLine struct{ cause error }

func (e inLine) Error() string      { return "waiting for the budget: " + e.cause.Error() }
func (e inLine) Unwrap() error      { return e.cause }
func (inLine) OutcomeUnknown() bool { return false }

// TestWriteWithoutAnswer interrupts a run whose write never gets an answer: the
// write has its grace, and then the run ends and says what it does not know. What
// it knows, that the write was not even sent or that it was refused, it says too.
func TestWriteWithoutAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fail func(context.Context) error
		want string
		open int // writes that the journal leaves open
	}{
		"nobody says": {context.Cause, "unknown: the run ended before Atlas told what came of it: whether it was done is unknown, plan again to see", 1},
		"the answer is lost": {
			func(context.Context) error { return lostAnswer{} },
			"unknown: the run ended before Atlas told what came of it: whether it was done is unknown, plan again to see", 1,
		},
		"it was not sent": {
			func(ctx context.Context) error { return inLine{context.Cause(ctx)} },
			"failed: stopped before the write, nothing was changed: context deadline exceeded", 0,
		},
		"it was refused": {func(context.Context) error { return inLine{errors.New("409")} }, "failed: waiting for the budget: 409", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { writeWithoutAnswer(t, test.fail, test.want, test.open) })
		})
	}
}

func writeWithoutAnswer(t *testing.T, fail func(context.Context) error, want string, open int) {
	addr := spec.Address{Project: "p", Kind: spec.KindStreamWorkspace, Name: "w"}
	p, err := plan.Compute([]spec.Resource{{Addr: addr, Body: &spec.StreamWorkspace{}}}, nil, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	f := newFake()
	f.hooks["create w"] = func(ctx context.Context) error {
		<-ctx.Done()
		return fail(ctx)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	start, kept := time.Now(), &notes{}
	result := apply.Run(ctx, p, f, apply.Options{Parallelism: 1, Now: time.Now, Journal: kept}, func(apply.Event) {})
	if took := time.Since(start); took != 31*time.Second {
		t.Errorf("it took %s, want the second of the run and thirty of grace", took)
	}
	if diff := cmp.Diff([]string{"create p/StreamWorkspace/w " + want}, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if got := kept.intended - kept.settled; got != open {
		t.Errorf("%d writes are open, want %d", got, open)
	}
}
