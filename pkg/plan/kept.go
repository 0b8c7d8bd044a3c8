package plan

import (
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Some objects have to stay for others: without its role a user can do nothing,
// be it that Atlas refuses or that it takes the role away without a word. Other
// than what pins, they are not taken along: that a role goes is no reason for a
// user to go.

// keep notes what has to stay for a live resource.
func (c *computation) keep(r *spec.Resource) {
	for _, addr := range r.Kept() {
		c.keepers[addr] = append(c.keepers[addr], r.Addr)
	}
}

// keeping says for what a live resource has to stay, be it that a change which
// lets go of it cannot be made.
func (c *computation) keeping(addr spec.Address) string {
	if c.keptYet[addr] { // they refer to each other
		return ""
	}
	c.keptYet[addr] = true
	defer delete(c.keptYet, addr)
	for _, keeper := range c.keepers[addr] {
		live, ch := c.live[keeper], c.changes[keeper]
		switch {
		case live == nil: // it is leaving
		case ch == nil && c.declared[keeper] == nil:
			return fmt.Sprintf("%s, which no file mentions, refers to it: take it out there first, or declare that one without it", keeper)
		case ch != nil && ch.blocked != "":
			return fmt.Sprintf("%s refers to it, and cannot be changed: %s", keeper, ch.blocked)
		case ch != nil && ch.action == Delete:
			if reason := c.protection(keeper); reason != "" {
				return fmt.Sprintf("%s refers to it: %s", keeper, reason)
			}
		case slices.Contains(c.then(keeper).Requires(), addr):
			return fmt.Sprintf("%s refers to it: take it out there, or declare this one", keeper)
		}
	}
	return ""
}

// then is a resource as it will be when all is as the documents want it.
func (c *computation) then(addr spec.Address) spec.Resource {
	want, live, ch := c.declared[addr], c.live[addr], c.changes[addr]
	switch {
	case ch != nil && ch.action == Delete, want != nil && want.Absent, want == nil && live == nil:
		return spec.Resource{Addr: addr}
	case want == nil:
		return *live
	case live == nil || ch != nil && ch.action == Replace:
		return *want
	}
	return spec.Resource{Addr: addr, Body: Adopt(typeOf(*want), want.Body, live.Body)}
}
