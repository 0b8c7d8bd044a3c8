package main

import (
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

	record *plan.Approval // what is in a file, or in the journal; nil when only a digest is known
	used   *plan.Applied  // by what apply it is used up, if it is
}

// digest names the plan that is approved, be it by the run itself.
func (o approvalOptions) digest(p *plan.Plan) string {
	if o.record != nil {
		return o.record.Digest
	}
	return p.Digest()
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
