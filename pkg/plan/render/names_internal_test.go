package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestGroupedNames writes what names begin with once, where that is shorter.
func TestGroupedNames(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{
		"":                              nil,
		"orders":                        {"orders"},
		"orders-{ap eu us}":             {"orders-us", "orders-eu", "orders-ap"},
		"orders-{eu us} stock":          {"stock", "orders-eu", "orders-us"},
		"a-b a-c":                       {"a-b", "a-c"}, // braces would cost as much
		"team-{one/x two/x} zoo":        {"team-one/x", "team-two/x", "zoo"},
		`"a {b" "with blank" plain`:     {"with blank", "plain", "a {b"},
		"name-of-some-{length length-}": {"name-of-some-length", "name-of-some-length-"},
	} {
		if diff := cmp.Diff(want, strings.Join(each(grouped(names), nameGroup.String), " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", names, diff)
		}
	}
}

// TestGroupedNamesAll finds every name again, in no more room than they take one by one.
func TestGroupedNamesAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfDistinct(rapid.StringMatching(`([ab]{1,3}[-_.]){0,4}[a-c]{0,4}[-]?x`), rapid.ID).Draw(t, "names")
		text := strings.Join(each(grouped(names), nameGroup.String), " ")
		if len(text) > len(strings.Join(names, " ")) {
			t.Errorf("%q takes more room than %q", text, names)
		}
		var got []string
		for _, g := range grouped(names) {
			got = append(got, g.names...)
			for _, name := range g.names {
				if len(g.names) > 1 && (!strings.HasPrefix(name, g.prefix) || name == g.prefix) {
					t.Errorf("%q does not begin with %q", name, g.prefix)
				}
			}
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(names)), got); len(names)+len(got) > 0 && diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}
