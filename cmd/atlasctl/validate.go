package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func newValidate(e env) *cobra.Command {
	var input inputOptions
	var reports *reporting
	cmd := &cobra.Command{
		Use:   "validate [-f PATH]...",
		Short: "Check files without a network",
		Long: `Check files without a network and without credentials: every problem of every
file at once, each with file, line and column.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			defer func() { reports.send(cmd.Context(), err) }()
			in, err := reports.load(&input)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(e.stdout, "Valid: %s.\n", spec.Count(len(in.resources), "resource"))
			return err
		},
	}
	input.bind(cmd.Flags())
	reports = e.bindReports(cmd.Flags(), "validate", &input.logs)
	return cmd
}

// loaded is what a run works on.
type loaded struct {
	resources []spec.Resource
	warnings  spec.Problems
	rules     *guard.Config
}

// load reads and checks the files, and the settings that hold for them. Warnings
// go to standard error as well. What the settings say of the input, the options
// say from then on.
func (e env) load(o *inputOptions) (loaded, error) {
	sources, rules, err := e.readInput(o)
	if err != nil {
		return loaded{}, err
	}
	resources, warnings, err := spec.Load(sources, o.load())
	for _, w := range warnings {
		e.say("warning: %s\n", w)
	}
	if err == nil {
		err = rules.CheckProjects(projectsOf(resources))
	}
	if err != nil {
		return loaded{warnings: warnings}, e.sayProblems(err)
	}
	return loaded{resources, warnings, rules}, nil
}
