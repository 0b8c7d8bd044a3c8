package remote

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestTablesAgree fails for a kind without a driver, for a driver without a
// kind, for one that the emulator does not serve, and for one of which the feed tells
// half.
func TestTablesAgree(t *testing.T) {
	t.Parallel()
	emu, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Config{Credentials: Token("token"), Transport: emu.Transport(), Clock: noClock{}})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []spec.Kind
	for _, typ := range spec.Types() {
		kinds = append(kinds, typ.Kind)
		at := Site{GroupID: emu.AddProject("demo"), Parent: "parent"}
		if d, ok := c.drivers[typ.Kind]; ok {
			if e := d.events(); (len(e.There) == 0) != (len(e.Gone) == 0) {
				t.Errorf("%s: the feed has words for both or for neither, got %q", typ.Kind, e)
			}
			if _, err := d.list(t.Context(), at, 1); err != nil && !errors.Is(err, ErrNoParent) && !errors.Is(err, ErrUnsupported) {
				t.Errorf("the emulator does not serve %s: %v", typ.Kind, err)
			}
		}
	}
	slices.Sort(kinds)
	if diff := cmp.Diff(kinds, slices.Sorted(maps.Keys(c.drivers))); diff != "" {
		t.Errorf("kinds and drivers differ (-kinds +drivers):\n%s", diff)
	}
}

type noClock struct{}

func (noClock) Now() time.Time                             { return time.Time{} }
func (noClock) Sleep(context.Context, time.Duration) error { return nil }
