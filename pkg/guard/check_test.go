package guard_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// ops gives n operations of one kind in one project.
func ops(project string, kind spec.Kind, action plan.Action, n int, codes ...string) []plan.Operation {
	var list []plan.Operation
	for i := range n {
		op := plan.Operation{Addr: spec.Address{Project: project, Kind: kind, Name: fmt.Sprintf("%s%d", action, i)}, Action: action}
		for _, code := range codes {
			op.Hazards = append(op.Hazards, plan.Hazard{Code: code}, plan.Hazard{Code: code, Text: "another"})
		}
		list = append(list, op)
	}
	return list
}

func planOf(parts ...[]plan.Operation) *plan.Plan {
	p := &plan.Plan{}
	for _, part := range parts {
		p.Operations = append(p.Operations, part...)
	}
	return p
}

const (
	flex      = spec.KindFlexCluster
	workspace = spec.KindStreamWorkspace
)

func TestCheck(t *testing.T) {
	t.Parallel()
	live := func(p *plan.Plan, kind spec.Kind, n int) *plan.Plan {
		p.Live = append(p.Live, plan.Live{Project: "p", Kind: kind, Count: n})
		return p
	}
	for _, test := range []struct {
		name, text string
		plan       *plan.Plan
		want       []string
	}{
		{"no rules", "project: p", planOf(ops("p", flex, plan.Delete, 9)), nil},
		{"as many as allowed", "limits: {max-deletes: 2}", planOf(ops("p", flex, plan.Delete, 2), ops("q", flex, plan.Delete, 2)), nil},
		{
			"one more", "limits:\n  max-deletes: 2", planOf(ops("p", flex, plan.Delete, 3), ops("q", flex, plan.Delete, 2)),
			[]string{"max-deletes: a:4 max-deletes 2: 3 deletes in p"},
		},
		{
			"of all kinds together", "limits: {max-deletes: 2}", planOf(ops("p", flex, plan.Delete, 2), ops("p", workspace, plan.Delete, 1)),
			[]string{"max-deletes: a:3 max-deletes 2: 3 deletes in p"},
		},
		{
			"of one kind", "limits: {kinds: {FlexCluster: {max-deletes: 0}}}", planOf(ops("p", flex, plan.Delete, 1), ops("p", workspace, plan.Delete, 4)),
			[]string{"max-deletes: a:3 max-deletes 0 of FlexCluster: 1 delete in p"},
		},
		{"a replacement is no deletion", "limits: {max-deletes: 0, max-replaces: 1}", planOf(ops("p", flex, plan.Replace, 1)), nil},
		{
			"replacements", "limits: {max-replaces: 0}", planOf(ops("p", flex, plan.Replace, 2)),
			[]string{"max-replaces: a:3 max-replaces 0: 2 replacements in p"},
		},
		{
			"changes are operations of every sort", "limits: {max-changes: 3}",
			planOf(ops("p", flex, plan.Create, 1), ops("p", flex, plan.Update, 1), ops("p", flex, plan.Replace, 1), ops("p", flex, plan.Delete, 1)),
			[]string{"max-changes: a:3 max-changes 3: 4 changes in p"},
		},
		{
			"a project's own replaces the general one", "limits: {max-deletes: 0, max-replaces: 0}\nprojects:\n  p: {limits: {max-deletes: 5}}",
			planOf(ops("p", flex, plan.Delete, 5), ops("p", flex, plan.Replace, 1), ops("q", flex, plan.Delete, 1)),
			[]string{"max-replaces: a:3 max-replaces 0: 1 replacement in p", "max-deletes: a:3 max-deletes 0: 1 delete in q"},
		},
		{
			"a share", "limits: {max-percent: 20}", live(planOf(ops("p", flex, plan.Update, 3), ops("p", flex, plan.Create, 50)), flex, 10),
			[]string{"max-percent: a:3 max-percent 20: 3 of 10 live FlexCluster in p updated, replaced or deleted"},
		},
		{"a share that fits", "limits: {max-percent: 20}", live(planOf(ops("p", flex, plan.Update, 1), ops("p", flex, plan.Delete, 1)), flex, 10), nil},
		{"one is always within", "limits: {max-percent: 20}", live(planOf(ops("p", flex, plan.Delete, 1)), flex, 2), nil},
		{
			"but not within none", "limits: {max-percent: 0}", live(planOf(ops("p", flex, plan.Delete, 1)), flex, 2),
			[]string{"max-percent: a:3 max-percent 0: 1 of 2 live FlexCluster in p updated, replaced or deleted"},
		},
		{
			"a share of each kind", "limits: {max-percent: 50, kinds: {StreamWorkspace: {max-percent: 100}}}",
			live(live(planOf(ops("p", flex, plan.Delete, 3), ops("p", workspace, plan.Delete, 4)), flex, 4), workspace, 4),
			[]string{"max-percent: a:3 max-percent 50: 3 of 4 live FlexCluster in p updated, replaced or deleted"},
		},
		{
			"a project's share comes before the one of a kind", "limits: {kinds: {FlexCluster: {max-percent: 100}}}\nprojects: {p: {limits: {max-percent: 50}}}",
			live(planOf(ops("p", flex, plan.Delete, 3)), flex, 4),
			[]string{"max-percent: a:4 max-percent 50: 3 of 4 live FlexCluster in p updated, replaced or deleted"},
		},
		{
			"hazards", "allow-hazards: [resend]", planOf(ops("p", flex, plan.Update, 1, "resend"), ops("p", flex, plan.Delete, 2, "data-loss"), ops("q", flex, plan.Update, 1, "disruption")),
			[]string{
				"data-loss: a:3 allow-hazards [resend] lacks data-loss: p/FlexCluster/delete0 and 1 other operation have it",
				"disruption: a:3 allow-hazards [resend] lacks disruption: q/FlexCluster/update0 has it",
			},
		},
		{"hazards of a project", "allow-hazards: []\nprojects: {p: {allow-hazards: [data-loss]}}", planOf(ops("p", flex, plan.Delete, 2, "data-loss")), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, r := range file(t, "a", test.text).Check(test.plan) {
				got = append(got, r.Rule+": "+r.Origin.String()+" "+r.Text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnapproved(t *testing.T) {
	t.Parallel()
	c := file(t, "a", "projects:\n  p:\n    approval: digest")
	if got := c.Unapproved([]string{"q"}); len(got) != 0 {
		t.Errorf("q: got %v", got)
	}
	want := []plan.Refusal{{
		Rule: "approval", Project: "p", Origin: spec.Origin{File: "a", Line: 5}, Text: "approval digest: an approved plan is wanted in p",
	}}
	if diff := cmp.Diff(want, c.Unapproved([]string{"p", "q"})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTighter wants that what one limit refuses is refused by every lower one,
// and by no plan that does less.
func TestTighter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"max-deletes", "max-replaces", "max-changes", "max-percent"}).Draw(t, "rule")
		most, n := rapid.IntRange(0, 100).Draw(t, "most"), rapid.IntRange(0, 60).Draw(t, "operations")
		action := rapid.SampledFrom([]plan.Action{plan.Create, plan.Update, plan.Replace, plan.Delete}).Draw(t, "action")
		refused := func(most, n int) bool {
			p := planOf(ops("p", flex, action, n))
			p.Live = []plan.Live{{Project: "p", Kind: flex, Count: 60}}
			c, err := guard.Read(spec.Source{Data: fmt.Appendf(nil, head+"limits: {%s: %d}", name, most)})
			if err != nil {
				t.Fatal(err)
			}
			return len(c.Check(p)) > 0
		}
		if refused(most, n) && most > 0 && !refused(most-1, n) {
			t.Errorf("%s %d refuses %d, and %d does not", name, most, n, most-1)
		}
		if !refused(most, n) && n > 0 && refused(most, n-1) {
			t.Errorf("%s %d takes %d, and not %d", name, most, n, n-1)
		}
	})
}
