package apply_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// meddled is a processor that is changed while it stands still, and somebody else who
// does something just before, or after, one of the writes.
type meddled struct {
	halting
	at       string // the write
	late     bool   // after it
	meddle   func()
	answered error // to the write
}

func (m *meddled) Update(ctx context.Context, live, want spec.Resource) error {
	before := len(m.steps)
	if !m.late && m.at == nextStep(live, want) {
		m.meddle()
		m.steps = append(m.steps, m.at)
		return m.answered
	}
	err := m.halting.Update(ctx, live, want)
	if m.late && m.steps[before] == m.at {
		m.meddle()
	}
	return err
}

// TestVanishedInBetween lets somebody delete, or make anew, what stands still for a
// change: nothing of that is there any more, and nothing is to be put back.
func TestVanishedInBetween(t *testing.T) {
	t.Parallel()
	const gone = "update p/StreamProcessor/w/totals failed: conflict: somebody else deleted it while it was being changed, nothing of the change is left: plan again"
	for _, test := range []struct {
		name  string
		at    string
		late  bool
		anew  bool
		steps []string
	}{
		{"after the stop", "stop", true, false, []string{"stop"}},
		{"before the change", "change", false, false, []string{"stop", "change"}},
		{"after the change", "change", true, false, []string{"stop", "change"}},
		{"before the start", "start", false, false, []string{"stop", "change", "start"}},
		{"after the start", "start", true, false, []string{"stop", "change", "start"}},
		{"and made anew after the stop", "stop", true, true, []string{"stop"}},
		{"and made anew before the change", "change", false, true, []string{"stop", "change"}},
		{"and made anew after the change", "change", true, true, []string{"stop", "change"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := &meddled{halting: halting{fake: newFake(streams(before, "STARTED")...)}, at: test.at, late: test.late, answered: errors.New("it doesn't exist")}
			p := planFor(t, m.fake, streams(after, "STARTED")...)
			other := streams(`[]`, "CREATED")[2]
			m.meddle = func() {
				live, err := m.Memory.Read(t.Context(), other)
				if err == nil {
					err = m.Memory.Delete(t.Context(), *live)
				}
				if err == nil && test.anew {
					err = m.Memory.Create(t.Context(), other)
				}
				if err != nil {
					t.Error(err)
				}
			}
			result := run(t.Context(), p, m)
			if diff := cmp.Diff([]string{gone}, texts(result)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.steps, m.steps); diff != "" {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
			if result.Changed != 0 || !errors.Is(result.Outcomes[0].Err, apply.ErrConflict) {
				t.Errorf("%d changed, error %v, want a conflict", result.Changed, result.Outcomes[0].Err)
			}
			now, err := m.Memory.Read(t.Context(), other)
			if err != nil || (now != nil) != test.anew || now != nil && cmp.Diff(other.Body, now.Body) != "" {
				t.Errorf("%v, %v is there", now, err)
			}
		})
	}
}

// TestOverwrittenInBetween lets somebody change what was changed just before: it was
// changed all the same, and the outcome says so. What somebody changes before that is
// not ours.
func TestOverwrittenInBetween(t *testing.T) {
	t.Parallel()
	const theirs = `[{"$source":{"connectionName":"c"}},{"$match":{}},{"$limit":1},{"$emit":{"connectionName":"__testLog"}}]`
	const saw = `update p/StreamProcessor/w/totals failed: conflict: somebody changed it since the plan: pipeline.2: the plan saw nothing, ` +
		`now it is {"$limit":1}, the file wants {"$emit":{"connectionName":"__testLog"}}: plan again; `
	for _, test := range []struct {
		at, outcome string
		changed     int
	}{
		{"stop", saw + `state was "STOPPED" for that, and is "STARTED" again`, 0},
		{"change", saw + `this run had changed pipeline by then; state was "STOPPED" for that, and is "STARTED" again`, 1},
	} {
		t.Run(test.at, func(t *testing.T) {
			t.Parallel()
			m := &meddled{halting: halting{fake: newFake(streams(before, "STARTED")...)}, at: test.at, late: true}
			p := planFor(t, m.fake, streams(after, "STARTED")...)
			m.meddle = func() {
				now := streams(theirs, "STOPPED")[2]
				if err := m.Memory.Update(t.Context(), now, now); err != nil {
					t.Error(err)
				}
			}
			result := run(t.Context(), p, m)
			if diff := cmp.Diff([]string{test.outcome}, texts(result)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if result.Changed != test.changed {
				t.Errorf("%d changed, want %d", result.Changed, test.changed)
			}
		})
	}
}
