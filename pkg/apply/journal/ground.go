package journal

import (
	"fmt"
	"maps"
	"slices"
)

// Ground is what a run is about. What was approved on one ground says nothing
// about another, though the plans may read the same.
type Ground struct {
	// Atlas is where the requests go.
	Atlas string `json:"atlas"`
	// Projects has the IDs of the projects that go by a name.
	Projects map[string]string `json:"projects"`
	// Declared lists the addresses of the documents.
	Declared []string `json:"declared"`
	// Since is the Git commit that the documents are compared with, if any.
	Since string `json:"since,omitempty"`
}

// Covers gives nil when a run on this ground can tell what became of one on the
// earlier ground, and otherwise why it cannot.
func (g Ground) Covers(earlier Ground) error {
	if g.Atlas != earlier.Atlas {
		return fmt.Errorf("it was made for %s, and this is %s", earlier.Atlas, g.Atlas)
	}
	if earlier.Since != "" && g.Since != earlier.Since {
		return fmt.Errorf("it was made since the commit %s, and this one is not", earlier.Since)
	}
	for _, name := range slices.Sorted(maps.Keys(earlier.Projects)) {
		if now, was := g.Projects[name], earlier.Projects[name]; now != "" && now != was {
			return fmt.Errorf("project %q is another one by now: it had the ID %s, and has %s", name, was, now)
		}
	}
	missing := slices.DeleteFunc(slices.Clone(earlier.Declared), func(addr string) bool { return slices.Contains(g.Declared, addr) })
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("it was made with %s, which the files do not name: give the same ones", missing[0])
	}
	return fmt.Errorf("it was made with %s and %d more, which the files do not name: give the same ones", missing[0], len(missing)-1)
}
