package plan

import "github.com/atlasctl/atlasctl/pkg/spec"

// house has what Atlas puts into something else come after that, and go before that
// goes or changes. Which one it goes into nobody says, so that what comes or goes as a
// whole waits for any of the project, and what moves for those between which it does.
// It is no more than a wish.
func (g *graph) house() {
	for _, op := range g.ops {
		t, _ := spec.TypeOf(op.Addr.Kind)
		for _, other := range g.ops {
			holds, may := t.Houses[other.Addr.Kind]
			switch {
			case !may || other.Addr.Project != op.Addr.Project:
			case other.Action == Update:
				g.moves(op, other, holds)
			default:
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
	if builds && isBuilt {
		g.wishes = append(g.wishes, wish{comes, built})
	}
	if builds && isDestroyed && g.steps[built].Verb == Update {
		g.wishes = append(g.wishes, wish{built, leaves})
	}
	if destroys && isDestroyed {
		g.wishes = append(g.wishes, wish{destroyed, leaves})
	}
}

// moves adds the wishes of a house and of what an update moves into it, or out of it.
func (g *graph) moves(house, guest Operation, holds func(house, guest spec.Body) bool) {
	move := g.builds[guest.Addr]
	before, after := guest.Live.Body, guest.then().Body
	in := func(house *spec.Resource, guest spec.Body) bool {
		return house != nil && house.Body != nil && holds(house.Body, guest)
	}
	comes := in(house.Want, after) && !in(house.Want, before)
	leaves := in(house.Live, before) && !in(house.Live, after)
	built, builds := g.builds[house.Addr]
	destroyed, destroys := g.destroys[house.Addr]
	if builds && comes {
		g.wishes = append(g.wishes, wish{move, built})
	}
	if builds && leaves && g.steps[built].Verb == Update {
		g.wishes = append(g.wishes, wish{built, move})
	}
	if destroys && leaves {
		g.wishes = append(g.wishes, wish{destroyed, move})
	}
}
