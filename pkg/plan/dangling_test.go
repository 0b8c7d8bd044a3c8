package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestNothingIsLeftDangling is about what a document names, no document declares,
// and something else would take along.
func TestNothingIsLeftDangling(t *testing.T) {
	t.Parallel()
	a, c, p := link("a"), connection("w", "c"), processor("p")
	gone := spec.Resource{Addr: a, Absent: true}
	there := []spec.Resource{live(t, a, toward("a", "a")), live(t, c, over("a"))}
	runs := live(t, p, pipeline("1"))
	const named = "shop/StreamProcessor/w/p at a.yaml:1 needs it: declare it, or take the reference out"
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		flags      plan.Flags
		steps      []string
	}{
		{
			"a link takes no connection along that a processor is left to name",
			[]spec.Resource{gone, document(t, p, pipeline("1"))},
			append([]spec.Resource{runs}, there...),
			plan.Flags{},
			[]string{"blocked shop/StreamPrivateLink/a: shop/StreamConnection/w/c refers to it, which keeps it: " + named},
		},
		{
			"nor one that a processor is made to name",
			[]spec.Resource{gone, document(t, p, pipeline("1"))},
			there,
			plan.Flags{},
			[]string{"create shop/StreamProcessor/w/p", "blocked shop/StreamPrivateLink/a: shop/StreamConnection/w/c refers to it, which keeps it: " + named},
		},
		{
			"nor when it comes back itself",
			[]spec.Resource{document(t, a, toward("a", "other")), document(t, p, pipeline("1"))},
			append([]spec.Resource{runs}, there...),
			plan.Flags{},
			[]string{"blocked shop/StreamPrivateLink/a: shop/StreamConnection/w/c refers to it, which keeps it: " + named},
		},
		{
			"a processor that no file mentions goes along",
			[]spec.Resource{gone},
			append([]spec.Resource{runs}, there...),
			plan.Flags{},
			[]string{"delete shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c", "delete shop/StreamPrivateLink/a"},
		},
		{
			"a connection that a file declares comes back, and so does the processor",
			[]spec.Resource{document(t, a, toward("a", "other")), document(t, c, over("a")), document(t, p, pipeline("1")+", state: CREATED")},
			append([]spec.Resource{live(t, p, pipeline("1")+", state: CREATED")}, there...),
			plan.Flags{},
			[]string{
				"delete shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c", "delete shop/StreamPrivateLink/a",
				"create shop/StreamPrivateLink/a", "create shop/StreamConnection/w/c", "create shop/StreamProcessor/w/p",
			},
		},
		{
			"what a document needs by way of something else is not pruned",
			[]spec.Resource{document(t, link("b"), toward("b", "b")), document(t, p, pipeline("1"))},
			append([]spec.Resource{runs, live(t, link("b"), toward("b", "b"))}, there...),
			plan.Flags{Prune: true},
			nil,
		},
		{
			"what a processor names is not pruned where no file speaks of processors",
			[]spec.Resource{document(t, workspace("w"), virginia), document(t, connection("w", "d"), "type: Sample")},
			[]spec.Resource{live(t, workspace("w"), virginia), live(t, c, "type: Sample"), live(t, connection("w", "d"), "type: Sample"), live(t, connection("w", "e"), "type: Sample"), runs},
			plan.Flags{Prune: true},
			[]string{"delete shop/StreamConnection/w/e"},
		},
		{
			"it is where one does, and goes with the processor",
			[]spec.Resource{document(t, workspace("w"), virginia), document(t, connection("w", "d"), "type: Sample"), document(t, processor("q"), "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]")},
			[]spec.Resource{live(t, workspace("w"), virginia), live(t, c, "type: Sample"), live(t, connection("w", "d"), "type: Sample"), live(t, processor("q"), "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]"), runs},
			plan.Flags{Prune: true},
			[]string{"delete shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c"},
		},
		{
			"a link is pruned where all that keeps it goes with a workspace",
			[]spec.Resource{document(t, workspace("v"), virginia), document(t, link("b"), toward("b", "b"))},
			append([]spec.Resource{live(t, workspace("v"), virginia), live(t, workspace("w"), virginia), live(t, link("b"), toward("b", "b")), runs}, there...),
			plan.Flags{Prune: true},
			[]string{"delete shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c", "delete shop/StreamPrivateLink/a", "delete shop/StreamWorkspace/w"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, masked(test.live, test.want...), test.flags)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.steps, stepsOf(p)); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}
