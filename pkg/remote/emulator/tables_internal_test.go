package emulator

import (
	"net/http"
	"strings"
	"testing"
)

// TestEverythingThatCanChangeIsChanged wants every PATCH to say how somebody else
// changes its object.
func TestEverythingThatCanChangeIsChanged(t *testing.T) {
	t.Parallel()
	for _, r := range routes() {
		if r.method == http.MethodPatch && r.edit == nil {
			t.Errorf("PATCH %s: nothing says how a second editor changes it", r.path)
		}
	}
	for name, v := range variants() {
		if v.members != nil && v.edited == nil {
			t.Errorf("connection of type %s: nothing is named that a second editor changes", name)
		}
	}
}

// TestEveryBodyIsShown wants every request with a body to say what a log may show
// of it.
func TestEveryBodyIsShown(t *testing.T) {
	t.Parallel()
	for _, r := range routes() {
		writes := r.method == http.MethodPost || r.method == http.MethodPatch
		if writes && r.operate != nil && !r.bodyless && r.takes == nil {
			t.Errorf("%s %s: nothing says what its body may hold", r.method, r.path)
		}
	}
}

// TestEveryWriteIsTold wants every write in the activity feed, but for those that
// the API document has no events of.
func TestEveryWriteIsTold(t *testing.T) {
	t.Parallel()
	for _, r := range routes() {
		untold := strings.Contains(r.path, "/processor/") || strings.HasSuffix(r.path, "/processor") ||
			strings.Contains(r.path, "/privateLinkConnections") || strings.HasSuffix(r.path, "/autoIndexing") ||
			r.path == groupPath+"/settings" || strings.HasPrefix(r.path, groupPath+"/limits/") || r.path == groupPath && r.method == http.MethodDelete // the feed goes along
		if told := r.method != http.MethodGet && r.operate != nil && !untold; told != (r.event != "") {
			t.Errorf("%s %s: its event is %q", r.method, r.path, r.event)
		}
	}
}
