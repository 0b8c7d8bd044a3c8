package plan

import (
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Some objects keep others: Atlas deletes no connection that a processor names,
// be it stopped. So whatever takes the one away has to take the other along, and
// a plan says so. What keeps an object is told from what is live; whether it goes
// on doing so, from its document.

// pin notes what a live resource keeps from being deleted.
func (c *computation) pin(r *spec.Resource) {
	for _, addr := range r.Pinned() {
		c.pinners[addr] = append(c.pinners[addr], r.Addr)
	}
}

// holders lists what keeps a live resource, and would not let go of it by itself.
func (c *computation) holders(addr spec.Address) []spec.Address {
	return slices.DeleteFunc(slices.Clone(c.pinners[addr]), func(pinner spec.Address) bool {
		return c.live[pinner] == nil || c.letsGo(pinner, addr)
	})
}

// letsGo reports whether a resource will not refer to another one any more as
// soon as it is as its document wants it. What the document leaves out stays.
func (c *computation) letsGo(pinner, addr spec.Address) bool {
	want := c.declared[pinner]
	if want == nil || want.Absent || slices.Contains(want.Requires(), addr) {
		return false
	}
	t, _ := spec.TypeOf(pinner.Kind)
	then := spec.Resource{Addr: pinner, Body: Adopt(t, want.Body, c.live[pinner].Body)}
	return !slices.Contains(then.Requires(), addr)
}

// used reports whether something keeps a live resource that is not to be pruned along
// with it: what the files declare and is not made anew, and what is of a kind, or in a
// parent, that they do not speak of, be it by way of what no file mentions.
func (c *computation) used(addr spec.Address) bool { return len(c.users(addr)) > 0 }

// users lists what keeps a live resource so.
func (c *computation) users(addr spec.Address) []spec.Address {
	return slices.DeleteFunc(c.holders(addr), func(holder spec.Address) bool {
		if want := c.declared[holder]; want != nil {
			return want.Absent || c.leaves(holder)
		}
		return len(c.needersOf(holder)) == 0 && !c.outside(holder) && !c.used(holder)
	})
}

// outside reports whether a live resource is of a kind, or in a parent, that the
// files do not speak of, and stays.
func (c *computation) outside(addr spec.Address) bool {
	return c.declared[addr] == nil && !c.scope[addr] && !c.leaves(addr)
}

// needersOf lists what is declared and keeps something from being deleted that it
// refers to. Most plans delete nothing, and never ask.
func (c *computation) needersOf(addr spec.Address) []spec.Address {
	if c.needers == nil {
		c.needers = map[spec.Address][]spec.Address{}
		for by, want := range c.declared {
			if want.Absent {
				continue
			}
			for _, need := range want.Pinned() {
				c.needers[need] = append(c.needers[need], by)
			}
		}
	}
	return c.needers[addr]
}

// missed says which document needs a live resource that would not come back: Atlas
// lets nothing refer to what is not there.
func (c *computation) missed(addr spec.Address) string {
	needers := c.needersOf(addr)
	if want := c.declared[addr]; len(needers) == 0 || want != nil && !want.Absent {
		return ""
	}
	first := slices.MinFunc(needers, spec.Address.Compare)
	return fmt.Sprintf("%s at %s needs it: declare it, or take the reference out", first, c.declared[first].Origin)
}

// pinning says what keeps a live resource from being destroyed for good: what
// refers to it is protected, could not come back, or cannot be changed.
func (c *computation) pinning(addr spec.Address) string {
	for _, pinner := range c.pinners[addr] {
		if c.live[pinner] == nil {
			continue
		}
		reason := ""
		switch ch := c.changes[pinner]; {
		case !c.letsGo(pinner, addr):
			reason = c.unmovable(pinner)
		case ch != nil:
			reason = ch.blocked
		}
		if reason != "" {
			return fmt.Sprintf("%s refers to it, which keeps it: %s", pinner, reason)
		}
	}
	return ""
}

// warnPinned names what refers to an object that changes: Atlas is known to
// refuse deletions, and its words leave changes open.
func (c *computation) warnPinned() {
	for _, addr := range sortedAddrs(c.changes) {
		ch := c.changes[addr]
		if ch.action != Update || ch.blocked != "" {
			continue
		}
		for _, pinner := range c.pinners[addr] {
			if c.live[pinner] != nil && !c.leaves(pinner) {
				ch.hazards = append(ch.hazards, Hazard{HazardPinned, fmt.Sprintf("%s refers to it: Atlas may refuse the change as long as that is there", pinner)})
			}
		}
	}
}

// leaves reports whether a resource is destroyed, for good or to come back.
func (c *computation) leaves(addr spec.Address) bool {
	ch := c.changes[addr]
	return ch != nil && ch.blocked == "" && ch.action.Destroys()
}
