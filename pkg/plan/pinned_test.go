package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func processor(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindStreamProcessor, Parent: "w", Name: name}
}

// TestPinned is about connections that a processor names, and what becomes of it.
func TestPinned(t *testing.T) {
	t.Parallel()
	const sample, running = "type: Sample", ", state: STARTED"
	const toCluster = "type: Cluster, dbRoleToExecute: {role: readAnyDatabase, type: BUILT_IN}, clusterName: "
	c, p := connection("w", "c"), processor("p")
	here := func(addr spec.Address, body string) spec.Resource { return live(t, addr, body) }
	there := func(addr spec.Address, body string) spec.Resource { return document(t, addr, body) }
	going := here(p, pipeline("1"))
	going.Phase = spec.Deleting
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		steps      []string
	}{
		{
			"what is on its way out keeps nothing",
			[]spec.Resource{there(c, "absent")},
			[]spec.Resource{here(c, sample), going},
			[]string{"delete shop/StreamConnection/w/c"},
		},
		{
			"another connection is nobody's business",
			[]spec.Resource{there(connection("w", "d"), "absent")},
			[]spec.Resource{here(c, sample), here(connection("w", "d"), sample), here(p, pipeline("1"))},
			[]string{"delete shop/StreamConnection/w/d"},
		},
		{
			"one of the same name in another workspace is another one",
			[]spec.Resource{there(connection("v", "c"), "absent")},
			[]spec.Resource{here(connection("v", "c"), sample), here(p, pipeline("1"))},
			[]string{"delete shop/StreamConnection/v/c"},
		},
		{
			"what merely names a cluster need not go before it where that would lead around in a circle",
			[]spec.Resource{
				there(flex("f"), strings.Replace(aws, "US_EAST_1", "EU_WEST_1", 1)),
				there(c, sample), there(connection("w", "d"), toCluster+"f"), there(p, "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]"),
			},
			[]spec.Resource{here(flex("f"), aws), here(c, toCluster+"f"), here(connection("w", "d"), toCluster+"g"), here(p, pipeline("1")+", state: CREATED")},
			[]string{
				"delete shop/FlexCluster/f", "create shop/FlexCluster/f", "update shop/StreamConnection/w/d", "update shop/StreamProcessor/w/p",
				"delete shop/StreamConnection/w/c", "create shop/StreamConnection/w/c",
			},
		},
		{
			"it goes before that is changed",
			[]spec.Resource{there(c, https+", headers: {a: b}"), there(p, "absent")},
			[]spec.Resource{here(c, https), here(p, pipeline("1"))},
			[]string{"delete shop/StreamProcessor/w/p", "update shop/StreamConnection/w/c"},
		},
		{
			"it goes before and comes back after",
			[]spec.Resource{there(c, https), there(p, pipeline("1")+running)},
			[]spec.Resource{here(c, sample), here(p, pipeline("1")+running)},
			[]string{
				"delete shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c",
				"create shop/StreamConnection/w/c", "create shop/StreamProcessor/w/p",
			},
		},
		{
			"it is changed before what it lets go of is replaced",
			[]spec.Resource{there(c, https), there(p, "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]")},
			[]spec.Resource{here(c, sample), here(connection("w", "d"), sample), here(p, pipeline("1")+", state: CREATED")},
			[]string{"update shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c", "create shop/StreamConnection/w/c"},
		},
		{
			"it lets go before that is changed",
			[]spec.Resource{there(c, https+", headers: {a: b}"), there(p, "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]")},
			[]spec.Resource{here(c, https), here(connection("w", "d"), sample), here(p, pipeline("1")+", state: CREATED")},
			[]string{"update shop/StreamProcessor/w/p", "update shop/StreamConnection/w/c"},
		},
		{
			"what it does not let go of in all places keeps its place",
			[]spec.Resource{there(c, https+", headers: {a: b}"), there(p, "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]")},
			[]spec.Resource{here(c, https), here(connection("w", "d"), sample), here(p, pipeline("1")+", options: {dlq: {connectionName: c, db: a, coll: b}}, state: CREATED")},
			[]string{"update shop/StreamConnection/w/c", "update shop/StreamProcessor/w/p"},
		},
		{
			"where two processors change places nothing goes around in a circle",
			[]spec.Resource{
				there(c, https+", headers: {a: b}"), there(connection("w", "d"), https+", headers: {a: b}"),
				there(p, "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]"), there(processor("q"), pipeline("1")),
			},
			[]spec.Resource{
				here(c, https), here(connection("w", "d"), https),
				here(p, pipeline("1")+", state: CREATED"), here(processor("q"), "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}], state: CREATED"),
			},
			[]string{"update shop/StreamConnection/w/c", "update shop/StreamConnection/w/d", "update shop/StreamProcessor/w/p", "update shop/StreamProcessor/w/q"},
		},
		{
			"a workspace takes both, each once",
			[]spec.Resource{there(workspace("w"), "absent")},
			[]spec.Resource{here(workspace("w"), virginia), here(c, sample), here(p, pipeline("1"))},
			[]string{"delete shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c", "delete shop/StreamWorkspace/w"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, test.live, plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			var steps []string
			for _, s := range p.Steps() {
				steps = append(steps, s.Verb.String()+" "+p.Operations[s.Op].Addr.String())
			}
			for _, b := range p.Blocked {
				steps = append(steps, "blocked "+b.Addr.String()+": "+b.Reason)
			}
			if diff := cmp.Diff(test.steps, steps); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPinnedByWhatCannotBeChanged keeps a connection whose processor would let go
// of it, if it could be changed.
func TestPinnedByWhatCannotBeChanged(t *testing.T) {
	t.Parallel()
	want := []spec.Resource{
		document(t, connection("w", "c"), "absent"),
		document(t, processor("p"), "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]"),
	}
	there := []spec.Resource{
		live(t, connection("w", "c"), "type: Sample"), live(t, connection("w", "d"), "type: Sample"),
		live(t, processor("p"), pipeline("1")+", state: STARTED"),
	}
	p, err := plan.Compute(want, there, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"blocked delete shop/StreamConnection/w/c", "blocked update shop/StreamProcessor/w/p"}, actions(p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
