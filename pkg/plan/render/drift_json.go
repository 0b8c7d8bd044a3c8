package render

import (
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// The record of a drift.
type (
	driftRecord struct {
		FormatVersion int             `json:"formatVersion"`
		Projects      []string        `json:"projects"`
		Summary       driftSummary    `json:"summary"`
		Resources     []driftedRecord `json:"resources"`
		Notices       []notice        `json:"notices"`
		Unmanaged     []unmanagedKind `json:"unmanaged"`
	}
	driftSummary struct {
		Compared  int `json:"compared"`
		Changed   int `json:"changed"`
		Missing   int `json:"missing"`
		Unwanted  int `json:"unwanted"`
		Unseen    int `json:"unseen"`
		Unmanaged int `json:"unmanaged"`
	}
	driftedRecord struct {
		Address string            `json:"address"`
		State   string            `json:"state"`
		Origin  origin            `json:"origin"`
		Reason  string            `json:"reason,omitempty"`
		Fields  []deviatingRecord `json:"fields"`
		Trace   *traceRecord      `json:"trace"` // null when nothing is known
	}
	deviatingRecord struct {
		Path    []string `json:"path"`
		Members []string `json:"members,omitempty"`
		File    any      `json:"file"`
		Live    any      `json:"live"`
	}
	traceRecord struct {
		Time    time.Time `json:"time"`
		By      string    `json:"by"`
		Event   string    `json:"event"`
		Certain bool      `json:"certain"`
	}
)

// DriftJSON renders a drift as one indented document, under the rules of [JSON].
func DriftJSON(d *plan.Drift) ([]byte, error) {
	doc := driftRecord{
		FormatVersion: plan.FormatVersion,
		Projects:      append([]string{}, d.Projects...),
		Summary: driftSummary{
			d.Compared, d.Count(plan.Changed), d.Count(plan.Missing), d.Count(plan.Unwanted), d.Count(plan.Unseen),
			(&plan.Plan{Unmanaged: d.Unmanaged}).Summary().Unmanaged,
		},
		Resources: each(d.Resources, driftedOf),
		Notices:   each(d.Notices, noticeRecord),
		Unmanaged: each(d.Unmanaged, unmanagedRecord),
	}
	return encode(doc)
}

func driftedOf(r plan.Drifted) driftedRecord {
	rec := driftedRecord{
		Address: r.Addr.String(), State: r.How.String(), Origin: origin(r.Origin), Reason: r.Reason,
		Fields: each(r.Fields, func(f plan.Deviating) deviatingRecord {
			return deviatingRecord{append([]string{}, f.Path...), f.Members, plan.Value(f.File), plan.Value(f.Live)}
		}),
	}
	if t := r.Trace; t != nil {
		rec.Trace = &traceRecord{t.Time.UTC(), t.By, t.Event, t.Certain}
	}
	return rec
}
