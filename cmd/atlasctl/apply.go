package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

type applyCommand struct {
	input       inputOptions
	connect     connectOptions
	plan        planOptions
	output      word
	approval    approvalOptions
	allow       wordSet
	guard       guardOptions
	parallelism int
	journal     string
	noVerify    bool
	reports     *reporting
}

func newApply(e env) *cobra.Command {
	var o applyCommand
	cmd := &cobra.Command{
		Use:   "apply [-f PATH]...",
		Short: "Make Atlas equal to the files",
		Long: `Plan, ask, and make Atlas equal to the files. Deletions and replacements are
refused unless --allow names them, that of a project only when --allow
delete-project does; what is protected is never touched.

Every write is noted in a journal before it is sent. After a crash, or when the
machine was lost, --resume finds out what came of it and does the rest of the
plan that was approved; so does it after an apply that failed in part.

` + exitHelp,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.connect.check(cmd.Flags()); err != nil {
				return err
			}
			return e.runApply(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.input.bind(f)
	o.connect.bind(f)
	o.plan.bind(f)
	o.output = wordOf("text", "json", "ndjson")
	f.VarP(&o.output, "output", "o", "what to print: text, json or ndjson (one event a line)")
	o.approval.bind(f)
	o.allow.among = plan.Allowable()
	f.Var(&o.allow, "allow", "what else to allow: "+strings.Join(o.allow.among, ", "))
	o.guard.bind(f)
	f.IntVar(&o.parallelism, "parallelism", 10, "how many writes may be under way at once")
	f.StringVar(&o.journal, "journal", defaultJournal, "file that tells what was written, for --resume")
	f.BoolVar(&o.noVerify, "no-verify", false, "do not plan again at the end to see that everything stayed as it was made")
	o.reports = e.bindReports(f, "apply", &o.input.logs)
	return cmd
}

// check refuses what cannot work before anything is read or sent.
func (o applyCommand) check(e env) error {
	if o.parallelism < 1 {
		return fmt.Errorf("--parallelism %d: want at least 1", o.parallelism)
	}
	if err := o.checkResume(); err != nil {
		return err
	}
	return o.approval.check(e, o.input.files)
}

func (e env) runApply(ctx context.Context, o applyCommand) (err error) {
	defer func() { o.reports.send(ctx, err) }()
	if err := o.check(e); err != nil {
		return err
	}
	if err := e.findApproval(ctx, &o); err != nil {
		return err
	}
	in, err := o.reports.load(&o.input)
	if err != nil {
		return err
	}
	l, err := openLedger(o.journal, e.holder())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	l.documents = documents(in.resources)
	if err := o.resumable(l); err != nil {
		return err
	}
	want, err := e.remember(ctx, in, o.input, &o.plan.since)
	if err != nil {
		return err
	}
	if err := o.approval.permitted(in.rules, projectsOf(want)); err != nil {
		return err
	}
	return e.applyWanted(ctx, o, in, l, want)
}

// applyWanted connects, plans what is wanted, and applies that.
func (e env) applyWanted(ctx context.Context, o applyCommand, in loaded, l *ledger, want []spec.Resource) error {
	l.asked = slices.Clone(want)
	o.forgetDone(want, l)
	ctx, s, end, err := e.begin(ctx, o.connect, o.input.logs, want, true)
	if err != nil {
		return err
	}
	defer end()
	s.stream.on = o.output.chosen == "ndjson"
	if err := e.settle(ctx, s, l, want); err != nil {
		return err
	}
	p, err := e.computePlan(ctx, s, want, o.plan)
	if err != nil {
		return err
	}
	e.judge(p, in.rules, o.guard)
	o.reports.planned(p)
	l.ground = s.ground(want, o.plan.since.commit)
	return e.applyPlan(ctx, s, l, p, want, o)
}

// applyPlan shows a plan, has it approved, carries it out, and tells how that
// went; also when it was refused.
func (e env) applyPlan(ctx context.Context, s *session, l *ledger, p *plan.Plan, want []spec.Resource, o applyCommand) error {
	theme := e.theme(o.input.color, e.stdout)
	if err := e.showPlan(s, p, o.output.chosen, theme); err != nil {
		return err
	}
	var end ending
	if end.refused = e.pass(ctx, s, p, o, l); end.refused == nil {
		end.refused = e.preflight(s, p)
	}
	if end.refused == nil {
		end.refused = e.execute(ctx, s, l, p, o, &end.result)
	}
	if end.refused == nil && !o.noVerify && len(p.Operations) > 0 && (ctx.Err() == nil || end.result.Complete()) {
		end.after = s.verify(ctx, want, p.Flags, end.result)
		end.after.other = end.after.next != nil && !l.goesOn(end.after.next)
	}
	end.cause = interrupted(ctx, nil)
	end.requests, end.retries = s.Requests(), s.Retries()
	o.reports.ended(end, o.approval.digest(p))
	if err := e.printEnding(s, end, o.output.chosen, theme); err != nil {
		return err
	}
	switch {
	case end.refused != nil:
		return end.refused
	case end.complete():
		return nil
	case errors.Is(interrupted(ctx, nil), errInterrupted):
		return said{errInterrupted}
	}
	return said{errPartial}
}

// showPlan prints the plan that is about to run. With -o json standard output
// belongs to the report, with -o ndjson to the events.
func (e env) showPlan(s *session, p *plan.Plan, output string, theme render.Theme) error {
	if output == "text" {
		return e.printPlan(p, "text", theme)
	}
	if err := s.stream.plan(p); err != nil {
		return err
	}
	_, err := io.WriteString(e.stderr, render.Text(p, render.Theme{}))
	return err
}

// preflight looks up everything that the writes will need, before the first.
func (e env) preflight(s *session, p *plan.Plan) error {
	var needs []remote.SecretNeed
	for _, op := range p.Operations {
		if refs := op.Secrets(); len(refs) > 0 {
			needs = append(needs, remote.SecretNeed{Resource: *op.Want, Refs: refs})
		}
	}
	if err := s.Preflight(needs); err != nil {
		err = e.sayProblems(err)
		e.say("atlasctl: nothing was changed\n")
		return err
	}
	return nil
}

// forecast says what the run will cost. Reading the limits is a courtesy of
// Atlas: without them they are learnt on the way.
func (e env) forecast(ctx context.Context, s *session, p *plan.Plan, o applyCommand) {
	if err := s.ReadLimits(ctx); err != nil {
		o.input.logs.logger(e.stderr).Debug("reading the rate limits", "error", err)
	}
	f := s.Forecast(apply.Requests(p), o.parallelism)
	e.say("%s\n", f)
	_ = s.stream.write(s.clock.Now(), "forecast", forecastEvent{f.Requests, f.Limit, f.Remaining, f.Takes.Milliseconds()})
}

// execute carries out an approved plan, with a journal.
func (e env) execute(ctx context.Context, s *session, l *ledger, p *plan.Plan, o applyCommand, result *apply.Result) error {
	j, err := e.openJournal(s, l, p, o)
	if err != nil {
		return fmt.Errorf("nothing was changed, since the journal %s cannot be written: %w", l.path, err)
	}
	if err := e.settled(j, l, p); err != nil {
		return fmt.Errorf("nothing was changed, since the journal %s cannot be written: %w", l.path, err)
	}
	if len(p.Operations) > 0 {
		s.AllowWrites()
		e.forecast(ctx, s, p, o)
		progress := progress{e, s.stream}
		defer context.AfterFunc(ctx, func() { e.sayStopping(ctx) })()
		opts := apply.Options{Parallelism: o.parallelism, Now: s.clock.Now, Journal: j}
		*result = apply.Run(ctx, p, s, opts, progress.show)
	}
	if j == nil {
		return nil
	}
	if err := j.End(endingOf(*result)); err != nil {
		e.say("warning: journal %s: %v\n", l.path, err)
	}
	return nil
}
