package plan

import (
	"maps"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// house has what Atlas puts into something else come after that, and go before that
// goes or changes. Which one it goes into no document names, but both say where they
// are. It is no more than a wish.
func (g *graph) house() {
	type quarter struct {
		project string
		kind    spec.Kind
	}
	inhabitants := map[quarter][]Operation{}
	for _, op := range g.ops {
		at := quarter{op.Addr.Project, op.Addr.Kind}
		inhabitants[at] = append(inhabitants[at], op)
	}
	for _, house := range g.ops {
		t, _ := spec.TypeOf(house.Addr.Kind)
		for _, kind := range slices.Sorted(maps.Keys(t.Houses)) {
			for _, guest := range inhabitants[quarter{house.Addr.Project, kind}] {
				g.houses(house, guest)
			}
		}
	}
}

// houses adds the wishes of a house and of what comes into it, or leaves it.
func (g *graph) houses(house, guest Operation) {
	comes, leaves := house.takesIn(guest), house.letsOut(guest)
	built, builds := g.builds[house.Addr]
	if builds && comes {
		g.wishes = append(g.wishes, wish{g.builds[guest.Addr], built})
	}
	if !leaves {
		return
	}
	last, ok := g.destroys[guest.Addr]
	if !ok {
		last = g.builds[guest.Addr]
	}
	if builds && g.steps[built].Verb == Update {
		g.wishes = append(g.wishes, wish{built, last})
	}
	if destroyed, destroys := g.destroys[house.Addr]; destroys {
		g.wishes = append(g.wishes, wish{destroyed, last})
	}
}

// takesIn reports whether something comes into what an operation makes or changes.
func (op Operation) takesIn(guest Operation) bool {
	if op.Want == nil || !op.Want.Houses(guest.then()) {
		return false
	}
	return guest.Action != Update || !op.Want.Houses(*guest.Live)
}

// letsOut reports whether something leaves what an operation changes or deletes, be it
// to come back.
func (op Operation) letsOut(guest Operation) bool {
	if op.Live == nil || guest.Live == nil || !op.Live.Houses(*guest.Live) {
		return false
	}
	return guest.Action != Update || !op.Live.Houses(guest.then())
}
