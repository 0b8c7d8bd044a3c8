package plan

import (
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// house has what Atlas puts into something else come after that, and go before that
// goes or changes. Which one it goes into nobody says, so that it is any of the
// project, and no more than a wish.
func (g *graph) house() {
	for _, op := range g.ops {
		t, _ := spec.TypeOf(op.Addr.Kind)
		for _, other := range g.ops {
			if slices.Contains(t.Houses, other.Addr.Kind) && other.Addr.Project == op.Addr.Project {
				g.houses(op.Addr, other.Addr)
			}
		}
	}
}

// houses adds the wishes of a house and of what may be in it.
func (g *graph) houses(house, guest spec.Address) {
	comes, isBuilt := g.builds[guest]
	leaves, isDestroyed := g.destroys[guest]
	built, builds := g.builds[house]
	destroyed, destroys := g.destroys[house]
	if builds && isBuilt && g.steps[comes].Verb == Create {
		g.wishes = append(g.wishes, wish{comes, built})
	}
	if builds && isDestroyed && g.steps[built].Verb == Update {
		g.wishes = append(g.wishes, wish{built, leaves})
	}
	if destroys && isDestroyed {
		g.wishes = append(g.wishes, wish{destroyed, leaves})
	}
}
