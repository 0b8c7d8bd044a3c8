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
)

// approvalOptions are the ways to approve a plan without being asked.
type approvalOptions struct {
	auto   bool
	expect string
	file   string
	resume bool

	record *plan.Approval // what is in file, or in the journal
}

func (o *approvalOptions) bind(f *pflag.FlagSet) {
	f.BoolVar(&o.auto, "auto-approve", false, "do not ask")
	f.StringVar(&o.expect, "expect", "", "apply only the plan with this DIGEST, without asking")
	f.StringVar(&o.file, "approved", "", "apply only the plan in this FILE, written by plan --out, without asking")
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

// read reads the approved plan, so that a file that is not one is noticed
// before anything is sent.
func (o *approvalOptions) read() error {
	if o.file == "" {
		return nil
	}
	data, err := os.ReadFile(o.file)
	if err != nil {
		return fmt.Errorf("--approved: %w", err)
	}
	if o.record, err = plan.ReadApproval(data); err != nil {
		return fmt.Errorf("--approved %s: %w", o.file, err)
	}
	return nil
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

// compareApproval refuses a plan that is not the approved one, and says how
// they differ.
func (e env) compareApproval(p *plan.Plan, o approvalOptions, l *ledger) error {
	switch {
	case o.resume:
		return e.compareEarlier(p, o, l)
	case o.record != nil:
		return e.compareRecord(p, o.record)
	case o.expect != "" && o.expect != p.Digest():
		return fmt.Errorf("%w: %s was approved, and the plan above is %s: review it and approve it anew; nothing was changed",
			errMismatch, o.expect, p.Digest())
	}
	return nil
}

// compareRecord knows more than a digest: a plan without operations, made under
// the approved flags, means that what was approved has been done.
func (e env) compareRecord(p *plan.Plan, approval *plan.Approval) error {
	if err := approval.Shaped(p); err != nil {
		return fmt.Errorf("%w: %w; nothing was changed", errMismatch, err)
	}
	diffs := approval.Differences(p)
	if len(diffs) == 0 || len(p.Operations) == 0 {
		return nil
	}
	return e.sayDifferences(diffs)
}

func (e env) sayDifferences(diffs []plan.Difference) error {
	for _, d := range diffs {
		e.say("%s: %s\n", d.Address, d.Text)
	}
	return fmt.Errorf("%w in %s: review the plan above and approve it anew; nothing was changed",
		errMismatch, count(len(diffs), "operation"))
}
