package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Some parents do not outlive what lives in them: with the last endpoint of a
// service Atlas deletes the service. A plan has to show that, and to bring the
// service back where a document declares it.

// outlive decides about the parents of what goes. It comes after the guard, since
// what is blocked stays, and before the cascade.
func (c *computation) outlive() {
	for _, parent := range sortedAddrs(c.children) {
		for _, t := range spec.Children(parent.Kind) {
			if t.LastTakesParent && c.empties(parent, t.Kind) {
				c.goesWithLast(parent, t.Kind)
			}
		}
	}
}

// empties reports whether there is a moment at which nothing of a kind is left in
// a parent. What is new comes before anything goes, and what comes back before
// what goes for good: see [graph.keepParents].
func (c *computation) empties(parent spec.Address, kind spec.Kind) bool {
	var goes, comesBack bool
	for _, addr := range c.children[parent] {
		switch {
		case addr.Kind != kind:
		case !c.leaves(addr):
			return false
		case c.changes[addr].action == Delete:
			goes = true
		default:
			comesBack = true
		}
	}
	for addr, ch := range c.changes {
		of, _ := addr.ParentAddress()
		if of == parent && addr.Kind == kind && ch.action == Create && ch.blocked == "" {
			return false
		}
	}
	return goes != comesBack
}

// goesWithLast plans what Atlas does to a parent, or blocks what would lead to
// that.
func (c *computation) goesWithLast(parent spec.Address, kind spec.Kind) {
	ch, live := c.changes[parent], c.live[parent]
	if live == nil || ch != nil && ch.action.Destroys() && ch.blocked == "" {
		return
	}
	if ch == nil {
		ch = &change{addr: parent, want: c.declared[parent], live: live}
	}
	with := fmt.Sprintf("Atlas deletes it along with the last %s in it", kind)
	reason := c.unmovable(parent)
	switch {
	case reason != "" || ch.blocked != "":
		c.keepLast(parent, fmt.Sprintf("%s would go with it, as the last %s in it goes: %s", parent, kind, cmp.Or(reason, ch.blocked)))
		return
	case ch.want == nil:
		ch.action = Delete
		ch.hazards = append(ch.hazards, Hazard{HazardUndeclared, "no file mentions it; " + with})
	default:
		ch.action = Replace
		ch.hazards = append(ch.hazards, Hazard{HazardDisruption, with + ": it comes back as another one, to which nothing in the cloud is connected"})
	}
	c.changes[parent] = ch
}

// keepLast blocks all that goes from a parent.
func (c *computation) keepLast(parent spec.Address, reason string) {
	for _, addr := range c.children[parent] {
		if c.leaves(addr) {
			c.changes[addr].blocked = reason
		}
	}
}

// keepParents lets what is new in a parent come before anything in it goes, and
// what comes back before what goes for good, where Atlas deletes a parent that is
// empty. A parent that goes itself is not kept.
func (g *graph) keepParents() {
	groups := map[spec.Address]map[Action][]spec.Address{}
	for _, op := range g.ops {
		parent, ok := op.Addr.ParentAddress()
		_, goes := g.destroys[parent]
		if t, _ := spec.TypeOf(op.Addr.Kind); !ok || goes || !t.LastTakesParent {
			continue
		}
		if groups[parent] == nil {
			groups[parent] = map[Action][]spec.Address{}
		}
		groups[parent][op.Action] = append(groups[parent][op.Action], op.Addr)
	}
	for _, in := range groups {
		g.before(in[Create], slices.Concat(in[Replace], in[Delete]))
		g.before(in[Replace], in[Delete])
	}
}

// before lets operations be done before others begin to destroy.
func (g *graph) before(first, then []spec.Address) {
	for _, later := range then {
		for _, earlier := range first {
			g.after(g.destroys[later], g.builds[earlier])
		}
	}
}
