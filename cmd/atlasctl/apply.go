package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

type applyCommand struct {
	input       inputOptions
	connect     connectOptions
	plan        planOptions
	output      word
	approval    approvalOptions
	allow       wordSet
	parallelism int
}

func newApply(e env) *cobra.Command {
	var o applyCommand
	cmd := &cobra.Command{
		Use:   "apply [-f PATH]...",
		Short: "Make Atlas equal to the files",
		Long: `Plan, ask, and make Atlas equal to the files. Deletions and replacements are
refused unless --allow names them; what is protected is never touched.

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
	o.output = wordOf("text", "json")
	f.VarP(&o.output, "output", "o", "what to print: text or json")
	o.approval.bind(f)
	o.allow.among = []string{"delete", "replace"}
	f.Var(&o.allow, "allow", "what else to allow: delete, replace")
	f.IntVar(&o.parallelism, "parallelism", 10, "how many writes may be under way at once")
	return cmd
}

// check refuses what cannot work before anything is read or sent.
func (o applyCommand) check(e env) error {
	if o.parallelism < 1 {
		return fmt.Errorf("--parallelism %d: want at least 1", o.parallelism)
	}
	return o.approval.check(e, o.input.files)
}

func (e env) runApply(ctx context.Context, o applyCommand) error {
	if err := o.check(e); err != nil {
		return err
	}
	if err := o.approval.read(); err != nil {
		return err
	}
	want, err := e.load(o.input)
	if err != nil {
		return err
	}
	ctx, cancel := withTimeout(ctx, o.connect.timeout)
	defer cancel()
	s, err := e.connect(o.connect, o.input.logs.logger(e.stderr), want, true)
	if err != nil {
		return err
	}
	defer e.close(s)
	p, err := e.computePlan(ctx, s, want, o.plan)
	if err != nil {
		return err
	}
	theme := e.theme(o.input.color, e.stdout)
	if err := e.showPlan(p, o.output.chosen, theme); err != nil {
		return err
	}
	if err := e.pass(p, o); err != nil {
		return err
	}
	return e.execute(ctx, s, p, o, theme)
}

// showPlan prints the plan that is about to run. With -o json standard output
// belongs to the report.
func (e env) showPlan(p *plan.Plan, output string, theme render.Theme) error {
	if output == "json" {
		return printPlan(e.stderr, p, "text", render.Theme{})
	}
	return printPlan(e.stdout, p, "text", theme)
}

// execute runs an approved plan and tells how it went.
func (e env) execute(ctx context.Context, s *session, p *plan.Plan, o applyCommand, theme render.Theme) error {
	var writes []spec.Resource
	for _, op := range p.Operations {
		if op.Want != nil && op.Want.Body != nil {
			writes = append(writes, *op.Want)
		}
	}
	if err := s.Preflight(writes); err != nil {
		err = e.sayProblems(err)
		e.say("atlasctl: nothing was changed\n")
		return err
	}
	s.AllowWrites()
	progress := newProgress(e, theme)
	opts := apply.Options{Parallelism: o.parallelism, Now: s.clock.Now}
	result := apply.Run(ctx, p, s, opts, progress.show)
	if err := e.printResult(ctx, result, s.Requests(), o.output.chosen, theme); err != nil {
		return err
	}
	switch {
	case result.Count(apply.Failed)+result.Count(apply.Skipped) == 0:
		return nil
	case errors.Is(interrupted(ctx, nil), errInterrupted):
		return said{errInterrupted}
	}
	return said{errPartial}
}
