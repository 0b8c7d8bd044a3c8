package emulator

import (
	"net/http"
	"slices"
	"testing"
)

// TestEverythingThatCanChangeIsChanged holds the table of second edits to the
// routes: a kind with a PATCH has a line in it.
func TestEverythingThatCanChangeIsChanged(t *testing.T) {
	t.Parallel()
	for _, r := range routes() {
		known := slices.ContainsFunc(editables(), func(k editable) bool { return k.path == belowVersion(r.path) })
		if r.method == http.MethodPatch && !known {
			t.Errorf("PATCH %s: editables has no line for it", r.path)
		}
	}
	for name, v := range variants() {
		if v.members != nil && v.edited == nil {
			t.Errorf("connection of type %s: nothing is named that a second editor changes", name)
		}
	}
}

// TestEveryBodyIsShown holds the bodies that a log shows to the routes.
func TestEveryBodyIsShown(t *testing.T) {
	t.Parallel()
	known := shownShapes()
	for _, r := range routes() {
		writes := r.method == http.MethodPost || r.method == http.MethodPatch
		if writes && r.operate != nil && !r.bodyless && known[r.method+" "+belowVersion(r.path)] == nil {
			t.Errorf("%s %s: shownShapes has no line for it", r.method, r.path)
		}
	}
}
