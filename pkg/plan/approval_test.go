package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// everyAction is a plan with an operation of each kind. It is made anew from
// what is live, so that a later state gives another plan of the same documents.
func everyAction(t testing.TB, change func(live map[string]*spec.Resource), edits ...string) *plan.Plan {
	t.Helper()
	doc := func(addr spec.Address, body string) spec.Resource {
		return document(t, addr, strings.NewReplacer(edits...).Replace(body))
	}
	want := []spec.Resource{
		doc(flex("new"), aws+", tags: {env: demo, team: shop}"),
		doc(flex("tagged"), "tags: {env: prod}, "+aws),
		doc(flex("moved"), strings.Replace(aws, "US_EAST_1", "US_WEST_2", 1)),
		doc(flex("old"), "absent"),
		doc(workspace("clicks"), virginia),
		doc(connection("clicks", "kafka"), kafka+", "+scram+", config: {a: x}"),
	}
	state := map[string]*spec.Resource{}
	for _, r := range []spec.Resource{
		live(t, flex("tagged"), "tags: {env: dev}, "+aws),
		live(t, flex("moved"), aws),
		live(t, flex("old"), aws),
		live(t, workspace("clicks"), virginia),
		live(t, connection("clicks", "kafka"), kafka+", "+scram+", config: {a: w}"),
	} {
		state[r.Addr.Name] = &r
	}
	change(state)
	var all []spec.Resource
	for _, r := range state {
		all = append(all, *r)
	}
	p, err := plan.Compute(want, masked(all, want...), plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func asIs(map[string]*spec.Resource) {}

func record(t testing.TB, p *plan.Plan) []byte {
	t.Helper()
	data, err := render.JSON(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func approve(t testing.TB, p *plan.Plan) *plan.Approval {
	t.Helper()
	a, err := plan.ReadApproval(record(t, p))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestApprovalLeft holds plans of a changed world against an approved one.
func TestApprovalLeft(t *testing.T) {
	t.Parallel()
	tagged := func(body string) func(map[string]*spec.Resource) {
		return func(state map[string]*spec.Resource) {
			*state["tagged"] = live(t, flex("tagged"), body+", "+aws)
		}
	}
	for _, tc := range []struct {
		name   string
		change func(map[string]*spec.Resource)
		edits  []string
		done   []string
		diffs  []string
	}{
		{name: "the same", change: asIs},
		{name: "an update done", change: tagged("tags: {env: prod}"), done: []string{"shop/FlexCluster/tagged"}},
		{name: "a deletion done", change: func(state map[string]*spec.Resource) { delete(state, "old") }, done: []string{"shop/FlexCluster/old"}},
		{name: "half of a replacement done", change: func(state map[string]*spec.Resource) { delete(state, "moved") }},
		{
			name: "half of another replacement", change: func(state map[string]*spec.Resource) { delete(state, "moved") },
			edits: []string{"US_WEST_2", "EU_WEST_1"},
			diffs: []string{"shop/FlexCluster/moved: replace was approved, now it is create"},
		},
		{
			name: "changed by hand", change: tagged("tags: {env: test, owner: me}"),
			diffs: []string{
				"shop/FlexCluster/tagged: update has other values now",
				"    tags.env: approved dev -> prod, now test -> prod",
				"    tags.owner: approved untouched, now me -> nothing",
			},
		},
		{
			name: "another document", change: asIs, edits: []string{"team: shop", "team: carts"},
			diffs: []string{
				"shop/FlexCluster/new: create has other values now",
				"    tags.team: approved nothing -> shop, now nothing -> carts",
			},
		},
		{
			name: "another secret", change: asIs, edits: []string{"env: P", "env: Q"},
			diffs: []string{
				"shop/StreamConnection/clicks/kafka: update has other values now",
				"    authentication.password: approved (secret), now the same from another source",
			},
		},
		{
			name: "another object", change: func(state map[string]*spec.Resource) { state["old"].ID = "other" },
			diffs: []string{`shop/FlexCluster/old: delete is for another object: the ID was "id-of-old" and is "other"`},
		},
		{
			name: "gone and drifted", change: func(state map[string]*spec.Resource) {
				delete(state, "tagged")
				delete(state, "old")
			},
			diffs: []string{
				"shop/FlexCluster/old: delete was approved and is not in the plan any more",
				"shop/FlexCluster/tagged: update was approved, now it is create",
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			approval := approve(t, everyAction(t, asIs))
			done, diffs := approval.Left(everyAction(t, tc.change, tc.edits...), nil)
			if len(diffs) > 0 {
				done, diffs = nil, approval.With(done, diffs)
			}
			if diff := cmp.Diff(tc.done, done); diff != "" {
				t.Errorf("done (-want +got):\n%s", diff)
			}
			want := strings.Join(append(tc.diffs, ""), "\n")
			if diff := cmp.Diff(want, render.Differences(diffs)); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
		})
	}
}

// TestApprovalShaped refuses a plan for another ground or other projects, or under
// other flags.
func TestApprovalShaped(t *testing.T) {
	t.Parallel()
	p := everyAction(t, asIs)
	p.Ground = plan.Ground{Atlas: "https://cloud.mongodb.com", ProjectIDs: map[string]string{"shop": "1"}}
	a := approve(t, p)
	if err := a.Shaped(p); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*plan.Plan){
		"Atlas":          func(p *plan.Plan) { p.Ground.Atlas = "the emulator" },
		"project IDs":    func(p *plan.Plan) { p.Ground.ProjectIDs = map[string]string{"shop": "2"} },
		"projects":       func(p *plan.Plan) { p.Projects = []string{"other"} },
		"prune":          func(p *plan.Plan) { p.Flags.Prune = true },
		"rotate":         func(p *plan.Plan) { p.Flags.Rotate = []spec.Address{flex("new")} },
		"serverless API": func(p *plan.Plan) { p.Flags.LegacyServerless = true },
	} {
		other := *p
		change(&other)
		if err := a.Shaped(&other); err == nil {
			t.Errorf("other %s are accepted", name)
		}
	}
}

// TestApprovalLeftOfAnUpdate goes on with an update that takes several writes, of
// which some were made: that fewer fields are left is no other plan, another value
// is.
func TestApprovalLeftOfAnUpdate(t *testing.T) {
	t.Parallel()
	project := spec.Address{Project: "shop", Kind: spec.KindProject, Name: "shop"}
	update := func(live, want spec.Project) *plan.Plan {
		l := spec.Resource{Addr: project, Body: &live, ID: strings.Repeat("a", 24)}
		p, err := plan.Compute([]spec.Resource{{Addr: project, Body: &want}}, []spec.Resource{l}, plan.Flags{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	tags, settings := map[string]string{"env": "prod"}, &spec.ProjectSettings{DataExplorer: new(true)}
	switched := &spec.ProjectSettings{DataExplorer: new(false)}
	want := spec.Project{Tags: tags, Settings: switched}
	approval := approve(t, update(spec.Project{Settings: settings}, want))
	begun := func(op plan.Operation) bool { return op.Action == plan.Update && len(op.Fields) == 0 }
	for _, test := range []struct {
		name      string
		now       *plan.Plan
		continues func(plan.Operation) bool
		diffs     int
	}{
		{"the rest", update(spec.Project{Tags: tags, Settings: settings}, want), begun, 0},
		{"the other rest", update(spec.Project{Settings: switched}, want), begun, 0},
		{"not begun", update(spec.Project{Tags: tags, Settings: settings}, want), func(plan.Operation) bool { return false }, 1},
		{"nobody knows", update(spec.Project{Tags: tags, Settings: settings}, want), nil, 1},
		{"somebody else", update(spec.Project{Tags: map[string]string{"env": "test"}, Settings: switched}, want), begun, 1},
	} {
		if _, diffs := approval.Left(test.now, test.continues); len(diffs) != test.diffs {
			t.Errorf("%s: %s", test.name, render.Differences(diffs))
		}
	}
}
