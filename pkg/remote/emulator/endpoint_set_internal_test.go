package emulator

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryRouteHasAnEndpointSet covers the versioned API; what else is served is
// not limited by buckets.
func TestEveryRouteHasAnEndpointSet(t *testing.T) {
	t.Parallel()
	used := map[string]bool{inspectionOfGroup: true} // by a parameter of the query
	for _, r := range routes() {
		set, ok := endpointSetOf(r.path)
		if want := strings.HasPrefix(r.path, apiPath+"/"); ok != want {
			t.Errorf("%s %s: has a set %t, want %t", r.method, r.path, ok, want)
		}
		used[set.id] = true
	}
	for _, set := range endpointSets() {
		if !used[set.id] {
			t.Errorf("no route is in the set %s", set.id)
		}
		if !set.limit.valid() {
			t.Errorf("set %s has the limit %+v", set.id, set.limit)
		}
	}
	if ids := EndpointSets(); !slices.IsSorted(ids) {
		t.Errorf("sets are not in order: %v", ids)
	}
}
