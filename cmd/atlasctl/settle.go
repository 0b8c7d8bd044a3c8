package main

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/apply/journal"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// showable is for how long a write of an earlier run may still be under way, or
// done and not to be seen.
const showable = time.Minute

// settle finds out what came of the writes that an earlier run left open, where
// that cannot be seen at once. A plan that misses a creation would create it a
// second time, a deletion that arrives late goes by the name: it would take what was
// created after it, and an update takes back what was changed since. All are waited
// for at a time.
func (e env) settle(ctx context.Context, s *session, l *ledger, want []spec.Resource) error {
	if l.earlier == nil || l.earlier.Atlas != s.where {
		return nil
	}
	how := "it was killed"
	if l.earlier.Ending != "" {
		how = "it is " + string(l.earlier.Ending)
	}
	e.say("The apply of %s did not finish (%s).\n", l.earlier.Started.Format(time.RFC3339), how)
	var all errgroup.Group
	for _, open := range l.earlier.Open {
		r, err := opened(open, want)
		if err != nil || s.clock.Now().Sub(open.Time) > showable {
			continue // the plan will see it
		}
		switch {
		case open.Verb == plan.Create.String() && r.Body != nil:
			e.say("%s: looking whether it was created\n", open.Address)
			all.Go(func() error { return s.seen(ctx, r) })
		case open.Verb == plan.Delete.String():
			e.say("%s: looking whether it was deleted\n", open.Address)
			all.Go(func() error { return s.left(ctx, r) })
		case open.Verb == plan.Update.String() && r.Body != nil:
			e.say("%s: looking whether it was updated\n", open.Address)
			all.Go(func() error { return s.changed(ctx, r) })
		}
	}
	if err := all.Wait(); err != nil {
		return s.explain(interrupted(ctx, err))
	}
	return nil
}

// seen waits until r can be seen, if it is there.
func (s *session) seen(ctx context.Context, r spec.Resource) error {
	_, err := s.WaitSeen(ctx, r)
	return err
}

// left waits until r is gone, if it goes.
func (s *session) left(ctx context.Context, r spec.Resource) error {
	live, err := s.Read(ctx, r)
	if err == nil && live != nil {
		_, err = s.WaitLeft(ctx, *live)
	}
	return err
}

// changed waits until r is as wanted, if it gets there.
func (s *session) changed(ctx context.Context, r spec.Resource) error {
	_, err := s.WaitChanged(ctx, r, func(live *spec.Resource) bool {
		if live == nil {
			return true
		}
		left, err := plan.Left(*live, r)
		return err != nil || len(left) == 0
	})
	return err
}

// opened is what an open write was for: a document, or what no file mentions.
func opened(open journal.Open, want []spec.Resource) (spec.Resource, error) {
	i := slices.IndexFunc(want, func(r spec.Resource) bool { return r.Addr.String() == open.Address })
	if i >= 0 {
		return want[i], nil
	}
	addr, err := spec.ParseAddress(open.Address)
	return spec.Resource{Addr: addr}, err
}

// settled tells what became of the writes that an earlier run left open, which
// the plan shows, and notes it where the journal goes on.
func (e env) settled(j *journal.Journal, l *ledger, p *plan.Plan) error {
	if l.earlier == nil || !l.toldBy(p) {
		return nil
	}
	for _, open := range l.earlier.Open {
		done := !slices.ContainsFunc(p.Operations, func(op plan.Operation) bool { return op.Addr.String() == open.Address })
		came := "was done"
		switch {
		case rotates(p, open.Address), sendsOnly(p, open.Address):
			came = "may have been done, which does not show: its secrets are sent again"
		case !done:
			came = "was not done, or not all of it"
		}
		e.say("%s: the %s whose outcome was unknown %s\n", open.Address, open.Verb, came)
		if !l.resumed {
			continue
		}
		if err := j.Found(open, done); err != nil {
			return err
		}
	}
	return nil
}
