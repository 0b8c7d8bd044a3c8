package plan

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// keepHomes blocks the deletion of a project in which anything is left. Other
// than a parent, a project takes nothing along: whoever deletes one has to say
// of everything in it that it goes as well, or of what that lives in.
func (c *computation) keepHomes() {
	left := map[spec.Address][]spec.Address{}
	for _, addr := range sortedAddrs(c.live) {
		ch := c.changes[addr]
		goes := ch != nil && ch.action == Delete && ch.blocked == ""
		if home, ok := addr.Home(); ok && !goes {
			left[home] = append(left[home], addr)
		}
	}
	for addr, ch := range c.changes {
		inside := left[addr]
		if ch.action != Delete || ch.blocked != "" || len(inside) == 0 {
			continue
		}
		ch.blocked = fmt.Sprintf("%s lives in it, and what is not empty stays: delete that first, or declare it with ensure: absent beside this", inside[0])
		if more := len(inside) - 1; more > 0 {
			ch.blocked = fmt.Sprintf("%s and %d more live in it, and what is not empty stays: delete them first, or declare them with ensure: absent beside this", inside[0], more)
		}
	}
}
