package apply_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestReadBeforeWrite plans against one world and applies to the next one: what
// happened in between decides.
func TestReadBeforeWrite(t *testing.T) {
	t.Parallel()
	a := flex("a")
	with := func(r spec.Resource, change func(*spec.Resource)) spec.Resource {
		change(&r)
		return r
	}
	protected := func(r *spec.Resource) { r.Body.(*spec.FlexCluster).TerminationProtectionEnabled = new(true) }
	id := func(id string) func(*spec.Resource) { return func(r *spec.Resource) { r.ID = id } }
	phase := func(p spec.Phase) func(*spec.Resource) { return func(r *spec.Resource) { r.Phase = p } }
	for _, test := range []struct {
		name    string
		planned []spec.Resource // what the plan saw
		want    spec.Resource
		now     []spec.Resource // what is there when it runs
		writes  []string
		outcome string
		counts  [3]int
		left    []spec.Resource // what is there in the end
	}{
		{
			"create", nil, resource(a, "1"), nil,
			[]string{"create p/FlexCluster/a"},
			"create p/FlexCluster/a done",
			[3]int{1, 0, 0},
			[]spec.Resource{resource(a, "1")},
		},
		{
			"create what somebody else made just so", nil, resource(a, "1"),
			[]spec.Resource{with(resource(a, "1"), protected)},
			nil, "create p/FlexCluster/a done: it is there already, as wanted",
			[3]int{},
			[]spec.Resource{with(resource(a, "1"), protected)},
		},
		{
			"create what somebody else made otherwise", nil, resource(a, "1"),
			[]spec.Resource{moved(a)},
			nil, `create p/FlexCluster/a failed: conflict: it appeared since the plan: providerSettings.regionName: the plan saw nothing, now it is "EU_WEST_1", the file wants "US_EAST_1": plan again`,
			[3]int{},
			[]spec.Resource{moved(a)},
		},
		{
			"update", resources("1", a), resource(a, "2"), resources("1", a),
			[]string{"update p/FlexCluster/a"},
			"update p/FlexCluster/a done",
			[3]int{0, 1, 0},
			resources("2", a),
		},
		{
			"update what somebody else did", resources("1", a), resource(a, "2"), resources("2", a),
			nil, "update p/FlexCluster/a done: it is as wanted already",
			[3]int{},
			resources("2", a),
		},
		{
			"update of a field that somebody else changed", resources("1", a), resource(a, "2"), resources("3", a),
			nil, `update p/FlexCluster/a failed: conflict: somebody changed it since the plan: tags.v: the plan saw "1", now it is "3", the file wants "2": plan again`,
			[3]int{},
			resources("3", a),
		},
		{
			"update beside a field that somebody else changed", resources("1", a), resource(a, "2"),
			[]spec.Resource{with(resource(a, "1"), protected)},
			[]string{"update p/FlexCluster/a"},
			"update p/FlexCluster/a done",
			[3]int{0, 1, 0},
			[]spec.Resource{with(resource(a, "2"), protected)},
		},
		{
			"update of what is gone", resources("1", a), resource(a, "2"), nil,
			nil, "update p/FlexCluster/a failed: conflict: it was deleted since the plan: plan again",
			[3]int{},
			nil,
		},
		{
			"update of what is going", resources("1", a), resource(a, "2"),
			[]spec.Resource{with(resource(a, "1"), phase(spec.Deleting))},
			nil, "update p/FlexCluster/a failed: conflict: it was deleted since the plan: plan again",
			[3]int{},
			[]spec.Resource{with(resource(a, "1"), phase(spec.Deleting))},
		},
		{
			"delete", resources("1", a), absent(a), resources("1", a),
			[]string{"delete p/FlexCluster/a"},
			"delete p/FlexCluster/a done",
			[3]int{0, 0, 1},
			nil,
		},
		{
			"delete what is gone", resources("1", a), absent(a), nil,
			nil, "delete p/FlexCluster/a done: it is gone already",
			[3]int{},
			nil,
		},
		{
			"delete what somebody made anew", resources("1", a), absent(a),
			[]spec.Resource{with(resource(a, "1"), id("new"))},
			nil, "delete p/FlexCluster/a failed: conflict: it was deleted and made anew since the plan: plan again",
			[3]int{},
			[]spec.Resource{with(resource(a, "1"), id("new"))},
		},
		{
			"replace", resources("1", a), moved(a), resources("1", a),
			[]string{"delete p/FlexCluster/a", "create p/FlexCluster/a"},
			"replace p/FlexCluster/a done",
			[3]int{1, 0, 1},
			[]spec.Resource{moved(a)},
		},
		{
			"replace what is gone", resources("1", a), moved(a), nil,
			[]string{"create p/FlexCluster/a"},
			"replace p/FlexCluster/a done: it is gone already",
			[3]int{1, 0, 0},
			[]spec.Resource{moved(a)},
		},
		{
			"replace what somebody made anew", resources("1", a), moved(a),
			[]spec.Resource{with(resource(a, "1"), id("new"))},
			nil, "replace p/FlexCluster/a failed: delete: conflict: it was deleted and made anew since the plan: plan again",
			[3]int{},
			[]spec.Resource{with(resource(a, "1"), id("new"))},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := planFor(t, newFake(test.planned...), test.want)
			f := newFake(test.now...)
			result := run(t.Context(), p, f)
			if diff := cmp.Diff([]string{test.outcome}, texts(result)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.writes, f.Writes()); diff != "" {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
			if got := counts(result); got != test.counts {
				t.Errorf("added, changed, destroyed: got %v, want %v", got, test.counts)
			}
			live, err := f.Fetch(t.Context(), []spec.Resource{test.want}, fetchAll)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(bodies(test.left), bodies(live)); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
		})
	}
}

func bodies(list []spec.Resource) []spec.Body {
	var out []spec.Body
	for _, r := range list {
		out = append(out, r.Body)
	}
	return out
}
