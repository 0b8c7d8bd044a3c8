package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/plan"
)

// onForge reports whether the approval is in a comment on the forge.
func (o approvalOptions) onForge() bool { return o.expect == toGitHub || o.expect == toGitLab }

// findApproval reads what was approved, wherever it is, so that something that is
// no approval is noticed before anything is sent to Atlas.
func (e env) findApproval(ctx context.Context, o *applyCommand) error {
	if !o.approval.onForge() {
		return o.approval.read()
	}
	var err error
	o.approval.record, o.approval.used, err = e.reviewed(ctx, o.approval.expect, o.reports)
	if err != nil {
		return interrupted(ctx, fmt.Errorf("--expect %s: %w", o.approval.expect, err))
	}
	return nil
}

// approvalPatience is how long a forge may make an apply wait that cannot begin
// without an approval: a limit of its requests mostly lasts a minute.
const approvalPatience = 5 * time.Minute

// reviewed reads the approval in the plan's comment on the request that the run
// belongs to, and by what apply it is used up, if it is. The reports of the run go to
// the same request.
func (e env) reviewed(ctx context.Context, name string, r *reporting) (*plan.Approval, *plan.Applied, error) {
	cfg := e.forgeConfig(r.logs)
	cfg.Patience = approvalPatience
	s, err := e.reviewedAt(ctx, name, cfg)
	if err != nil {
		return nil, nil, err
	}
	seen, err := forge.Look(ctx, cfg, s.at(s.number), commentKey("plan", r.key))
	var a *plan.Approval
	if err == nil {
		a, err = trusted(s, r.key, seen)
	}
	var used *plan.Applied
	if err == nil {
		used, err = usedUp(ctx, cfg, s, r.key, a)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s %d: %w", s.noun, s.number, err)
	}
	r.found = &s
	e.say("Approved by the comment on %s %d, of its plan at %s.\n", s.noun, s.number, short(a.Commit))
	return a, used, nil
}

// reviewedAt finds the request that the run belongs to.
func (e env) reviewedAt(ctx context.Context, name string, cfg forge.Config) (site, error) {
	s, err := e.siteOf(name)
	switch {
	case err != nil:
		return s, err
	case s.token == "":
		return s, errors.New(s.noToken)
	case s.number == 0:
		s.number, err = s.merged(ctx, cfg)
	}
	if err == nil && s.number == 0 {
		err = fmt.Errorf("nothing names a %[1]s, and none was merged as %[2]q: %[3]s names one; "+
			"a commit without a %[1]s is approved with --expect DIGEST or --approved FILE", s.noun, short(s.commit), pullRequestKey)
	}
	return s, err
}

// usedUp gives the apply that has done all that was approved, as its own comment
// tells; nil when there was none.
func usedUp(ctx context.Context, cfg forge.Config, s site, key reportKey, a *plan.Approval) (*plan.Applied, error) {
	seen, err := forge.Look(ctx, cfg, s.at(s.number), commentKey("apply", key))
	if err != nil {
		return nil, err
	}
	used, err := plan.ReadApplied(seen.Comment)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the comment of its apply: %w, so that nobody knows whether its plan was applied: look, "+
			"then delete that comment", err)
	case used == nil || used.Digest != a.Digest:
		return nil, nil
	}
	return used, nil
}

// trusted reads the approval in a comment, if that is the one of the plan of what
// people reviewed.
func trusted(s site, key reportKey, seen forge.Seen) (*plan.Approval, error) {
	command := "plan --report " + s.name
	if key != "" {
		command += " --report-key " + string(key)
	}
	again := "run the job of its plan again (" + command + "), look at the comment, then apply again"
	switch {
	case seen.State == forge.Closed:
		return nil, errors.New("it was closed without being merged, so nobody approved it")
	case seen.Comment == "":
		return nil, fmt.Errorf("the owner of this token wrote no comment %q there: run %s for it, with a token of the same owner",
			commentKey("plan", key), command)
	case seen.Editor != "":
		return nil, fmt.Errorf("the comment of its plan was edited by %s: delete it, %s", seen.Editor, again)
	}
	a, err := plan.ReadMarker([]byte(seen.Comment))
	switch {
	case errors.Is(err, plan.ErrNoMarker):
		return nil, fmt.Errorf("the comment of its plan has no plan in it, as after one that failed: %s", again)
	case err != nil:
		return nil, fmt.Errorf("the comment of its plan: %w", err)
	case a.Commit == "":
		return nil, errors.New("the comment of its plan does not say of which commit it is: give plan --commit with its head")
	case a.Commit != seen.Head:
		return nil, fmt.Errorf("the comment is of a plan at %s, and the head of the %s is %s: %s",
			short(a.Commit), s.noun, short(seen.Head), again)
	}
	return a, nil
}

// howToReview says of another plan than the approved one where to approve it.
func howToReview(err error) error {
	if errors.Is(err, errMismatch) {
		return fmt.Errorf("%w; to approve it run the job of its plan again, look at its comment, then apply again", err)
	}
	return err
}
