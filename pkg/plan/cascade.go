package plan

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// guard blocks every deletion and replacement of something protected, and of
// everything in which something lives that is protected or could not come
// back, and every change of what is in use. It comes before the cascade, so that a
// blocked parent takes nothing with it.
func (c *computation) guard() {
	for _, addr := range sortedAddrs(c.changes) {
		switch ch := c.changes[addr]; {
		case ch.blocked != "":
		case ch.action.Destroys():
			ch.blocked = c.protection(addr)
		case ch.action == Update:
			ch.blocked = c.occupied(addr)
		}
	}
	c.crossings()
}

// protection says what keeps a live resource, or anything in it, from being
// destroyed.
func (c *computation) protection(addr spec.Address) string {
	t, _ := spec.TypeOf(addr.Kind)
	if reason := c.protected(addr); reason != "" {
		return reason
	}
	if live := c.live[addr]; live != nil && t.Protection != "" {
		path := strings.Split(t.Protection, ".")
		if n := spec.NodeAt(spec.Encode(live.Body), path); n != nil && n.Value == "true" {
			return c.unlock(addr, t.Protection)
		}
	}
	for _, child := range c.children[addr] {
		if reason := c.unmovable(child); reason != "" {
			return fmt.Sprintf("%s lives in it: %s", child, reason)
		}
	}
	return cmp.Or(c.missed(addr), c.pinning(addr), c.keeping(addr), c.occupied(addr))
}

// unmovable says why a live resource cannot be taken along: it may not be
// destroyed, or could not be made again as its document wants it.
func (c *computation) unmovable(addr spec.Address) string {
	reason := c.protection(addr)
	if want := c.declared[addr]; reason == "" && want != nil && !want.Absent {
		reason = cmp.Or(uncreatable(want), (&change{addr: addr, want: want, live: c.live[addr]}).verdict(true).Blocked)
	}
	return reason
}

// protected says which document protects a resource, or did so when it was
// still there.
func (c *computation) protected(addr spec.Address) string {
	if want := c.declared[addr]; want != nil && want.Protect {
		return fmt.Sprintf("protect: true stands at %s: take it out first, in a change of its own", want.Origin)
	}
	if gone := c.gone[addr]; gone != nil && gone.Protect {
		return fmt.Sprintf("protect: true stood at %s: bring the document back without it, and take it out in a change of its own", gone.Origin)
	}
	return ""
}

// unlock says how to get past Atlas's own guard.
func (c *computation) unlock(addr spec.Address, guard string) string {
	if c.declared[addr] == nil {
		return fmt.Sprintf("Atlas protects it by %s: declare it to keep it, or switch that off first", guard)
	}
	return fmt.Sprintf("Atlas protects it: set %s: false and apply that first, in a change of its own", guard)
}

// cascade takes along what lives in a deleted or replaced parent, which Atlas
// would do silently, and what keeps a deleted or replaced object, without which
// Atlas would refuse. A plan must show it.
func (c *computation) cascade() {
	for _, addr := range sortedAddrs(c.changes) {
		if ch := c.changes[addr]; ch.action.Destroys() && ch.blocked == "" {
			c.take(addr, ch.action)
		}
	}
}

func (c *computation) take(addr spec.Address, action Action) {
	var along []spec.Address
	for _, child := range c.children[addr] {
		if c.takeAlong(child, HazardParent, fmt.Sprintf("%s %s", addr, passive(action))) {
			along = append(along, child)
		}
	}
	for _, holder := range c.holders(addr) {
		if c.takeAlong(holder, HazardPinned, fmt.Sprintf("%s %s, which it refers to: Atlas does not do that as long as it is there", addr, passive(action))) {
			along = append(along, holder)
		}
	}
	for _, next := range along {
		c.take(next, c.changes[next].action)
	}
}

// takeAlong destroys a live resource because of another one, and reports whether
// nothing else has done so before. Where a document declares it, it comes back.
func (c *computation) takeAlong(addr spec.Address, code, because string) bool {
	ch := c.changes[addr]
	if ch == nil {
		ch = &change{addr: addr, want: c.declared[addr], live: c.live[addr]}
		c.changes[addr] = ch
	}
	if ch.taken {
		return false
	}
	ch.taken = true
	switch {
	case ch.want == nil && ch.action == 0:
		ch.action = Delete
		ch.hazards = append(ch.hazards, Hazard{HazardUndeclared, "no file mentions it; it goes because " + because})
	case ch.want == nil || ch.want.Absent:
		ch.action = Delete
	default:
		ch.action, ch.blocked = Replace, "" // an update's reason; the guard saw to this one's
		ch.hazards = append(ch.hazards, Hazard{code, "goes and comes back because " + because})
	}
	return true
}

func passive(a Action) string {
	if a == Replace {
		return "is replaced"
	}
	return "is deleted"
}
