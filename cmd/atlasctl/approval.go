package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// approvalOptions are the ways to approve a plan without being asked.
type approvalOptions struct {
	auto   bool
	expect string
	file   string
	resume bool

	record *plan.Approval // what is in a file, or in the journal; nil when only a digest is known
}

func (o *approvalOptions) bind(f *pflag.FlagSet) {
	f.BoolVar(&o.auto, "auto-approve", false, "do not ask")
	f.StringVar(&o.expect, "expect", "", "apply only the plan with this DIGEST, or what is left of the one whose comment is in @FILE or, with github or gitlab, in the pull or merge request, without asking")
	f.StringVar(&o.file, "approved", "", "apply only the plan in this FILE, written by plan --out, or what is left of it, without asking")
	f.BoolVar(&o.resume, "resume", false, "continue, without asking, the plan of an apply that did not finish here")
}

// waysToApprove is what to do where nobody can be asked.
const waysToApprove = "give --auto-approve, --expect DIGEST or --approved FILE"

// check refuses, before anything is read or sent, a run that nobody could
// approve.
func (o approvalOptions) check(e env, files []string) error {
	given := 0
	for _, isGiven := range []bool{o.auto, o.expect != "", o.file != "", o.resume} {
		if isGiven {
			given++
		}
	}
	switch {
	case given > 1:
		return errors.New("--auto-approve, --expect, --approved and --resume exclude each other: give one of them")
	case given == 1:
		return nil
	case slices.Contains(files, stdinPath):
		return errors.New("with -f - nobody can be asked: " + waysToApprove)
	case !e.isTerminal(e.stdin) || !e.isTerminal(e.stderr):
		return errors.New("this is no terminal, so nobody can be asked: " + waysToApprove)
	}
	return nil
}

// given reports whether the plan is approved without a question.
func (o approvalOptions) given() bool { return o.auto || o.expect != "" || o.file != "" || o.resume }

// read reads what was approved, so that something that is no approval is noticed
// before anything is sent.
func (o *approvalOptions) read() (err error) {
	comment, isFile := strings.CutPrefix(o.expect, "@")
	switch {
	case o.file != "":
		o.record, err = readApproval("--approved", o.file, plan.ReadApproval)
	case isFile:
		o.record, err = readApproval("--expect", comment, plan.ReadMarker)
	case o.expect != "" && !plan.IsDigest(o.expect):
		err = fmt.Errorf("--expect %q: want the digest that the plan printed, sha256: and 64 digits, @FILE with its comment, "+
			"or github or gitlab for the comment in the pull or merge request", o.expect)
	}
	return err
}

func readApproval(flag, file string, read func([]byte) (*plan.Approval, error)) (*plan.Approval, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	record, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, file, err)
	}
	return record, nil
}

// pass is every gate between the plan and the first write: what is blocked,
// the approval, the guards, the question.
func (e env) pass(p *plan.Plan, o applyCommand, l *ledger) error {
	if len(p.Blocked) > 0 {
		return refusedf("the plan has %s: nothing was changed", count(len(p.Blocked), "blocked resource"))
	}
	if err := e.compareApproval(p, o.approval, l); err != nil {
		return err
	}
	missing := slices.DeleteFunc(p.Needs(), func(need string) bool { return slices.Contains(o.allow.chosen, need) })
	if len(missing) > 0 {
		return refusedf("this plan needs --allow %s: nothing was changed", strings.Join(missing, ","))
	}
	if err := e.refuse(p); err != nil {
		return err
	}
	if o.approval.given() || p.Empty() {
		return nil
	}
	return e.ask()
}

// ask takes only "yes".
func (e env) ask() error {
	e.say("\nApply this plan? Only \"yes\" is taken: ")
	answer, err := bufio.NewReader(e.stdin).ReadString('\n')
	if errors.Is(err, errInterrupted) {
		return err
	}
	if strings.TrimSpace(answer) != "yes" {
		return errors.New("not approved: nothing was changed")
	}
	return nil
}

// compareApproval refuses a plan that is not the approved one or what is left of
// it, and says how they differ.
func (e env) compareApproval(p *plan.Plan, o approvalOptions, l *ledger) error {
	switch {
	case o.resume:
		return e.compareEarlier(p, o.record, l)
	case o.onForge():
		return howToReview(e.compareRecord(p, o.record, l))
	case o.record != nil:
		return e.compareRecord(p, o.record, l)
	case o.expect != "" && o.expect != p.Digest():
		return mismatch(p, o.expect, "")
	}
	return nil
}

// compareRecord knows more than a digest: projects, flags, and mostly each
// operation.
func (e env) compareRecord(p *plan.Plan, approval *plan.Approval, l *ledger) error {
	if err := approval.Shaped(p); err != nil {
		return fmt.Errorf("%w: %w; nothing was changed", errMismatch, err)
	}
	switch {
	case approval.Digest == p.Digest():
		return nil
	case approval.Complete():
		return e.compareLeft(p, approval, l, nil)
	case len(p.Operations) == 0:
		e.say("All of the approved plan is done.\n")
		return nil
	}
	return mismatch(p, approval.Digest, " (the approved one was too large for a comment that names its operations: "+
		"what is left of it can be approved with --approved FILE)")
}

// compareLeft accepts the approved plan and what is left of it, and nothing
// else. What is not in the plan is done only if the files still ask for it.
func (e env) compareLeft(p *plan.Plan, approval *plan.Approval, l *ledger, continues func(plan.Operation) bool) error {
	done, diffs := approval.Left(p, continues)
	for _, addr := range done {
		if approval.Makes(addr) && !slices.Contains(l.ground.Declared, addr) {
			diffs = append(diffs, plan.Difference{Address: addr, Text: "it was approved, and no file declares it any more"})
		}
	}
	if len(diffs) > 0 {
		e.say("%s", render.Differences(diffs))
		return fmt.Errorf("%w in %s: review the plan above and approve it anew; nothing was changed",
			errMismatch, count(len(diffs), "operation"))
	}
	for _, addr := range done {
		e.say("%s: done already\n", addr)
	}
	if len(done) > 0 {
		e.say("%s of the approved plan %s done.\n", count(len(done), "operation"), isAre(len(done)))
	}
	return nil
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
