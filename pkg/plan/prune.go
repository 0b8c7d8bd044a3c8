package plan

import "github.com/atlasctl/atlasctl/pkg/spec"

// prune decides on what no file mentions. Its scope is narrow on purpose: per
// project only kinds with at least one document that is not ensure: absent,
// children only inside parents that the files name, and never the parent of
// something declared.
func (c *computation) prune() {
	type scope struct {
		project string
		kind    spec.Kind
	}
	kinds := map[scope]bool{}
	named := map[spec.Address]bool{}  // parents that the files name
	needed := map[spec.Address]bool{} // what a present document cannot do without
	for addr, want := range c.declared {
		named[addr] = true
		if parent, ok := addr.ParentAddress(); ok {
			named[parent] = true
		}
		if want.Absent {
			continue
		}
		kinds[scope{addr.Project, addr.Kind}] = true
		for _, r := range want.Requires() {
			needed[r] = true
		}
	}
	for _, addr := range sortedAddrs(c.live) {
		parent, isChild := addr.ParentAddress()
		switch {
		case c.declared[addr] != nil, needed[addr], !kinds[scope{addr.Project, addr.Kind}], isChild && !named[parent]:
			continue
		}
		c.changes[addr] = &change{addr: addr, action: Delete, live: c.live[addr]}
	}
}
