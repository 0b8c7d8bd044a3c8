package plan

import "github.com/atlasctl/atlasctl/pkg/spec"

// prune decides on what no file mentions. Its scope is narrow on purpose: per
// project only kinds with at least one document that is not ensure: absent,
// children only inside parents that the files name, and never what a document
// needs or names as its parent.
func (c *computation) prune() {
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
	for _, addr := range sortedAddrs(c.live) {
		parent, isChild := addr.ParentAddress()
		switch {
		case named[addr], !kinds[scope{addr.Project, addr.Kind}], isChild && !named[parent]:
			continue
		case c.changes[addr] != nil: // gone since an earlier commit; what lives in it may go as well
			c.changes[addr].blocked = ""
			continue
		}
		c.changes[addr] = &change{addr: addr, action: Delete, live: c.live[addr]}
	}
}
