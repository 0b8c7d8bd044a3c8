package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// in gives a live resource a phase, with Atlas's own words.
func in(phase spec.Phase, state, detail string, r spec.Resource) spec.Resource {
	r.Phase, r.State, r.Detail = phase, state, detail
	return r
}

// TestStates is about live objects that are not simply there.
func TestStates(t *testing.T) {
	t.Parallel()
	f, w, c := flex("a"), workspace("w"), connection("w", "c")
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		actions    []string
		notices    []string
	}{
		{
			"on its way out and wanted",
			[]spec.Resource{document(t, f, aws)},
			[]spec.Resource{in(spec.Deleting, "DELETING", "", live(t, f, aws))},
			[]string{"create shop/FlexCluster/a"},
			[]string{"one of that name is being deleted (DELETING): it is created when the name is free"},
		},
		{"on its way out and unwanted", []spec.Resource{document(t, f, "absent")}, []spec.Resource{in(spec.Deleting, "DELETING", "", live(t, f, aws))}, nil, nil},
		{
			"on its way out and in no file is not counted",
			[]spec.Resource{document(t, flex("b"), aws)},
			[]spec.Resource{live(t, flex("b"), aws), in(spec.Deleting, "DELETING", "", live(t, f, aws))},
			nil, nil,
		},
		{
			"what lives in something on its way out goes with it",
			[]spec.Resource{document(t, w, virginia), document(t, c, kafka+", "+scram)},
			[]spec.Resource{in(spec.Deleting, "DELETING", "", live(t, w, virginia)), live(t, c, kafka+", "+scram), live(t, connection("w", "d"), https)},
			[]string{"create shop/StreamWorkspace/w", "create shop/StreamConnection/w/c"},
			[]string{
				"one of that name is being deleted (): it is created when the name is free",
				"one of that name is being deleted (DELETING): it is created when the name is free",
			},
		},
		{"at work and as wanted", []spec.Resource{document(t, f, aws)}, []spec.Resource{in(spec.Pending, "CREATING", "", live(t, f, aws))}, nil, nil},
		{
			"at work and to be changed",
			[]spec.Resource{document(t, f, aws+", tags: {a: b}")},
			[]spec.Resource{in(spec.Pending, "UPDATING", "", live(t, f, aws))},
			[]string{"update shop/FlexCluster/a"},
			nil,
		},
		{
			"failed and as wanted",
			[]spec.Resource{document(t, c, kafka+", "+scram)},
			[]spec.Resource{in(spec.Failed, "FAILED", "no route", live(t, c, kafka+", "+scram))},
			nil,
			[]string{"Atlas reports state FAILED: no route"},
		},
		{
			"failed and to be changed, without a word from Atlas",
			[]spec.Resource{document(t, c, kafka+", "+scram+", config: {a: b}")},
			[]spec.Resource{in(spec.Failed, "FAILED", "", live(t, c, kafka+", "+scram))},
			[]string{"update shop/StreamConnection/w/c"},
			[]string{"Atlas reports state FAILED"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, test.live, plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.actions, actions(p)); diff != "" {
				t.Errorf("actions (-want +got):\n%s", diff)
			}
			var notices []string
			for _, n := range p.Notices {
				notices = append(notices, n.Text)
			}
			if diff := cmp.Diff(test.notices, notices); diff != "" {
				t.Errorf("notices (-want +got):\n%s", diff)
			}
			if len(p.Unmanaged) > 0 {
				t.Errorf("unmanaged: %v", p.Unmanaged)
			}
		})
	}
}

func TestFlagErrors(t *testing.T) {
	t.Parallel()
	f, c := flex("a"), connection("w", "c")
	for _, test := range []struct {
		name  string
		want  []spec.Resource
		flags plan.Flags
		err   string
	}{
		{"prune of nothing", nil, plan.Flags{Prune: true}, "--prune without any document would delete everything: declare at least one resource"},
		{"rotate of what no file names", []spec.Resource{document(t, f, aws)}, plan.Flags{Rotate: []spec.Address{c}}, "--rotate shop/StreamConnection/w/c: no document declares it"},
		{"rotate of what is absent", []spec.Resource{document(t, c, "absent")}, plan.Flags{Rotate: []spec.Address{c}}, "--rotate shop/StreamConnection/w/c: no document declares it"},
		{"rotate of what has no secret", []spec.Resource{document(t, f, aws)}, plan.Flags{Rotate: []spec.Address{f}}, "--rotate shop/FlexCluster/a: a.yaml:1 has no secret"},
		{"rotate of a connection that leaves its secret out", []spec.Resource{document(t, c, kafka)}, plan.Flags{Rotate: []spec.Address{c}}, "--rotate shop/StreamConnection/w/c: a.yaml:1 has no secret"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := plan.Compute(test.want, nil, test.flags)
			if err == nil || err.Error() != test.err {
				t.Errorf("got %v\nwant %s", err, test.err)
			}
		})
	}
}

// TestRotateTwice keeps the record of a plan the same however often and in
// whatever order a flag is given.
func TestRotateTwice(t *testing.T) {
	t.Parallel()
	c, d := connection("w", "c"), connection("w", "d")
	want := []spec.Resource{document(t, c, kafka+", "+scram), document(t, d, kafka+", "+scram)}
	p, err := plan.Compute(want, nil, plan.Flags{Rotate: []spec.Address{d, c, d}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]spec.Address{c, d}, p.Flags.Rotate); diff != "" {
		t.Errorf("rotate (-want +got):\n%s", diff)
	}
}

func TestEmptyPlan(t *testing.T) {
	t.Parallel()
	p, err := plan.Compute(nil, nil, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	if !p.Empty() || p.Needs() != nil || p.Summary() != (plan.Summary{}) || len(p.Steps()) != 0 {
		t.Errorf("a plan of nothing is %+v", p)
	}
}

func TestSummaryAndNeeds(t *testing.T) {
	t.Parallel()
	all := &plan.Plan{
		Operations: []plan.Operation{{Action: plan.Replace}, {Action: plan.Create}, {Action: plan.Delete}, {Action: plan.Create}, {Action: plan.Update}, {Action: plan.Delete}, {Action: plan.Delete}},
		Blocked:    []plan.Blocked{{Action: plan.Delete}},
		Unmanaged:  []plan.Unmanaged{{Count: 3}, {Count: 4}},
	}
	if diff := cmp.Diff(plan.Summary{Create: 2, Update: 1, Replace: 1, Delete: 3, Blocked: 1, Unmanaged: 7}, all.Summary()); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	for _, test := range []struct {
		name  string
		plan  *plan.Plan
		needs []string
		empty bool
	}{
		{"everything", all, []string{"delete", "replace"}, false},
		{"create and update", &plan.Plan{Operations: []plan.Operation{{Action: plan.Create}, {Action: plan.Update}}}, nil, false},
		{"replace", &plan.Plan{Operations: []plan.Operation{{Action: plan.Replace}}}, []string{"replace"}, false},
		{"blocked only", &plan.Plan{Blocked: []plan.Blocked{{Action: plan.Delete}}}, nil, false},
		{"unmanaged and notices only", &plan.Plan{Unmanaged: []plan.Unmanaged{{Count: 1}}, Notices: []plan.Notice{{Text: "x"}}}, nil, true},
	} {
		if diff := cmp.Diff(test.needs, test.plan.Needs()); diff != "" {
			t.Errorf("%s: needs (-want +got):\n%s", test.name, diff)
		}
		if got := test.plan.Empty(); got != test.empty {
			t.Errorf("%s: empty is %t", test.name, got)
		}
	}
}
