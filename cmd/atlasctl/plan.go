package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

type planCommand struct {
	input    inputOptions
	connect  connectOptions
	plan     planOptions
	output   word
	web      webOptions
	out      string
	detailed bool
	reports  *reporting
}

func newPlan(e env) *cobra.Command {
	var o planCommand
	cmd := &cobra.Command{
		Use:   "plan [-f PATH]...",
		Short: "Show what apply would change",
		Long: `Show what apply would change. A plan only reads: the connection refuses
everything else.

` + exitHelp,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.connect.check(cmd.Flags()); err != nil {
				return err
			}
			return e.runPlan(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.input.bind(f)
	o.connect.bind(f)
	o.plan.bind(f)
	o.output = wordOf("text", "json", "markdown", "ndjson", "tfplan-json")
	f.VarP(&o.output, "output", "o", "what to print: text, json, markdown, ndjson (one event a line) or tfplan-json (for tools that read plans of Terraform)")
	o.web.bind(f)
	f.StringVar(&o.out, "out", "", "file to write the plan to as JSON as well")
	f.BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 when there are changes")
	o.reports = e.bindReports(f, "plan", &o.input.logs)
	return cmd
}

func (e env) runPlan(ctx context.Context, o planCommand) (err error) {
	defer func() { o.reports.send(ctx, err) }()
	if o.out == stdinPath {
		return errors.New("--out takes a file; for standard output give -o json")
	}
	if err := o.web.check(); err != nil {
		return err
	}
	o.reports.run.Markdown = e.markdownOptions(o.web)
	in, err := o.reports.load(&o.input)
	if err != nil {
		return err
	}
	want, err := e.remember(ctx, in, o.input, &o.plan.since)
	if err != nil {
		return err
	}
	ctx, s, end, err := e.begin(ctx, o.connect, o.input.logs, want, false)
	if err != nil {
		return err
	}
	defer end()
	s.stream.on = o.output.chosen == "ndjson"
	p, err := e.computePlan(ctx, s, want, o.plan)
	if err != nil {
		return err
	}
	p.Refusals = in.rules.Check(p)
	o.reports.planned(p)
	if err := e.handOut(s, p, o); err != nil {
		return err
	}
	return planOutcome(p, o.detailed)
}

// handOut gives a plan to everybody who is to have it.
func (e env) handOut(s *session, p *plan.Plan, o planCommand) error {
	if o.out != "" {
		if err := writePlan(o.out, p); err != nil {
			return err
		}
	}
	switch o.output.chosen {
	case "ndjson":
		return s.stream.plan(p)
	case "markdown":
		_, err := io.WriteString(e.stdout, render.Markdown(p, o.reports.run.Markdown))
		return err
	default:
		return e.printPlan(p, o.output.chosen, e.theme(o.input.color, e.stdout))
	}
}

// planOutcome is the exit code of a plan. A blocked resource is more than a
// pending change.
func planOutcome(p *plan.Plan, detailed bool) error {
	switch {
	case len(p.Blocked) > 0:
		return said{errRefused}
	case detailed && !p.Empty():
		return said{errPending}
	}
	return nil
}

// computePlan reads the live state and compares. It is the same for plan and
// for apply.
func (e env) computePlan(ctx context.Context, s *session, want []spec.Resource, o planOptions) (*plan.Plan, error) {
	p, err := s.plan(ctx, want, plan.Flags{Prune: o.prune, Rotate: o.rotate, Since: o.since.given(), LegacyServerless: s.legacy})
	if err != nil {
		return nil, e.sayProblems(s.explain(interrupted(ctx, err)))
	}
	for _, d := range o.since.doubts {
		p.Notices = append(p.Notices, plan.Notice{Text: d})
	}
	p.Ground = plan.Ground{Atlas: s.atlas, ProjectIDs: s.ProjectIDs()}
	return p, nil
}

func (s *session) plan(ctx context.Context, want []spec.Resource, flags plan.Flags) (*plan.Plan, error) {
	live, err := s.Fetch(ctx, want, remote.FetchOptions{Prune: flags.Prune})
	if err != nil {
		return nil, err
	}
	return plan.Compute(plan.At(want, s.Now()), live, flags)
}

func (e env) printPlan(p *plan.Plan, output string, theme render.Theme) error {
	var data []byte
	var err error
	switch output {
	case "json":
		data, err = render.JSON(p)
	case "tfplan-json":
		data, err = render.TFPlan(p)
	default:
		return e.printText(render.Text(p, theme))
	}
	if err == nil {
		_, err = e.stdout.Write(data)
	}
	return err
}

func writePlan(path string, p *plan.Plan) error {
	data, err := render.JSON(p)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	return nil
}

// sayProblems prints problems of the documents as they are, one a line, each
// beginning with its place so that editors can jump there.
func (e env) sayProblems(err error) error {
	problems, ok := errors.AsType[spec.Problems](err)
	if !ok {
		return err
	}
	for _, p := range problems {
		e.say("%s\n", p)
	}
	e.say("atlasctl: %s\n", spec.Count(len(problems), "problem"))
	return said{err}
}
