package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
)

// reportVersion is the version of the JSON report of an apply.
const reportVersion = 1

// report is the JSON report of an apply. It is there whatever happened, as soon
// as there was a plan.
type report struct {
	FormatVersion int    `json:"formatVersion"`
	Outcome       string `json:"outcome"`         // complete, partial, interrupted or refused
	Error         string `json:"error,omitempty"` // why it was refused

	Summary     reportSummary   `json:"summary"`
	Operations  []reportOutcome `json:"operations"`
	Interrupted bool            `json:"interrupted"`
	Requests    int             `json:"requests"`
	Retries     int             `json:"retries"`
	ElapsedMS   int64           `json:"elapsedMs"`
	Next        *reportNext     `json:"next"` // null when there was no second plan
}

type reportSummary struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Destroyed int `json:"destroyed"`
	Failed    int `json:"failed"`
	Skipped   int `json:"skipped"`
	Unknown   int `json:"unknown"`
}

type reportOutcome struct {
	Address   string           `json:"address"`
	Action    string           `json:"action"`
	State     string           `json:"state"`
	Detail    string           `json:"detail,omitempty"`
	Error     string           `json:"error,omitempty"`
	ErrorCode string           `json:"errorCode,omitempty"` // Atlas's own
	Conflicts []reportConflict `json:"conflicts,omitempty"`
	Because   string           `json:"because,omitempty"`
	ElapsedMS int64            `json:"elapsedMs"`

	Status map[string]string `json:"status,omitempty"`
}

// reportConflict is a field that somebody changed between plan and write.
type reportConflict struct {
	Path    []string `json:"path"`
	Planned any      `json:"planned"`
	Live    any      `json:"live"`
	Wanted  any      `json:"wanted"`
}

// reportNext is what the next plan would do.
type reportNext struct {
	Verified bool   `json:"verified"` // nothing that was done would be changed again
	Error    string `json:"error,omitempty"`
	Create   int    `json:"create"`
	Update   int    `json:"update"`
	Replace  int    `json:"replace"`
	Delete   int    `json:"delete"`
	Blocked  int    `json:"blocked"`
}

func reportOf(end ending) report {
	r := end.result
	doc := report{
		FormatVersion: reportVersion, Outcome: end.outcome(),
		Summary: reportSummary{
			Added: r.Added, Changed: r.Changed, Destroyed: r.Destroyed,
			Failed: r.Count(apply.Failed), Skipped: r.Count(apply.Skipped), Unknown: r.Count(apply.Unknown),
		},
		Operations:  make([]reportOutcome, 0, len(r.Outcomes)),
		Interrupted: end.interrupted(), Requests: end.requests, Retries: end.retries, ElapsedMS: r.Elapsed.Milliseconds(),
		Next: nextOf(end.after),
	}
	if end.refused != nil {
		doc.Error = end.refused.Error()
	}
	for _, o := range r.Outcomes {
		doc.Operations = append(doc.Operations, outcomeOf(o))
	}
	return doc
}

func outcomeOf(o apply.Outcome) reportOutcome {
	outcome := reportOutcome{
		Address: o.Addr.String(), Action: o.Action.String(), State: string(o.State),
		Detail: o.Detail, Status: o.Status, ElapsedMS: o.Elapsed.Milliseconds(),
	}
	if o.Err != nil {
		outcome.Error, outcome.ErrorCode = o.Err.Error(), errorCode(o.Err)
	}
	if conflict, ok := errors.AsType[*apply.ConflictError](o.Err); ok {
		for _, c := range conflict.Conflicts {
			outcome.Conflicts = append(outcome.Conflicts, reportConflict{
				c.Path, plan.Value(c.Planned), plan.Value(c.Live), plan.Value(c.Want),
			})
		}
	}
	if o.State == apply.Skipped {
		outcome.Because = causeText(o.Cause)
	}
	return outcome
}

func nextOf(a aftermath) *reportNext {
	if a.next == nil && a.err == nil {
		return nil
	}
	next := &reportNext{Verified: a.converged()}
	if a.err != nil {
		next.Error = a.err.Error()
		return next
	}
	s := a.next.Summary()
	next.Create, next.Update, next.Replace, next.Delete, next.Blocked = s.Create, s.Update, s.Replace, s.Delete, s.Blocked
	return next
}

// errorCode is Atlas's own code of an error, empty when it is not Atlas's.
func errorCode(err error) string {
	if api, ok := errors.AsType[*remote.APIError](err); ok {
		return api.Code
	}
	return ""
}

func printReport(w io.Writer, doc report) error {
	data, err := encodeJSON(doc)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err = b.WriteTo(w)
	return err
}
