package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

type exportCommand struct {
	project   string
	kinds     kinds
	dir       string
	overwrite bool
	status    bool
	connect   connectOptions
	logs      logOptions
}

func newExport(e env) *cobra.Command {
	var o exportCommand
	cmd := &cobra.Command{
		Use:   "export --project PROJECT",
		Short: "Write the live state of a project as YAML",
		Long: `Write the live state of a project as YAML in the format that plan and apply
read. What Atlas fills in by itself is left out. Secrets, and headers and URLs,
become references to environment variables, listed at the top: set them before
an apply. A plan of the result has no changes.

Export only reads: the connection refuses everything else. What once was a
serverless instance is exported as the FlexCluster that it is today.`,
		Args: exportArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.connect.check(cmd.Flags()); err != nil {
				return err
			}
			return e.runExport(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.project, "project", "", "project to export (default $MONGODB_ATLAS_PROJECT_ID)")
	f.Var(&o.kinds, "kind", "kind to export (repeatable; default all)")
	f.StringVar(&o.dir, "dir", "", "folder to write a file a kind into, instead of standard output")
	f.BoolVar(&o.overwrite, "overwrite", false, "replace files that are in --dir already")
	f.BoolVar(&o.status, "status", false, "add read-only facts such as connection strings")
	o.connect.bind(f)
	o.logs.bind(f)
	return cmd
}

// exportArgs refuses arguments. Most of them are the project.
func exportArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected argument %q: the project is given with --project %s", args[0], args[0])
	}
	return nil
}

func (e env) runExport(ctx context.Context, o exportCommand) error {
	var err error
	if o.project, err = e.defaultProject(o.project); err != nil {
		return err
	}
	switch {
	case o.project == "":
		return errors.New("no project: give --project NAME, set MONGODB_ATLAS_PROJECT_ID, or write project into atlasctl.yaml")
	case o.overwrite && o.dir == "":
		return errors.New("--overwrite means nothing without --dir")
	}
	if o.dir != "" {
		if err := o.checkFolder(); err != nil {
			return err
		}
	}
	live, err := e.fetchExport(ctx, o)
	if err != nil {
		return fmt.Errorf("exporting %s: %w", o.project, err)
	}
	if len(live) == 0 {
		e.say("Nothing to export: %s has %s.\n", o.project, o.nothing())
	}
	unwritable := spec.Unwritable(live)
	live = slices.DeleteFunc(live, func(r spec.Resource) bool { return slices.Contains(unwritable, r.Addr) })
	for _, addr := range unwritable {
		t, _ := spec.TypeOf(addr.Kind)
		e.say("Left out: %s: %s.\n", addr, t.Unwritable)
	}
	switch {
	case o.dir != "":
		return e.exportFolder(o, live)
	case len(live) == 0:
		return nil
	}
	data, err := spec.Export(live, spec.ExportOptions{Status: o.status})
	if err != nil {
		return err
	}
	_, err = e.stdout.Write(data)
	return err
}

// fetchExport reads the project.
func (e env) fetchExport(ctx context.Context, o exportCommand) ([]spec.Resource, error) {
	ctx, s, end, err := e.begin(ctx, o.connect, o.logs, []spec.Resource{{Addr: spec.Address{Project: o.project}}}, false)
	if err != nil {
		return nil, err
	}
	defer end()
	live, err := s.FetchProject(ctx, o.project, o.kinds)
	if err != nil {
		return nil, s.explain(interrupted(ctx, err))
	}
	return live, nil
}

// nothing says what a project has none of when there is nothing to export.
func (o exportCommand) nothing() string {
	if len(o.kinds) == 0 {
		return "no resource of a kind that atlasctl knows"
	}
	var names []string
	for _, k := range o.kinds {
		names = append(names, string(k))
	}
	return "no " + strings.Join(names, " and no ")
}
