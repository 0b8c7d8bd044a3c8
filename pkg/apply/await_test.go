package apply_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestAwaitsWhatItNeeds is about an apply that is run again while Atlas is still
// at work on what the one before it has made: nothing is to be done about that,
// and what is to live in it has to wait all the same.
func TestAwaitsWhatItNeeds(t *testing.T) {
	t.Parallel()
	w, c := resource(workspace("w"), "SP10"), resource(connection("w", "c"), "1")
	pending := w
	pending.Phase = spec.Pending

	f := newFake(pending)
	result := run(t.Context(), planFor(t, f, w, c), f)
	if diff := cmp.Diff([]string{"ready w", "create c", "ready c"}, f.log("ready", "create")); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if result.Added != 1 {
		t.Errorf("%q", texts(result))
	}

	f = newFake(pending)
	f.fail("ready w", errors.New("it takes too long"))
	result = run(t.Context(), planFor(t, f, w, c), f)
	if diff := cmp.Diff([]string{"create p/StreamConnection/w/c failed: waiting for p/StreamWorkspace/w: it takes too long"}, texts(result)); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
	if writes := f.Writes(); len(writes) > 0 {
		t.Errorf("written: %q", writes)
	}
}
