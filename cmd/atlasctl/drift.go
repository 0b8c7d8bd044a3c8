package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/remote"
)

type driftCommand struct {
	input    inputOptions
	connect  connectOptions
	output   word
	since    days
	detailed bool
	reports  *reporting
}

func newDrift(e env) *cobra.Command {
	o := driftCommand{since: days(30 * 24 * time.Hour)}
	cmd := &cobra.Command{
		Use:   "drift [-f PATH]...",
		Short: "Show what was changed by hand",
		Long: `Show how Atlas differs from the files: fields that have other values there,
resources that are not there, and such that should be absent. Where the activity
feed of the project tells, also when it was changed last, and by whom. What no
file mentions is counted, and no drift. Nothing is ever written.

` + exitHelp,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.connect.check(cmd.Flags()); err != nil {
				return err
			}
			return e.runDrift(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.input.bind(f)
	o.connect.bind(f)
	o.output = wordOf("text", "json", "markdown")
	f.VarP(&o.output, "output", "o", "what to print: text, json or markdown")
	f.Var(&o.since, "events-since", "how far to look back in the activity feed, as 30d or 12h; 0 leaves it out")
	f.BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 when there is drift")
	o.reports = e.bindReports(f, "drift", &o.input.logs)
	return cmd
}

func (e env) runDrift(ctx context.Context, o driftCommand) (err error) {
	defer func() { o.reports.send(ctx, err) }()
	o.reports.run.Markdown = e.markdownOptions(webOptions{})
	in, err := o.reports.load(&o.input)
	if err != nil {
		return err
	}
	want := in.resources
	ctx, s, end, err := e.begin(ctx, o.connect, o.input.logs, want, false)
	if err != nil {
		return err
	}
	defer end()
	live, err := s.Fetch(ctx, want, remote.FetchOptions{})
	if err != nil {
		return e.sayProblems(s.explain(interrupted(ctx, err)))
	}
	d, err := plan.FindDrift(plan.At(want, s.Now()), live)
	if err != nil {
		return e.sayProblems(err)
	}
	if o.since > 0 {
		s.trace(ctx, d, s.clock.Now().Add(-time.Duration(o.since)))
		if err := interrupted(ctx, nil); err != nil {
			return err
		}
	}
	o.reports.run.Drift = d
	if err := e.printDrift(d, o); err != nil {
		return err
	}
	return driftOutcome(d, o.detailed)
}

// driftOutcome is the exit code of a drift. What cannot be seen is no "no".
func driftOutcome(d *plan.Drift, detailed bool) error {
	switch {
	case d.Count(plan.Unseen) > 0:
		return said{errRefused}
	case detailed && len(d.Resources) > 0:
		return said{errPending}
	}
	return nil
}

// trace adds to a drift who did it and when. It is a help: a feed that cannot be
// read is a notice.
func (s *session) trace(ctx context.Context, d *plan.Drift, since time.Time) {
	var suspects []remote.Suspect
	for _, r := range d.Resources {
		if r.How != plan.Unseen {
			suspects = append(suspects, remote.Suspect{Addr: r.Addr, ID: r.Live.ID, Gone: r.How == plan.Missing})
		}
	}
	traces, failures := s.Traces(ctx, suspects, since)
	for i, r := range d.Resources {
		if t, ok := traces[r.Addr]; ok {
			d.Resources[i].Trace = &plan.Trace{Time: t.Time, By: t.By, Event: t.Event, Certain: t.Certain}
		}
	}
	for _, project := range slices.Sorted(maps.Keys(failures)) {
		d.Notices = append(d.Notices, plan.Notice{
			Text: fmt.Sprintf("the events of project %s do not tell who it was: %v", project, failures[project]),
		})
	}
}

func (e env) printDrift(d *plan.Drift, o driftCommand) error {
	var data []byte
	switch o.output.chosen {
	case "json":
		var err error
		if data, err = render.DriftJSON(d); err != nil {
			return err
		}
	case "markdown":
		data = []byte(render.DriftMarkdown(d, o.reports.run.Markdown))
	default:
		return e.printText(render.DriftText(d, e.theme(o.input.color, e.stdout)))
	}
	_, err := e.stdout.Write(data)
	return err
}
