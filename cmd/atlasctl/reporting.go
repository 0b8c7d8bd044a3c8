package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// reporting tells of a run in the places that --report names. It collects while
// the run goes on and tells at its end, however that is. A report that fails is
// a warning.
type reporting struct {
	env  env
	to   reportTargets
	key  reportKey
	logs *logOptions
	run  render.Report
	end  *ending // of an apply

	found *site // where the approval was, if it was in a comment
}

// reportTime is how long all reports together may take: a run that is done
// should not hang on a comment.
const reportTime = 2 * time.Minute

func (e env) bindReports(f *pflag.FlagSet, command string, logs *logOptions) *reporting {
	r := &reporting{env: e, logs: logs, run: render.Report{Command: command, Version: versionText()}}
	f.Var(&r.to, "report", "tell of the run: github, gitlab, or a FOLDER to write files to (repeatable)")
	f.Var(&r.key, "report-key", "tells the comments of several plans in one pull request apart")
	return r
}

// load reads the files, and remembers what is to be said of them.
func (r *reporting) load(o *inputOptions) (loaded, error) {
	if r.key != "" && len(r.to) == 0 && r.found == nil {
		return loaded{}, errors.New("--report-key means nothing without --report")
	}
	in, err := r.env.load(o)
	r.run.Declared, r.run.Warnings = in.resources, in.warnings
	return in, err
}

// planned remembers the plan.
func (r *reporting) planned(p *plan.Plan) { r.run.Plan = p }

// ended remembers how an apply of the plan with an approved digest ended.
func (r *reporting) ended(end ending, approved string) {
	r.end = &end
	result := end.result
	r.run.Ending = &render.Ending{
		Outcome: end.outcome(), Refused: whyRefused(end.refused), Next: nextSteps(end),
		Added: result.Added, Changed: result.Changed, Destroyed: result.Destroyed,
	}
	for _, o := range result.Outcomes {
		r.run.Ending.Operations = append(r.run.Ending.Operations, reportedOutcome(o))
	}
	if end.complete() {
		r.run.Ending.Applied = &plan.Applied{Digest: approved, Time: r.env.now().UTC().Truncate(time.Second)}
	}
}

// whyRefused is why an apply was refused, without the word that says that it was.
func whyRefused(err error) string {
	if problems, ok := errors.AsType[spec.Problems](err); ok {
		return spec.Count(len(problems), "problem") + ": nothing was changed"
	}
	if err == nil {
		return ""
	}
	return strings.TrimPrefix(err.Error(), errRefused.Error()+": ")
}

func reportedOutcome(o apply.Outcome) render.Outcome {
	out := render.Outcome{Addr: o.Addr, State: string(o.State), Text: o.Detail, Elapsed: o.Elapsed}
	switch {
	case o.State == apply.Skipped:
		out.Text = causeText(o.Cause)
	case o.Err != nil:
		out.Text = o.Err.Error()
	}
	return out
}

// send tells of the run in each place, also when the run was interrupted.
func (r *reporting) send(ctx context.Context, err error) {
	if len(r.to) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), reportTime)
	defer cancel()
	r.finish(err)
	for _, to := range r.to {
		var failed error
		switch to {
		case toGitHub:
			failed = r.toGitHub(ctx)
		case toGitLab:
			failed = r.commentOn(ctx, toGitLab)
		default:
			failed = r.toFolder(to)
		}
		if failed != nil {
			r.env.say("warning: --report %s: %v\n", to, failed)
		}
	}
}

// finish sorts the error of a run: documents that are wrong, an ending that was
// told already, or a failure.
func (r *reporting) finish(err error) {
	r.run.Path, r.run.Log = r.env.repositoryPath(), r.env.logURL()
	if problems, ok := errors.AsType[spec.Problems](err); ok {
		r.run.Problems = problems
		return
	}
	outcome := r.run.Plan != nil || r.run.Drift != nil
	told := err == nil || r.run.Ending != nil || outcome && (errors.Is(err, errPending) || errors.Is(err, errRefused))
	if !told {
		r.run.Failure = err.Error()
	}
}

// failed reports whether there is nothing but an error to tell.
func (r *reporting) failed() bool { return len(r.run.Problems) > 0 || r.run.Failure != "" }
