package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// compareApproval refuses a plan that is not the approved one or what is left of
// it, and says how they differ.
func (e env) compareApproval(ctx context.Context, s *session, p *plan.Plan, o approvalOptions, l *ledger) error {
	switch {
	case o.resume:
		return e.compareEarlier(ctx, s, p, o.record, l)
	case o.used != nil && len(p.Operations) == 0:
		e.say("The approved plan was applied at %s, and nothing is left to do.\n", o.used.Time.Format(time.RFC3339))
	case o.used != nil:
		return fmt.Errorf("%w: the approved plan was applied to its end at %s, and what is to do now came after it; to go back "+
			"to what this commit says, open a pull request that says it; nothing was changed", errUsedUp, o.used.Time.Format(time.RFC3339))
	case o.onForge():
		return howToReview(e.compareRecord(ctx, s, p, o.record, l))
	case o.record != nil:
		return e.compareRecord(ctx, s, p, o.record, l)
	case o.expect != "" && o.expect != p.Digest():
		return mismatch(p, o.expect, "")
	}
	return nil
}

// compareRecord knows more than a digest: projects, flags, and mostly each
// operation.
func (e env) compareRecord(ctx context.Context, s *session, p *plan.Plan, approval *plan.Approval, l *ledger) error {
	if err := approval.Shaped(p); err != nil {
		return fmt.Errorf("%w: %w; nothing was changed", errMismatch, err)
	}
	switch {
	case approval.Digest == p.Digest():
		return nil
	case approval.Complete():
		return e.compareLeft(ctx, s, p, approval, leftover{l: l})
	}
	return mismatch(p, approval.Digest, " (the approved one was too large for a comment that names its operations: "+
		"what is left of it can be approved with --approved FILE)")
}

// leftover is by what the rest of an approved plan is known.
type leftover struct {
	l         *ledger
	continues func(plan.Operation) bool // as for [plan.Approval.Left]
	sent      func(addr string) bool    // as in [plan.Evidence]
}

// compareLeft accepts the approved plan and what is left of it, and nothing
// else. What is not in the plan has to be done.
func (e env) compareLeft(ctx context.Context, s *session, p *plan.Plan, approval *plan.Approval, by leftover) error {
	missing, diffs, err := e.leftOf(ctx, s, p, approval, by)
	if err != nil {
		return err
	}
	if len(diffs) > 0 {
		e.say("%s", render.Differences(diffs))
		return fmt.Errorf("%w in %s: review the plan above and approve it anew; nothing was changed",
			errMismatch, spec.Count(len(diffs), "operation"))
	}
	for _, addr := range missing {
		e.say("%s: done already\n", addr)
	}
	if len(missing) > 0 {
		e.say("%s of the approved plan %s done.\n", spec.Count(len(missing), "operation"), isAre(len(missing)))
	}
	return nil
}

// leftOf compares a plan with what is left of the approved one. What is missing is
// done, if there are no differences; if there are, those of it are among them that
// nobody knows to be done.
func (e env) leftOf(ctx context.Context, s *session, p *plan.Plan, approval *plan.Approval, by leftover) (missing []string, diffs []plan.Difference, err error) {
	missing, diffs = approval.Left(p, by.continues)
	if len(diffs) > 0 {
		unknown := slices.DeleteFunc(slices.Clone(missing), func(addr string) bool { return by.sent != nil && by.sent(addr) })
		return missing, approval.With(unknown, diffs), nil
	}
	if len(missing) == 0 {
		return nil, nil, nil
	}
	live, err := s.liveBeside(ctx, approval.Deletions(missing), by.l.asked, p.Flags)
	if err != nil {
		return nil, nil, fmt.Errorf("finding out whether what was approved is deleted: %w; nothing was changed", s.explain(interrupted(ctx, err)))
	}
	return missing, approval.Undone(missing, plan.Evidence{Documents: by.l.asked, Live: live, Sent: by.sent}), nil
}

// liveBeside gives what lives in the collections of what was to be deleted, if
// anything was. The documents of the run are asked for again with it: a connection
// knows of objects without names by what it was asked for last.
func (s *session) liveBeside(ctx context.Context, deleted, documents []spec.Resource, flags plan.Flags) ([]spec.Resource, error) {
	if len(deleted) == 0 {
		return nil, nil
	}
	declared := map[spec.Address]bool{}
	for _, doc := range documents {
		declared[doc.Addr] = true
	}
	deleted = slices.DeleteFunc(deleted, func(gone spec.Resource) bool { return declared[gone.Addr] })
	return s.Fetch(ctx, slices.Concat(documents, deleted), remote.FetchOptions{Prune: flags.Prune})
}

// mismatch is all that can be said when only a digest is known of what was
// approved.
func mismatch(p *plan.Plan, digest, hint string) error {
	return fmt.Errorf("%w: %s was approved, and the plan above is %s%s: review it and approve it anew; nothing was changed",
		errMismatch, digest, p.Digest(), hint)
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
