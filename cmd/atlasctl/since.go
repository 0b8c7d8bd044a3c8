package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// sinceOptions say with which commit the files are compared.
type sinceOptions struct {
	ref string

	commit string   // that the name means, once it is looked up
	doubts []string // what is not known of it
}

func (o *sinceOptions) bind(f *pflag.FlagSet) {
	f.StringVar(&o.ref, "since", "", "also delete, reset or send again what the files said at this Git COMMIT and do not say any more")
}

// given reports whether there is a commit to compare with.
func (o *sinceOptions) given() bool { return o.ref != "" }

// remember gives the documents with what the same paths declared at the commit
// of --since. The rules that hold are those of today.
func (e env) remember(ctx context.Context, in loaded, input inputOptions, o *sinceOptions) ([]spec.Resource, error) {
	if !o.given() {
		return in.resources, nil
	}
	if slices.Contains(input.files, stdinPath) {
		return nil, errors.New("--since reads files of a Git repository, and -f - is none: give files or folders with -f")
	}
	r, err := openRevision(ctx, o.ref, input.files)
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", o.ref, err)
	}
	o.commit = r.commit
	earlier, doubts, err := e.loadRevision(ctx, r, input)
	o.doubts = doubts
	if err != nil {
		return nil, err
	}
	want := plan.Since(in.resources, earlier)
	if err := in.rules.CheckProjects(projectsOf(want)); err != nil {
		return nil, e.sayProblems(err)
	}
	return want, nil
}

// loadRevision reads and checks the files of a commit, and says what may
// surprise.
func (e env) loadRevision(ctx context.Context, r *revision, input inputOptions) (earlier []spec.Resource, doubts []string, err error) {
	name, err := r.leftOut(ctx)
	if err == nil && name != "" {
		err = fmt.Errorf("this sparse checkout leaves out %s, which would look removed: run git sparse-checkout disable, or narrow -f", name)
	}
	var sources []spec.Source
	if err == nil {
		sources, doubts, err = r.sources(ctx)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("--since %s: %w", r.ref, err)
	}
	doubts = slices.Concat(doubts, r.parted(ctx))
	for i, d := range doubts {
		doubts[i] = fmt.Sprintf("--since %s: %s", r.ref, d)
		e.say("warning: %s\n", doubts[i])
	}
	if len(sources) == 0 {
		e.say("At %s no file was there: nothing counts as removed.\n", r.ref)
	}
	earlier, _, err = spec.Load(sources, input.load())
	if err != nil {
		err = e.sayProblems(err)
		e.say("atlasctl: --since %s: the files of that commit have to be valid, too: give one at which they are\n", r.ref)
		return nil, nil, err
	}
	return earlier, doubts, nil
}

// parted warns of a commit that is no part of what is checked out: what came into it
// from elsewhere looks removed here.
func (r *revision) parted(ctx context.Context) []string {
	switch {
	case r.contained(ctx):
		return nil
	case r.shallow(ctx):
		return []string{fmt.Sprintf("this clone is shallow, so that nobody can tell whether HEAD contains %s; what was added only there counts as removed here", r.ref)}
	}
	return []string{fmt.Sprintf("HEAD does not contain %[1]s, and what was added only there counts as removed here; "+
		"to compare with where the two parted give --since \"$(git merge-base %[1]s HEAD)\"", r.ref)}
}
