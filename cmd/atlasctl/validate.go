package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

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
			resources, err := reports.load(input)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(e.stdout, "Valid: %s.\n", count(len(resources), "resource"))
			return err
		},
	}
	input.bind(cmd.Flags())
	reports = e.bindReports(cmd.Flags(), "validate", &input.logs)
	return cmd
}

// load reads and checks the files. Warnings go to standard error as well.
func (e env) load(o inputOptions) (resources []spec.Resource, warnings spec.Problems, err error) {
	sources, err := readSources(o.files, e.stdin)
	if err != nil {
		return nil, nil, err
	}
	resources, warnings, err = spec.Load(sources, spec.LoadOptions{Project: e.projectOf(o)})
	for _, w := range warnings {
		e.say("warning: %s\n", w)
	}
	if err != nil {
		return nil, warnings, e.sayProblems(err)
	}
	return resources, warnings, nil
}

// projectOf is the project of documents that name none.
func (e env) projectOf(o inputOptions) string {
	return cmp.Or(o.project, e.get("MONGODB_ATLAS_PROJECT_ID"))
}

// count gives "1 resource" or "3 resources".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
