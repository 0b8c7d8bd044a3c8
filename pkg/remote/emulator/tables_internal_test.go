package emulator

import (
	"net/http"
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

// TestEveryWriteIsTold wants of every write what the activity feed tells of it, or
// that it tells nothing.
func TestEveryWriteIsTold(t *testing.T) {
	t.Parallel()
	for _, r := range routes() {
		if isWrite := r.method != http.MethodGet && r.operate != nil; isWrite != (r.event != "" || r.untold) || r.event != "" && r.untold {
			t.Errorf("%s %s: its event is %q", r.method, r.path, r.event)
		}
	}
}
