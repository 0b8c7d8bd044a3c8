package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// reportVersion is the version of the JSON report of an apply.
const reportVersion = 1

// printResult tells on standard output how an apply ended.
func (e env) printResult(ctx context.Context, r apply.Result, requests int, output string, theme render.Theme) error {
	if output == "json" {
		return e.printReport(r, requests)
	}
	return e.printSummary(ctx, r, theme)
}

// printSummary counts what was done, and names what was not.
func (e env) printSummary(ctx context.Context, r apply.Result, theme render.Theme) error {
	var b bytes.Buffer
	failed, skipped := r.Count(apply.Failed), r.Count(apply.Skipped)
	if len(r.Outcomes) == 0 {
		return nil // the plan said it all
	}
	verdict := "Apply complete!"
	if failed+skipped > 0 {
		verdict = "Apply is not complete."
		if cause := interrupted(ctx, nil); cause != nil {
			verdict = fmt.Sprintf("Apply is not complete (%v).", cause)
		}
	}
	fmt.Fprintf(&b, "\n%s Resources: %d added, %d changed, %d destroyed", theme.Strong.Render(verdict), r.Added, r.Changed, r.Destroyed)
	if failed+skipped > 0 {
		fmt.Fprintf(&b, "; %d failed, %d skipped", failed, skipped)
	}
	b.WriteString(".\n")
	for _, o := range r.Outcomes {
		if o.State == apply.Failed {
			fmt.Fprintf(&b, "%s %s %s: %s\n", theme.Delete.Render("failed:"), o.Action, o.Addr, printable(o.Err.Error()))
		}
		if o.State == apply.Skipped {
			fmt.Fprintf(&b, "%s %s, because %s\n", theme.Update.Render("skipped:"), o.Addr, causeText(o.Cause))
		}
		// Also when the second half failed: that is when it is needed.
		for _, name := range slices.Sorted(maps.Keys(o.Status)) {
			fmt.Fprintf(&b, "%s: %s = %s\n", o.Addr, name, printable(o.Status[name]))
		}
	}
	if failed+skipped > 0 {
		b.WriteString("Run plan again to see what is left to do.\n")
	}
	_, err := e.stdout.Write(b.Bytes())
	return err
}

// report is the JSON report of an apply.
type report struct {
	FormatVersion int             `json:"formatVersion"`
	Summary       reportSummary   `json:"summary"`
	Operations    []reportOutcome `json:"operations"`
	Interrupted   bool            `json:"interrupted"`
	Requests      int             `json:"requests"`
	ElapsedMS     int64           `json:"elapsedMs"`
}

type reportSummary struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Destroyed int `json:"destroyed"`
	Failed    int `json:"failed"`
	Skipped   int `json:"skipped"`
}

type reportOutcome struct {
	Address   string `json:"address"`
	Action    string `json:"action"`
	State     string `json:"state"`
	Detail    string `json:"detail,omitempty"`
	Error     string `json:"error,omitempty"`
	Because   string `json:"because,omitempty"`
	ElapsedMS int64  `json:"elapsedMs"`

	Status map[string]string `json:"status,omitempty"`
}

func (e env) printReport(r apply.Result, requests int) error {
	doc := report{
		FormatVersion: reportVersion,
		Summary: reportSummary{
			Added: r.Added, Changed: r.Changed, Destroyed: r.Destroyed,
			Failed: r.Count(apply.Failed), Skipped: r.Count(apply.Skipped),
		},
		Operations:  make([]reportOutcome, 0, len(r.Outcomes)),
		Interrupted: r.Interrupted, Requests: requests, ElapsedMS: r.Elapsed.Milliseconds(),
	}
	for _, o := range r.Outcomes {
		outcome := reportOutcome{
			Address: o.Addr.String(), Action: o.Action.String(), State: string(o.State),
			Detail: o.Detail, Status: o.Status, ElapsedMS: o.Elapsed.Round(time.Millisecond).Milliseconds(),
		}
		if o.Err != nil {
			outcome.Error = o.Err.Error()
		}
		if o.State == apply.Skipped {
			outcome.Because = causeText(o.Cause)
		}
		doc.Operations = append(doc.Operations, outcome)
	}
	encoder := json.NewEncoder(e.stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(doc)
}
