package apply_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
)

// TestLostWhileItStandsStill loses every change of what was stopped for it: it runs
// again after about a minute, however many times a write is sent otherwise.
func TestLostWhileItStandsStill(t *testing.T) {
	t.Parallel()
	for took, want := range map[time.Duration][]string{
		30 * time.Second: {"stop", "change", "change", "start"},
		90 * time.Second: {"stop", "change", "start"},
		time.Second:      {"stop", "change", "change", "change", "change", "change", "change", "start"},
	} {
		h := &halting{fake: newFake(streams(before, "STARTED")...), refuse: map[string]error{"change": lostAnswer{}}}
		var clock ticking
		h.hook("read totals", func(context.Context) error {
			if len(h.steps) > 0 && h.steps[len(h.steps)-1] == "change" {
				clock.pass(took / looks)
			}
			return nil
		})
		p := planFor(t, h.fake, streams(after, "STARTED")...)
		result := apply.Run(t.Context(), p, h, apply.Options{Now: clock.now}, func(apply.Event) {})
		if diff := cmp.Diff(want, h.steps); diff != "" {
			t.Errorf("%s: writes (-want +got):\n%s", took, diff)
		}
		outcome := fmt.Sprintf(" without an effect: %v; state was \"STOPPED\" for that, and is \"STARTED\" again", lostAnswer{})
		if got := texts(result); !strings.HasSuffix(got[0], outcome) {
			t.Errorf("%s: got %s, want %s", took, got[0], outcome)
		}
	}
}

// TestLostWhileNothingRuns leaves six attempts to a change for which nothing was
// stopped, and to a start.
func TestLostWhileNothingRuns(t *testing.T) {
	t.Parallel()
	for lost, from := range map[string]string{"change": "STOPPED", "start": "STARTED", "stop": "STARTED"} {
		h := &halting{fake: newFake(streams(before, from)...), refuse: map[string]error{lost: lostAnswer{}}}
		var clock ticking
		h.hook("read totals", func(context.Context) error {
			clock.pass(time.Minute)
			return nil
		})
		p := planFor(t, h.fake, streams(after, "STARTED")...)
		apply.Run(t.Context(), p, h, apply.Options{Now: clock.now}, func(apply.Event) {})
		if n := count(h.steps, lost); n != 6 {
			t.Errorf("%s was sent %d times, want 6: %v", lost, n, h.steps)
		}
	}
}

// ticking is a clock on which time passes only where a test says so.
type ticking struct{ passed atomic.Int64 }

func (c *ticking) pass(d time.Duration) { c.passed.Add(int64(d)) }
func (c *ticking) now() time.Time       { return time.Time{}.Add(time.Duration(c.passed.Load())) }
