package main

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestPendingParent goes on where an apply was killed that had asked for something
// in which more is to live: that is made when the first is ready.
func TestPendingParent(t *testing.T) {
	t.Parallel()
	for _, oddities := range []emulator.Oddities{emulator.OdditiesRecorded, emulator.OdditiesAlways} {
		c := situation{want: loadFolders(t, exampleRoot+"/private-endpoints"), oddities: oddities}
		client, emu := newEmulated(t, c)
		planOf(t, client, c.want, plan.Flags{})
		for _, r := range c.want {
			if r.Addr.Parent != "" {
				continue
			}
			if err := client.Create(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		again := clientOf(t, emu, emu.Transport(), false)
		p := planOf(t, again, c.want, plan.Flags{})
		if len(p.Operations) != 3 {
			t.Fatalf("planned %q", outline(p))
		}
		applyAll(t, again, p)
		if next := planOf(t, again, c.want, plan.Flags{}); !next.Empty() {
			t.Errorf("the next plan is not empty: %q", outline(next))
		}
	}
}
