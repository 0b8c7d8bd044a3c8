package render_test

import (
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

type reportCase struct {
	name   string
	report render.Report
}

// reportCases are the reports with goldens.
func reportCases() []reportCase {
	return []reportCase{
		{"report-plan", planned()},
		{"report-hostile", render.Report{Command: "plan", Version: "test", Plan: hostile()}},
		{"report-problems", wrong()},
		{"report-failed", render.Report{Command: "plan", Version: "test", Failure: "Atlas is not there:\n  dial tcp: refused  \x1b[31m"}},
		{"report-applied", applied()},
		{"report-refused", refused()},
		{"report-rules", render.Report{Command: "plan", Version: "test", Plan: breaksRules(), Path: func(file string) string { return "infra/" + file }}},
		{"report-drift", drifting("drift")},
		{"report-drift-none", drifting("drift-none")},
		{"report-nothing", render.Report{Command: "apply", Version: "test", Plan: nothingToDo(), Ending: &render.Ending{Outcome: "complete"}}},
	}
}

// planned has documents beside what changes, and shows files from the root of a
// repository.
func planned() render.Report {
	return render.Report{
		Command: "plan", Version: "test", Plan: rich(),
		Declared: []spec.Resource{
			{Addr: workspace("clicks"), Origin: at("streams.yaml", 1)},
			{Addr: flex("idle"), Origin: at("flex.yaml", 30)},
			{Addr: flex("orders"), Origin: at("flex.yaml", 1)},
		},
		Warnings: spec.Problems{{
			Pos: spec.Pos{File: "flex.yaml", Line: 7, Col: 15}, Addr: flex("orders").String(), Msg: `unknown region "US_EAST_11"`,
		}},
		Path: func(file string) string { return "infra/" + file },
	}
}

func wrong() render.Report {
	problems := spec.Problems{
		{Pos: spec.Pos{File: "a b.yaml", Line: 3}, Msg: "not YAML: did not find expected key"},
		{Pos: spec.Pos{File: "c:d.yaml", Line: 9, Col: 4}, Addr: flex("orders").String(), Msg: `unknown key "tag" (did you mean "tags"?)`},
		{Pos: spec.Pos{File: "c:d.yaml", Line: 9, Col: 4}, Addr: flex("orders").String(), Msg: `unknown key "tag" (did you mean "tags"?)`},
		{Msg: "two documents | of *one* name <b> @team"},
	}
	return render.Report{
		Command: "plan", Version: "test", Problems: problems,
		Declared: []spec.Resource{{Addr: flex("orders"), Origin: at("flex.yaml", 1)}},
	}
}

func applied() render.Report {
	r := render.Report{Command: "apply", Version: "test", Plan: rich()}
	r.Ending = &render.Ending{
		Outcome: "partial", Added: 1, Changed: 2, Destroyed: 1,
		Next: "The next plan: 1 to add, 0 to change, 0 to destroy; apply --resume continues this one.",
	}
	outcomes := []render.Outcome{
		{State: render.StateDone, Elapsed: 1234567 * time.Microsecond},
		{State: render.StateFailed, Elapsed: time.Minute, Text: "409 DUPLICATE: a name `x` | y\nsecond line"},
		{State: render.StateUnknown, Text: "the answer was lost"},
		{State: render.StateSkipped, Text: "shop/FlexCluster/orders failed"},
	}
	for i, op := range r.Plan.Operations {
		o := outcomes[min(i, len(outcomes)-1)]
		o.Addr = op.Addr
		r.Ending.Operations = append(r.Ending.Operations, o)
	}
	return r
}

func refused() render.Report {
	r := render.Report{Command: "apply", Version: "test", Plan: deletion()}
	r.Ending = &render.Ending{Outcome: "refused", Refused: "this plan needs --allow delete: nothing was changed"}
	return r
}

func drifting(name string) render.Report {
	d := driftCases()[name]
	r := render.Report{Command: "drift", Version: "test", Drift: d, Path: func(file string) string { return "infra/" + file }}
	r.Declared = []spec.Resource{{Addr: flex("idle"), Origin: at("flex.yaml", 30)}}
	for _, x := range d.Resources {
		r.Declared = append(r.Declared, spec.Resource{Addr: x.Addr, Origin: x.Origin})
	}
	return r
}
