package plan

import "github.com/atlasctl/atlasctl/pkg/spec"

// Live counts the objects of a kind that are there, as far as a plan looked.
type Live struct {
	Project string
	Kind    spec.Kind
	Count   int
}

// Refusal is a rule that the plan breaks, so that apply would not run it. It
// is no part of what a digest covers.
type Refusal struct {
	Rule    string // its name, by which it can be overridden
	Project string
	Kind    spec.Kind // empty for a rule about all kinds
	Origin  spec.Origin
	Text    string // the rule, and how it is broken
}

// count counts what is live and chosen, by project and kind.
func (c *computation) count(chosen func(spec.Address) bool) []Live {
	counts := map[spec.Address]int{}
	for addr := range c.live {
		if chosen(addr) {
			counts[spec.Address{Project: addr.Project, Kind: addr.Kind}]++
		}
	}
	var list []Live
	for _, group := range sortedAddrs(counts) {
		list = append(list, Live{Project: group.Project, Kind: group.Kind, Count: counts[group]})
	}
	return list
}

func (c *computation) liveCounts() []Live {
	return c.count(func(spec.Address) bool { return true })
}

// unmanaged counts what is live, in no file, and stays.
func (c *computation) unmanaged() []Unmanaged {
	var list []Unmanaged
	for _, l := range c.count(func(addr spec.Address) bool {
		home, ok := addr.Home()
		return c.declared[addr] == nil && c.changes[addr] == nil && !(ok && c.leaves(home))
	}) {
		list = append(list, Unmanaged(l))
	}
	return list
}
