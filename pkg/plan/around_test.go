package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestNothingComesToContainItself is about roles that inherit each other by way of
// what only Atlas knows.
func TestNothingComesToContainItself(t *testing.T) {
	t.Parallel()
	const plain = "actions: {FIND: [{db: shop}]}"
	inherits := func(of string) string { return "inheritedRoles: [{role: " + of + ", db: admin}]" }
	a, b, c := role("a"), role("b"), role("c")
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		steps      []string
	}{
		{
			"a role that no file mentions inherits the one that would inherit it",
			[]spec.Resource{document(t, a, inherits("b"))},
			[]spec.Resource{live(t, a, plain), live(t, b, inherits("a"))},
			[]string{"blocked shop/CustomDBRole/a: it would contain itself, by way of shop/CustomDBRole/b: take the reference out, or declare what no file mentions without it"},
		},
		{
			"two of them, on the way from one document to another",
			[]spec.Resource{document(t, a, inherits("b")), document(t, role("d"), inherits("a"))},
			[]spec.Resource{live(t, a, plain), live(t, b, inherits("c")), live(t, c, inherits("a"))},
			[]string{
				"create shop/CustomDBRole/d",
				"blocked shop/CustomDBRole/a: it would contain itself, by way of shop/CustomDBRole/b, shop/CustomDBRole/c: take the reference out, or declare what no file mentions without it",
			},
		},
		{
			"a document leaves out what leads back",
			[]spec.Resource{document(t, a, inherits("b")), document(t, b, "actions: {FIND: [{db: other}]}")},
			[]spec.Resource{live(t, a, plain), live(t, b, plain+", "+inherits("a"))},
			[]string{
				"blocked shop/CustomDBRole/a: it would contain itself, by way of shop/CustomDBRole/b: take the reference out, or declare what no file mentions without it",
				"blocked shop/CustomDBRole/b: it would contain itself, by way of shop/CustomDBRole/a: take the reference out, or declare what no file mentions without it",
			},
		},
		{
			"a document takes out what leads back",
			[]spec.Resource{document(t, a, inherits("b")), document(t, b, plain+", inheritedRoles: []")},
			[]spec.Resource{live(t, a, plain), live(t, b, inherits("a"))},
			[]string{"update shop/CustomDBRole/b", "update shop/CustomDBRole/a"},
		},
		{
			"nothing leads back",
			[]spec.Resource{document(t, a, inherits("b")), document(t, c, inherits("b"))},
			[]spec.Resource{live(t, b, inherits("readAnyDatabase"))},
			[]string{"create shop/CustomDBRole/a", "create shop/CustomDBRole/c"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, masked(test.live, test.want...), plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.steps, stepsOf(p)); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}
