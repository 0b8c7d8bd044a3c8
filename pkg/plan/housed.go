package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Atlas neither changes nor deletes what it has put something into, for as long as
// that is in there: a network has to be empty. What is in it is told from what is
// live, and whether it leaves from its document. Other than what lives in a parent, it
// is not taken along.

// occupied says what keeps a live resource from being changed or destroyed: what is in
// it and stays, or what is to be in what goes for good, so that Atlas would make it again.
func (c *computation) occupied(addr spec.Address) string {
	ch := c.changes[addr]
	goes := ch == nil || ch.action == Delete
	refusal := "and Atlas changes none that is in use: take the change back, or have that moved or deleted first"
	if goes {
		refusal = "and Atlas deletes none that is in use: keep it, or have that moved or deleted as well"
	}
	for _, guest := range c.guests(addr) {
		switch leaves, obstacle := c.movesOut(addr, guest); {
		case !c.isIn(addr, guest):
		case !leaves && c.declared[guest] == nil:
			return fmt.Sprintf("%s, which no file mentions, is in it, %s", guest, refusal)
		case !leaves:
			return fmt.Sprintf("%s is in it, %s", guest, refusal)
		case obstacle != "":
			return fmt.Sprintf("%s is in it, and stays: %s", guest, obstacle)
		}
		if goes && c.isToBeIn(addr, guest) {
			return fmt.Sprintf("%s is to be in it, and Atlas would make another one for that: keep it, or declare that one elsewhere", guest)
		}
	}
	return ""
}

// lodgers lists what is in a live resource, or is to be, and is not to be pruned along
// with it.
func (c *computation) lodgers(addr spec.Address) []spec.Address {
	return slices.DeleteFunc(c.guests(addr), func(guest spec.Address) bool {
		if c.declared[guest] == nil {
			return !c.isIn(addr, guest) || !c.outside(guest) && !c.used(guest)
		}
		leaves, obstacle := c.movesOut(addr, guest)
		return !c.isToBeIn(addr, guest) && (!c.isIn(addr, guest) || leaves && obstacle == "")
	})
}

// guests lists what may be in a live resource, sorted: all that there is, or is to be,
// of the kinds that Atlas puts into such a one.
func (c *computation) guests(addr spec.Address) []spec.Address {
	t, _ := spec.TypeOf(addr.Kind)
	if c.live[addr] == nil || len(t.Houses) == 0 {
		return nil
	}
	var guests []spec.Address
	add := func(guest spec.Address) {
		if _, may := t.Houses[guest.Kind]; may && guest.Project == addr.Project {
			guests = append(guests, guest)
		}
	}
	for guest := range c.live {
		add(guest)
	}
	for guest := range c.declared {
		add(guest)
	}
	slices.SortFunc(guests, spec.Address.Compare)
	return slices.Compact(guests)
}

// isIn reports whether something is in a live resource today.
func (c *computation) isIn(house, guest spec.Address) bool {
	live := c.live[guest]
	return live != nil && c.live[house].Houses(*live)
}

// isToBeIn reports whether something is in a live resource, as that is today, when all
// is as the documents want it.
func (c *computation) isToBeIn(house, guest spec.Address) bool {
	return c.live[house].Houses(c.then(guest))
}

// movesOut reports whether the plan has something leave a live resource, be it to come
// back, and what keeps it from doing so.
func (c *computation) movesOut(house, guest spec.Address) (leaves bool, obstacle string) {
	switch ch := c.changes[guest]; {
	case ch == nil || ch.action == 0:
		return false, ""
	case ch.action.Destroys():
		return true, cmp.Or(ch.blocked, c.protection(guest))
	default:
		return !c.isToBeIn(house, guest), ch.blocked
	}
}

// leaving lists what is in a live resource and on its way out already.
func (c *computation) leaving(addr spec.Address) []spec.Resource {
	house := c.live[addr]
	if t, _ := spec.TypeOf(addr.Kind); house == nil || len(t.Houses) == 0 {
		return nil
	}
	var going []spec.Resource
	for _, guest := range sortedAddrs(c.other) {
		if r := c.other[guest]; r.Phase == spec.Deleting && house.Houses(*r) {
			going = append(going, *r)
		}
	}
	return going
}
