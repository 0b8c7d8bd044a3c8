package plan_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// TestWorldsRefer keeps the other properties honest: what is drawn refers to what
// is drawn beside it, wherever a kind can. However many cases those draw, it looks
// at a hundred.
func TestWorldsRefer(t *testing.T) {
	t.Parallel()
	type reference struct{ from, to spec.Kind }
	found := map[reference]int{}
	worlds := rapid.Custom(func(t *rapid.T) [2][]spec.Resource {
		want, live := drawWorld(t)
		return [2][]spec.Resource{want, live}
	})
	for seed := range 100 {
		for _, resources := range worlds.Example(seed) {
			there := map[spec.Address]bool{}
			for _, r := range resources {
				there[r.Addr] = !r.Absent
			}
			for _, r := range resources {
				for _, need := range r.Requires() {
					if there[r.Addr] && there[need] {
						found[reference{r.Addr.Kind, need.Kind}]++
					}
				}
			}
		}
	}
	for _, typ := range spec.Types() {
		refers := slices.Concat([]spec.Kind{typ.Parent}, typ.Pins, typ.Keeps, spectest.Of(typ.Kind).Refers)
		for _, to := range refers {
			if r := (reference{typ.Kind, to}); to != "" && found[r] < 5 {
				t.Errorf("a %s referred to a %s %d times", r.from, r.to, found[r])
			}
		}
	}
}
