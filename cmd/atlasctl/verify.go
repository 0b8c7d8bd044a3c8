package main

import (
	"context"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// aftermath is what a second plan, made when everything has been written, says.
type aftermath struct {
	next *plan.Plan // nil when there was none
	err  error      // why there was none, where one was asked for
	// again lists operations on resources that are done and that the next plan
	// would change all the same.
	again []plan.Operation
	// stuck lists what is done, and by now otherwise in a way that no plan may change.
	stuck []plan.Blocked
	// other means that the next plan is not what is left of the one that was approved.
	other bool
}

// converged reports whether everything that was done stayed as it is wanted, as
// far as that was looked at.
func (a aftermath) converged() bool { return a.err == nil && len(a.again)+len(a.stuck) == 0 }

const (
	// verifyTries is how often a second plan is made before it counts: what was
	// just written is not always what is read.
	verifyTries = 3
	verifyPause = 2 * time.Second
)

// verify plans again, and looks for what was done in it.
func (s *session) verify(ctx context.Context, want []spec.Resource, flags plan.Flags, r apply.Result) aftermath {
	flags.Rotate, flags.Since = nil, false // what was sent again need not be sent once more
	done := func(addr spec.Address) bool {
		return slices.ContainsFunc(r.Outcomes, func(o apply.Outcome) bool { return o.Addr == addr && o.State == apply.Done })
	}
	var a aftermath
	for try := 1; ; try++ {
		a.next, a.err = s.plan(ctx, want, flags)
		if a.err != nil {
			a.err = s.explain(interrupted(ctx, a.err))
			return a
		}
		a.again = slices.DeleteFunc(slices.Clone(a.next.Operations), func(op plan.Operation) bool { return !done(op.Addr) })
		a.stuck = slices.DeleteFunc(slices.Clone(a.next.Blocked), func(b plan.Blocked) bool { return !done(b.Addr) })
		if len(a.again)+len(a.stuck) == 0 || try == verifyTries {
			return a
		}
		if err := s.clock.Sleep(ctx, verifyPause); err != nil {
			a.err = interrupted(ctx, err)
			return a
		}
	}
}
