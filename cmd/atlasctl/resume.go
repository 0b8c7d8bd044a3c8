package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

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
