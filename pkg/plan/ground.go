package plan

import (
	"fmt"
	"maps"
	"slices"
)

// Ground is what a plan is about, as whoever fetched the live state knows it: no
// document says it, and plans for two grounds may read the same.
type Ground struct {
	// Atlas is where the live state is from.
	Atlas string `json:"atlas,omitempty"`
	// ProjectIDs has the IDs of the projects that go by a name.
	ProjectIDs map[string]string `json:"projectIds,omitempty"`
}

// covers says why what was approved on one ground means nothing on another.
func (g Ground) covers(now Ground) error {
	if g.Atlas != now.Atlas {
		return fmt.Errorf("it was approved for %s, and this plan is for %s", g.named(), now.named())
	}
	for _, name := range slices.Sorted(maps.Keys(g.ProjectIDs)) {
		if was, is := g.ProjectIDs[name], now.ProjectIDs[name]; is != "" && was != is {
			return fmt.Errorf("project %q is another one by now: it had the ID %s when it was approved, and has %s", name, was, is)
		}
	}
	return nil
}

func (g Ground) named() string {
	if g.Atlas == "" {
		return "an Atlas that it does not name"
	}
	return g.Atlas
}
