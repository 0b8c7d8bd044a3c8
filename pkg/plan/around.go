package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Roles contain roles, and Atlas lets none contain itself. Among documents that is
// a problem of loading them; here it is looked for by way of what is live, and of
// what documents leave out.

// leadAround blocks the changes by which something comes to refer to itself.
func (c *computation) leadAround() {
	r := rounds{c: c, done: map[spec.Address]bool{}}
	for _, addr := range sortedAddrs(c.changes) {
		if t, _ := spec.TypeOf(addr.Kind); slices.Contains(t.Keeps, addr.Kind) {
			r.walk(addr)
		}
	}
}

// rounds walks along what refers to what, as it will be, among objects of one
// kind.
type rounds struct {
	c     *computation
	trail []spec.Address
	done  map[spec.Address]bool
}

func (r *rounds) walk(at spec.Address) {
	if i := slices.Index(r.trail, at); i >= 0 {
		r.block(r.trail[i:])
		return
	}
	if r.done[at] {
		return
	}
	r.trail = append(r.trail, at)
	for _, next := range r.c.then(at).Kept() {
		if next.Kind == at.Kind {
			r.walk(next)
		}
	}
	r.trail = r.trail[:len(r.trail)-1]
	r.done[at] = true
}

// block tells each change of a round by way of what it leads back.
func (r *rounds) block(round []spec.Address) {
	for i, addr := range round {
		ch := r.c.changes[addr]
		if ch == nil || ch.action == 0 || ch.blocked != "" {
			continue
		}
		var others []string
		for _, other := range slices.Concat(round[i+1:], round[:i]) {
			others = append(others, other.String())
		}
		ch.blocked = fmt.Sprintf("it would contain itself, by way of %s: take the reference out, or declare what no file mentions without it", strings.Join(others, ", "))
	}
}
