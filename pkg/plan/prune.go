package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// prunable lists what no file mentions and may go. The scope is narrow on purpose:
// per project only kinds with at least one document that is not ensure: absent,
// children only inside parents that the files name, and never what a document
// needs or names as its parent. What something else keeps that is not in it stays.
func (c *computation) prunable() []spec.Address {
	type scope struct {
		project string
		kind    spec.Kind
	}
	kinds := map[scope]bool{}
	named := map[spec.Address]bool{}
	for addr, want := range c.declared {
		named[addr] = true
		for _, r := range want.Requires() {
			named[r] = true
		}
		if !want.Absent {
			kinds[scope{addr.Project, addr.Kind}] = true
		}
	}
	return slices.DeleteFunc(sortedAddrs(c.live), func(addr spec.Address) bool {
		parent, isChild := addr.ParentAddress()
		return named[addr] || !kinds[scope{addr.Project, addr.Kind}] || isChild && !named[parent]
	})
}

// prune decides on what no file mentions. What is gone since an earlier commit
// may take along what lives in it.
func (c *computation) prune() {
	prunable := c.prunable()
	c.scope = make(map[spec.Address]bool, len(prunable))
	for _, addr := range prunable {
		c.scope[addr] = true
	}
	for _, addr := range prunable {
		if ch := c.changes[addr]; ch != nil {
			ch.blocked = ""
		} else if !c.spared(addr) {
			c.changes[addr] = &change{addr: addr, action: Delete, live: c.live[addr]}
		}
	}
}

// spared reports whether something stays although it may be pruned: something else
// needs it, or is in it.
func (c *computation) spared(addr spec.Address) bool {
	return c.used(addr) || len(c.lodgers(addr)) > 0
}

// noteSpared says of what stays although it may be pruned why it does so, if that is
// because of something that no file mentions, or that is in it, which no file says:
// whoever reads the files cannot see it.
func (c *computation) noteSpared() {
	for _, addr := range c.prunable() {
		if c.changes[addr] != nil {
			continue
		}
		if lodgers := c.lodgers(addr); len(lodgers) > 0 {
			c.notices = append(c.notices, Notice{Addr: addr, Text: fmt.Sprintf(
				"no file mentions it, and --prune leaves it alone because it has, or is to have, %s in it: declare it as well, or have that moved or deleted", names(lodgers))})
			continue
		}
		strangers := slices.DeleteFunc(c.users(addr), func(user spec.Address) bool { return !c.outside(user) })
		if len(strangers) == 0 {
			continue
		}
		c.notices = append(c.notices, Notice{Addr: addr, Text: fmt.Sprintf(
			"no file mentions it, and --prune leaves it alone because of %s, which refers to it and which no file mentions either: declare both to keep them, or with ensure: absent to have them deleted", names(strangers))})
	}
}

// names lists addresses in words.
func names(addrs []spec.Address) string {
	text := make([]string, len(addrs))
	for i, addr := range addrs {
		text[i] = addr.String()
	}
	return strings.Join(text, ", ")
}

// pruneUnused decides on what was kept because of something declared that is made
// anew after all, without what its document does not say. It reports whether
// there was any.
func (c *computation) pruneUnused() bool {
	found := false
	for _, addr := range c.prunable() {
		if c.changes[addr] == nil && !c.spared(addr) {
			c.changes[addr] = &change{addr: addr, action: Delete, live: c.live[addr]}
			found = true
		}
	}
	return found
}
