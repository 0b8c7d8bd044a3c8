package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/apply/journal"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// resumable takes from the journal what the earlier run was to do, and under
// which flags.
func (o *applyCommand) resumable(l *ledger) error {
	if !o.approval.resume {
		return nil
	}
	if l.earlier == nil {
		return fmt.Errorf("--resume: there is nothing to continue in %s: the last apply here finished, or never began", l.path)
	}
	record, err := plan.ReadApproval(l.earlier.Plan)
	if err != nil {
		return fmt.Errorf("--resume: the plan in %s: %w", l.path, err)
	}
	o.approval.record, o.plan.prune, o.plan.since.ref = record, record.Flags.Prune, l.earlier.Since
	o.connect.serverless.chosen = record.Flags.ServerlessAPI
	o.allow.chosen = append(o.allow.chosen, l.earlier.Allow...)
	o.guard.override.chosen = append(o.guard.override.chosen, l.earlier.Override...)
	for _, text := range record.Flags.Rotate {
		if l.earlier.Done(text) {
			continue // its secret has been sent again
		}
		if err := o.plan.rotate.Set(text); err != nil {
			return fmt.Errorf("--resume: the plan in %s: %w", l.path, err)
		}
	}
	return nil
}

// forgetDone takes from the documents of what the earlier run has done what they
// remember: their secrets have been sent.
func (o applyCommand) forgetDone(want []spec.Resource, l *ledger) {
	for i, r := range want {
		if o.approval.resume && !r.Gone && l.earlier.Done(r.Addr.String()) {
			want[i].Earlier = nil
		}
	}
}

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

// openJournal gives the journal to write to: that of the earlier run to go on
// with it, or a new one. A plan without operations needs none, and ends that of
// an earlier run only when it tells that nothing is left of it.
func (e env) openJournal(s *session, l *ledger, p *plan.Plan, o applyCommand) (*journal.Journal, error) {
	if o.approval.resume || len(p.Operations) == 0 && l.earlier != nil && l.toldBy(p) {
		return l.resume(s.clock.Now)
	}
	if len(p.Operations) == 0 {
		return nil, nil
	}
	record, err := render.JSON(p)
	if err != nil {
		return nil, err
	}
	header := journal.Header{
		Ground: l.ground, Plan: record, Documents: l.documentsOf(p),
		Allow: o.allow.chosen, Override: o.guard.override.chosen, Holder: e.holder(),
	}
	return l.begin(header, s.clock.Now)
}

// endingOf is how the journal of a run ends.
func endingOf(r apply.Result) journal.Ending {
	switch {
	case r.Complete():
		return journal.Complete
	case r.Interrupted:
		return journal.Interrupted
	}
	return journal.Partial
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

// compareEarlier accepts what is left of the plan that an earlier run was
// approved for, and nothing else.
func (e env) compareEarlier(ctx context.Context, s *session, p *plan.Plan, approval *plan.Approval, l *ledger) error {
	if err := l.ground.Covers(l.earlier.Ground); err != nil {
		return fmt.Errorf("%w: %w; nothing was changed", errMismatch, err)
	}
	return e.compareLeft(ctx, s, p, approval, leftover{l, l.continues, l.earlier.Done})
}

// goesOn reports whether --resume would take a plan made after this run for what is
// left of it.
func (l *ledger) goesOn(next *plan.Plan) bool {
	data, err := os.ReadFile(l.path)
	if err != nil {
		return false
	}
	run, err := journal.Read(data)
	if err != nil || run == nil {
		return false
	}
	approval, err := plan.ReadApproval(run.Plan)
	if err != nil {
		return false
	}
	after := &ledger{earlier: run, documents: l.documents}
	_, diffs := approval.Left(next, after.continues)
	return len(diffs)+len(next.Blocked) == 0
}

// continues reports whether an operation is the rest of what the earlier run had
// begun with the same document: the second half of a replacement, what Atlas did
// not take on creation, or what an update did not come to put back, which is one
// without fields. What has another value by now was set by somebody since, and
// nobody approved to take that back.
func (l *ledger) continues(op plan.Operation) bool {
	addr := op.Addr.String()
	switch {
	case !l.earlier.Begun(addr) || l.documents[addr] == "" || l.documents[addr] != l.earlier.Documents[addr]:
		return false
	case op.Action == plan.Update && len(op.Fields) == 0:
		return !l.earlier.Through(addr)
	case op.Action == plan.Update:
		return !slices.ContainsFunc(op.Fields, func(f plan.Field) bool { return !f.Adds() })
	}
	return op.Action == plan.Create
}

// documentsOf names what the operations of a plan make something from.
func (l *ledger) documentsOf(p *plan.Plan) map[string]string {
	names := map[string]string{}
	for _, op := range p.Operations {
		if op.Action != plan.Delete {
			names[op.Addr.String()] = l.documents[op.Addr.String()]
		}
	}
	return names
}

// documents names documents, by their addresses.
func documents(want []spec.Resource) map[string]string {
	names := map[string]string{}
	for _, r := range want {
		names[r.Addr.String()] = plan.Document(r)
	}
	return names
}

// checkResume refuses flags that the plan in the journal decides.
func (o applyCommand) checkResume() error {
	if o.approval.resume && (o.plan.prune || len(o.plan.rotate) > 0 || o.plan.since.given()) {
		return errors.New("--resume goes on under the flags of its plan: leave out --prune, --rotate and --since")
	}
	return nil
}
