package apply_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestInterruption cancels a run at every point of a step: nothing new starts, a
// write that is under way finishes, a wait ends, and nothing is written after a
// read that was under way.
func TestInterruption(t *testing.T) {
	t.Parallel()
	a, b, c := flex("a"), flex("b"), flex("c")
	for _, test := range []struct {
		name, held string
		outcome    string // of a
		added      int
		writes     []string
	}{
		{
			"while it reads", "read a", "create p/FlexCluster/a failed: stopped before the write, nothing was changed: context canceled", 0, nil,
		},
		{
			"while it writes", "create a", "create p/FlexCluster/a failed: stopped waiting, Atlas is still at work on it, plan again to see: context canceled", 1, []string{"create p/FlexCluster/a"},
		},
		{
			"while it waits", "ready a", "create p/FlexCluster/a failed: stopped waiting, Atlas is still at work on it, plan again to see: context canceled", 1, []string{"create p/FlexCluster/a"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				p := planFor(t, f, resources("1", a, b, c)...)
				ctx, cancel := context.WithCancel(t.Context())
				f.hook("ready a", func(ctx context.Context) error { return ctx.Err() })
				f.hold("read b") // whoever comes next gets no further
				let := f.hold(test.held)
				done := background(ctx, p, f, 1)
				synctest.Wait()
				cancel()
				synctest.Wait()
				let()
				result := <-done
				if got := texts(result)[0]; got != test.outcome {
					t.Errorf("outcome: got  %s\nwant %s", got, test.outcome)
				}
				if got := texts(result)[2]; got != "create p/FlexCluster/c skipped: //" {
					t.Errorf("what did not start: %s", got)
				}
				if !result.Interrupted {
					t.Error("not interrupted")
				}
				if result.Added != test.added || !slices.Equal(f.Writes(), test.writes) {
					t.Errorf("added %d, writes %q", result.Added, f.Writes())
				}
				if got := f.log("read"); slices.Contains(got, "read c") {
					t.Errorf("something new started: %q", got)
				}
			})
		})
	}
}

// TestInterruptedBetweenReadAndWrite cancels when the object was just read.
func TestInterruptedBetweenReadAndWrite(t *testing.T) {
	t.Parallel()
	a := flex("a")
	for _, test := range []struct {
		name string
		live []spec.Resource
		want spec.Resource
	}{
		{"create", nil, resource(a, "1")},
		{"update", resources("1", a), resource(a, "2")},
		{"delete", resources("1", a), absent(a)},
		{"replace", resources("1", a), moved(a)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(test.live...)
			p := planFor(t, f, test.want)
			ctx, cancel := context.WithCancel(t.Context())
			f.hook("read a", func(context.Context) error {
				cancel()
				return nil
			})
			result := run(ctx, p, f)
			if len(f.Writes()) > 0 || result.Count(apply.Failed) != 1 || !errors.Is(result.Outcomes[0].Err, context.Canceled) {
				t.Errorf("writes %q, outcomes %q", f.Writes(), texts(result))
			}
		})
	}
}

func TestInterruptedBeforeTheStart(t *testing.T) {
	t.Parallel()
	f := newFake()
	p := planFor(t, f, resources("1", workspace("w"), connection("w", "a"))...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	result := run(ctx, p, f)
	if diff := cmp.Diff([]string{"create p/StreamWorkspace/w skipped: //", "create p/StreamConnection/w/a skipped: //"}, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if !result.Interrupted || len(f.log()) > 0 {
		t.Errorf("interrupted %t, calls %q", result.Interrupted, f.log())
	}
}

// TestInterruptedAfterTheEnd is no interruption of anything.
func TestInterruptedAfterTheEnd(t *testing.T) {
	t.Parallel()
	f := newFake()
	p := planFor(t, f, resource(flex("a"), "1"))
	ctx, cancel := context.WithCancel(t.Context())
	result := apply.Run(ctx, p, f, apply.Options{Now: time.Now}, func(e apply.Event) {
		if e.State == apply.Done {
			cancel()
		}
	})
	if result.Count(apply.Done) != 1 || !result.Interrupted {
		t.Errorf("interrupted %t, outcomes %q", result.Interrupted, texts(result))
	}
}

// TestInterruptedInLine cancels while a step that waited for Atlas stands in
// line for its slot again: it must not hang, and must not write.
func TestInterruptedInLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := flex("a"), flex("b")
		f := newFake(resources("1", a, b)...)
		p := planFor(t, f, resources("2", a, b)...)
		f.seen["a"] = func(r *spec.Resource) { r.Phase = spec.Pending }
		waited, update := f.hold("ready a"), f.hold("update b")
		ctx, cancel := context.WithCancelCause(t.Context())
		done := background(ctx, p, f, 1)
		synctest.Wait() // b has the slot
		waited()
		synctest.Wait() // a stands in line
		stop := errors.New("stop")
		cancel(stop)
		update()
		result := <-done
		if !errors.Is(result.Outcomes[0].Err, stop) || slices.Contains(f.log(), "update a") {
			t.Errorf("outcomes %q, calls %q", texts(result), f.log())
		}
	})
}

// TestHalfAReplacement is told apart from one that was never begun.
func TestHalfAReplacement(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := flex("a")
		f := newFake(resource(a, "1"))
		p := planFor(t, f, moved(a))
		ctx, cancel := context.WithCancel(t.Context())
		f.hook("gone a", func(context.Context) error {
			cancel()
			return nil
		})
		result := run(ctx, p, f)
		want := []string{"replace p/FlexCluster/a failed: it is deleted and not created again, because the run was interrupted: apply again"}
		if diff := cmp.Diff(want, texts(result)); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
		if got := counts(result); got != [3]int{0, 0, 1} {
			t.Errorf("added, changed, destroyed: %v", got)
		}
	})
}

// TestHalfAReplacementBecauseOfItsParent is the same for a child whose parent
// could not be made again.
func TestHalfAReplacementBecauseOfItsParent(t *testing.T) {
	t.Parallel()
	w, c := workspace("w"), connection("w", "c")
	f := newFake(resources("1", w, c)...)
	p := &plan.Plan{}
	for _, addr := range []spec.Address{w, c} {
		live, err := f.Memory.Read(t.Context(), spec.Resource{Addr: addr})
		if err != nil {
			t.Fatal(err)
		}
		want := resource(addr, "2")
		p.Operations = append(p.Operations, plan.Operation{Addr: addr, Action: plan.Replace, Live: live, Want: &want})
	}
	f.fail("create w", errors.New("boom"))
	result := run(t.Context(), p, f)
	want := []string{
		"replace p/StreamWorkspace/w failed: create: boom",
		"replace p/StreamConnection/w/c failed: it is deleted and not created again, because p/StreamWorkspace/w failed: apply again",
	}
	if diff := cmp.Diff(want, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if got := counts(result); got != [3]int{0, 0, 2} {
		t.Errorf("added, changed, destroyed: %v", got)
	}
}
