package plan

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// crossings blocks changes that wait for each other: what changes has to be empty
// first, and what leaves the one waits to go into the other until that has changed.
func (c *computation) crossings() {
	var stuck []spec.Address
	for _, addr := range sortedAddrs(c.changes) {
		if c.wantsEmpty(addr) && c.leadsTo(addr, addr, map[spec.Address]bool{}) {
			stuck = append(stuck, addr)
		}
	}
	for _, addr := range stuck {
		c.changes[addr].blocked = fmt.Sprintf("it can only change when it is empty, and %s moves from it to where the same is so: take one of these changes back, or have that moved elsewhere first",
			names(c.movers(addr)))
	}
}

// wantsEmpty reports whether the plan changes something in place that has to be empty
// for that.
func (c *computation) wantsEmpty(addr spec.Address) bool {
	ch := c.changes[addr]
	t, _ := spec.TypeOf(addr.Kind)
	return ch != nil && ch.action == Update && ch.blocked == "" && len(t.Houses) > 0
}

// leadsTo follows what moves out of something that changes into the next.
func (c *computation) leadsTo(from, to spec.Address, seen map[spec.Address]bool) bool {
	seen[from] = true
	for _, next := range sortedAddrs(c.changes) {
		if next == from || !c.wantsEmpty(next) || !c.movesBetween(from, next) {
			continue
		}
		if next == to || !seen[next] && c.leadsTo(next, to, seen) {
			return true
		}
	}
	return false
}

func (c *computation) movesBetween(from, to spec.Address) bool {
	for _, guest := range c.movers(from) {
		if c.isToBeIn(to, guest) {
			return true
		}
	}
	return false
}

// movers lists what moves out of a live resource in place.
func (c *computation) movers(addr spec.Address) []spec.Address {
	var movers []spec.Address
	for _, guest := range c.guests(addr) {
		if ch := c.changes[guest]; ch != nil && ch.action == Update && c.isIn(addr, guest) && !c.isToBeIn(addr, guest) {
			movers = append(movers, guest)
		}
	}
	return movers
}
