package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// ending is everything there is to say at the end of an apply.
type ending struct {
	result   apply.Result
	after    aftermath
	refused  error // nothing was begun
	cause    error // why it ended early
	requests int
	retries  int
}

// complete reports whether everything was done and stayed so.
func (e ending) complete() bool {
	return e.refused == nil && e.result.Complete() && e.after.converged()
}

// outcome is the ending in one word.
func (e ending) outcome() string {
	switch {
	case e.refused != nil:
		return "refused"
	case e.complete():
		return "complete"
	case e.interrupted():
		return "interrupted"
	}
	return "partial"
}

// interrupted reports whether a signal ended it, also while it was confirmed.
func (e ending) interrupted() bool { return errors.Is(e.cause, errInterrupted) }

// printEnding tells on standard output how an apply ended, and on standard error
// what it cost.
func (e env) printEnding(s *session, end ending, output string, theme render.Theme) error {
	switch output {
	case "json":
		return printReport(e.stdout, reportOf(end))
	case "ndjson":
		return s.stream.write(s.clock.Now(), "report", reportOf(end))
	}
	if len(end.result.Outcomes) == 0 {
		return nil // the plan, or why it was refused, says it all
	}
	err := e.printText(string(summary(end, theme)))
	e.say("%s, %s, %s.\n", spec.Count(end.requests, "request"), countAll(end.retries, "retry", "retries"), end.result.Elapsed.Round(time.Second))
	return err
}

// summary counts what was done, names what was not, and says what is left.
func summary(end ending, theme render.Theme) []byte {
	var b bytes.Buffer
	r := end.result
	failed, unknown, skipped := r.Count(apply.Failed), r.Count(apply.Unknown), r.Count(apply.Skipped)
	verdict := "Apply complete!"
	switch {
	case failed+unknown+skipped > 0 && end.cause != nil:
		verdict = fmt.Sprintf("Apply is not complete (%v).", end.cause)
	case failed+unknown+skipped > 0:
		verdict = "Apply is not complete."
	case !end.after.converged():
		verdict = "Apply is done, and not confirmed."
	}
	fmt.Fprintf(&b, "\n%s Resources: %d added, %d changed, %d destroyed", theme.Strong.Render(verdict), r.Added, r.Changed, r.Destroyed)
	if failed+unknown+skipped > 0 {
		fmt.Fprintf(&b, "; %d failed, %d skipped", failed, skipped)
	}
	if unknown > 0 {
		fmt.Fprintf(&b, ", %d unknown", unknown)
	}
	b.WriteString(".\n")
	for _, o := range r.Outcomes {
		writeOutcome(&b, o, theme)
	}
	writeAftermath(&b, end, theme)
	return b.Bytes()
}

func writeOutcome(b *bytes.Buffer, o apply.Outcome, theme render.Theme) {
	switch o.State {
	case apply.Failed, apply.Unknown:
		fmt.Fprintf(b, "%s %s %s: %s\n", theme.Delete.Render(string(o.State)+":"), o.Action, o.Addr, printable(o.Err.Error()))
	case apply.Skipped:
		fmt.Fprintf(b, "%s %s, because %s\n", theme.Update.Render("skipped:"), o.Addr, causeText(o.Cause))
	case apply.Done, apply.Started, apply.Waiting, apply.Settling:
	}
	// Also when the second half failed: that is when it is needed.
	for _, name := range slices.Sorted(maps.Keys(o.Status)) {
		fmt.Fprintf(b, "%s: %s = %s\n", o.Addr, name, printable(o.Status[name]))
	}
}

// writeAftermath says what the next plan would do, and how to go on.
func writeAftermath(b *bytes.Buffer, end ending, theme render.Theme) {
	a := end.after
	switch {
	case a.err != nil:
		fmt.Fprintf(b, "%s what was done could not be confirmed: %s\n", theme.Delete.Render("unconfirmed:"), printable(a.err.Error()))
	case a.next == nil && end.complete():
		return
	case a.next == nil:
		b.WriteString("Run plan again to see what is left to do")
	case a.next.Empty() && end.result.Complete():
		b.WriteString("Confirmed: the next plan is empty.\n")
		return
	case a.next.Empty(): // such as a secret that was to be sent again
		b.WriteString("The next plan is empty, which shows no secrets")
	default:
		for _, op := range a.again {
			fmt.Fprintf(b, "%s %s is done, and the next plan would %s it again: %s\n",
				theme.Delete.Render("unconfirmed:"), op.Addr, op.Action, fieldNames(op))
		}
		for _, blocked := range a.stuck {
			fmt.Fprintf(b, "%s %s is done, and is not as the file wants it any more: %s\n",
				theme.Delete.Render("unconfirmed:"), blocked.Addr, printable(blocked.Reason))
		}
		s := a.next.Summary()
		fmt.Fprintf(b, "The next plan: %d to add, %d to change, %d to destroy", s.Create+s.Replace, s.Update, s.Delete+s.Replace)
		if s.Blocked > 0 {
			fmt.Fprintf(b, ", %d blocked", s.Blocked)
		}
	}
	if a.err == nil {
		b.WriteString(goOn(end) + ".\n")
	}
}

// goOn says how to go on after a run that is not complete, or not confirmed. What
// somebody else has changed is no part of the plan that it was approved for.
func goOn(end ending) string {
	r := end.result
	switch {
	case end.complete():
		return ""
	case r.Complete():
		return "; plan and apply again"
	case end.after.other || slices.ContainsFunc(r.Outcomes, func(o apply.Outcome) bool { return errors.Is(o.Err, apply.ErrConflict) }):
		return "; plan and apply again, since --resume takes only what was approved"
	}
	return "; apply --resume continues this one"
}

// nextSteps is the same in one paragraph, for a run that was begun.
func nextSteps(end ending) string {
	if len(end.result.Outcomes) == 0 {
		return ""
	}
	var b bytes.Buffer
	writeAftermath(&b, end, render.Theme{})
	return strings.Join(strings.Fields(b.String()), " ")
}

func fieldNames(op plan.Operation) string {
	names := make([]string, len(op.Fields))
	for i, f := range op.Fields {
		names[i] = strings.Join(f.Path, ".")
	}
	return strings.Join(names, ", ")
}

func countAll(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
