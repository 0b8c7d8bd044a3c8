package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/migrate"
)

type migrateCommand struct {
	input      inputOptions
	dryRun     bool
	acceptLoss bool
}

func newMigrate(e env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Rewrite documents of a kind that Atlas has ended",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newMigrateServerless(e))
	return cmd
}

func newMigrateServerless(e env) *cobra.Command {
	var o migrateCommand
	cmd := &cobra.Command{
		Use:   "serverless [-f PATH]...",
		Short: "Rewrite ServerlessInstance documents into FlexCluster documents",
		Long: `Rewrite ServerlessInstance documents into FlexCluster documents, in place: Atlas
ended serverless instances and turned most of them into Flex clusters of the
same name. Comments, order and formatting stay as they are. Nothing is sent to
Atlas; a plan afterwards has no changes for what is a Flex cluster there.

Flex has no continuous backup and no private endpoints. Where a file asks for
them, nothing is rewritten unless --accept-loss is given; then the documents of
private endpoints are removed, and a file in which no document is left.

What is read from standard input is written to standard output.

` + exitHelp,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return e.runMigrateServerless(o) },
	}
	f := cmd.Flags()
	o.input.bind(f)
	f.BoolVar(&o.dryRun, "dry-run", false, "print what would change as a diff, and write nothing")
	f.BoolVar(&o.acceptLoss, "accept-loss", false, "migrate even where Flex cannot do what the files ask for")
	return cmd
}

func (e env) runMigrateServerless(o migrateCommand) error {
	sources, _, err := e.readInput(&o.input)
	if err != nil {
		return err
	}
	m, err := e.migrateServerless(sources, o.input.project)
	if err != nil {
		return e.sayProblems(err)
	}
	if o.dryRun {
		if _, err := e.stdout.Write(m.diff()); err != nil {
			return err
		}
	}
	for _, loss := range m.losses {
		if o.acceptLoss {
			e.say("warning: ")
		}
		e.say("%s\n", loss)
	}
	if len(m.losses) > 0 && !o.acceptLoss {
		return refusedf("the files ask for what Flex does not have (%s above): nothing was written; give --accept-loss to migrate without it", spec.Count(len(m.losses), "place"))
	}
	if !o.dryRun {
		if err := e.writeMigration(m); err != nil {
			return err
		}
	}
	// Standard output belongs to what else is written there.
	out := e.stdout
	if o.dryRun || m.hasStdin() {
		out = e.stderr
	}
	_, err = fmt.Fprint(out, m.summary(o.dryRun))
	return err
}

// migration is what becomes of all sources.
type migration struct {
	files  []migratedFile
	losses spec.Problems
}

type migratedFile struct {
	spec.Source
	migrate.Result
	target string // the file itself, behind all links
	mode   fs.FileMode
}

func (f migratedFile) isStdin() bool { return f.Name == stdinName }

// migrateServerless computes every file before the first is written, and finds
// out which cannot be.
func (e env) migrateServerless(sources []spec.Source, project string) (migration, error) {
	var m migration
	var problems spec.Problems
	for _, src := range sources {
		f := migratedFile{Source: src}
		var err error
		f.Result, err = migrate.Serverless(src, spec.LoadOptions{Project: project})
		if found, ok := errors.AsType[spec.Problems](err); ok {
			problems = append(problems, found...)
		} else if err != nil {
			return m, err
		}
		if f.Changed() && !f.isStdin() {
			if err := f.find(); err != nil {
				return m, err
			}
		}
		m.losses = append(m.losses, f.Losses...)
		m.files = append(m.files, f)
	}
	m.losses = m.losses.Sort()
	return m, problems.ErrorOrNil()
}

// find finds the file to write. A link stays a link.
func (f *migratedFile) find() error {
	info, err := os.Stat(f.Name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: not a regular file, so it cannot be rewritten: give it with -f - and take the result from standard output", f.Name)
	}
	f.mode = info.Mode().Perm()
	f.target, err = realPath(f.Name)
	return err
}

func (m migration) hasStdin() bool {
	return slices.ContainsFunc(m.files, migratedFile.isStdin)
}

// diff shows what would change, in a form that git apply takes.
func (m migration) diff() []byte {
	var b bytes.Buffer
	for _, f := range m.files {
		name := filepath.ToSlash(f.Name)
		after := path.Join("b", name)
		if f.Empty {
			after = "/dev/null"
		}
		b.Write(diff.Diff(path.Join("a", name), f.Source.Data, after, f.Result.Data))
	}
	return b.Bytes()
}

// summary says what was done and what comes next.
func (m migration) summary(dryRun bool) string {
	var migrated, removed, files int
	var b strings.Builder
	verb := func(done, planned string) string {
		if dryRun {
			return planned
		}
		return done
	}
	for _, f := range m.files {
		if len(f.Migrated) > 0 {
			files++
		}
		migrated += len(f.Migrated)
		removed += len(f.Removed)
		if f.Empty && !f.isStdin() {
			fmt.Fprintf(&b, "%s %s: no document is left in it.\n", verb("Removed", "Would remove"), f.Name)
		}
	}
	if migrated+removed == 0 {
		return fmt.Sprintf("Nothing to migrate: no ServerlessInstance in %s.\n", spec.Count(len(m.files), "file"))
	}
	if removed > 0 {
		fmt.Fprintf(&b, "%s %s.\n", verb("Removed", "Would remove"), spec.Count(removed, "document")+" of private endpoints")
	}
	if migrated > 0 {
		fmt.Fprintf(&b, "%s %s in %s.\n", verb("Migrated", "Would migrate"), spec.Count(migrated, "instance"), spec.Count(files, "file"))
	}
	if !dryRun {
		b.WriteString(nextAfterMigrate)
	}
	return b.String()
}

// nextAfterMigrate warns of what changes beside the documents: FlexCluster
// documents put every Flex cluster of the project in the scope of --prune,
// which ServerlessInstance documents never did.
const nextAfterMigrate = `Next: run "atlasctl plan". It must say "No changes." for what was migrated.
With --prune, mind that Flex clusters which no file mentions are deleted from now on.
`
