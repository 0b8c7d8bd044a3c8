package remote_test

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestConnectionOfLessMembers lives through a connection on dates on which Atlas
// did not say all that it says today: without a state it is ready, and without
// an ID it is found by its name.
func TestConnectionOfLessMembers(t *testing.T) {
	t.Parallel()
	for asOf, want := range map[string]struct {
		state string
		hasID bool
	}{
		"2025-12-01": {"", false},
		"2026-02-20": {"READY", false},
		"2026-03-10": {"READY", true},
	} {
		t.Run(asOf, func(t *testing.T) {
			t.Parallel()
			emu, _ := newEmulatorOn(t, asOf, "demo")
			c := newClient(t, emu, remote.Config{})
			c.AllowWrites()
			resources := load(t, "demo", workspace("clicks"), early("https://example.com"))
			connection, parent := resources[0], resources[1]
			for _, r := range []spec.Resource{parent, connection} {
				if err := c.Create(t.Context(), r); err != nil {
					t.Fatal(err)
				}
			}
			live, err := c.WaitReady(t.Context(), connection, nil)
			if err != nil {
				t.Fatal(err)
			}
			if live.State != want.state || (live.ID != "") != want.hasID || live.Phase != spec.Ready {
				t.Errorf("got state %q, ID %q and phase %v", live.State, live.ID, live.Phase)
			}
			changed := load(t, "demo", early("https://example.com/other"))[0]
			if err := c.Update(t.Context(), *live, changed); err != nil {
				t.Fatal(err)
			}
			if live, err = c.Read(t.Context(), changed); err != nil {
				t.Fatal(err)
			}
			if diff := remotetest.Diff(changed.Body, *live); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err := c.Delete(t.Context(), *live); err != nil {
				t.Fatal(err)
			}
			if err := c.WaitGone(t.Context(), connection, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func early(url string) string {
	return doc("StreamConnection", "workspace: clicks, name: hook", "{type: Https, region: VIRGINIA_USA, url: '"+url+"'}")
}
