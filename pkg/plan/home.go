package plan

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// keepHomes blocks the deletion of a project in which anything is left. Other
// than a parent, a project takes nothing along: whoever deletes one has to say
// of everything in it that it goes as well, or of what that lives in. What Atlas made
// by itself nobody need say: it goes, and the plan names it.
func (c *computation) keepHomes() {
	left, along := map[spec.Address][]spec.Address{}, map[spec.Address][]spec.Address{}
	for _, addr := range sortedAddrs(c.live) {
		switch home, ok := addr.Home(); {
		case !ok || c.leaves(addr) && c.changes[addr].action == Delete:
		case c.madeAlong(addr):
			along[home] = append(along[home], addr)
		default:
			left[home] = append(left[home], addr)
		}
	}
	for addr, ch := range c.changes {
		if ch.action != Delete || ch.blocked != "" {
			continue
		}
		ch.blocked = homeOf(left[addr])
		if ch.blocked == "" && len(along[addr]) > 0 {
			ch.hazards = append(ch.hazards, Hazard{HazardUndeclared, "no file mentions what goes with it: " + names(along[addr])})
		}
	}
}

// homeOf says what of that which lives in a project keeps it.
func homeOf(left []spec.Address) string {
	switch len(left) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%s lives in it, and what is not empty stays: delete that first, or declare it with ensure: absent beside this", left[0])
	}
	return fmt.Sprintf("%s and %d more live in it, and what is not empty stays: delete them first, or declare them with ensure: absent beside this", left[0], len(left)-1)
}

// madeAlong reports whether Atlas may have made something by itself that no file
// mentions, nor did.
func (c *computation) madeAlong(addr spec.Address) bool {
	t, _ := spec.TypeOf(addr.Kind)
	return t.MadeAlong && c.declared[addr] == nil && c.gone[addr] == nil
}
