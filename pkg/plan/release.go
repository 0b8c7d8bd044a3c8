package plan

import (
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// release adds the edges by which what a live object needed goes after it, or
// after the change by which it lets go of that; and the wishes by which it goes after
// it has come back without that. If that fails, the old one is what can be gone back to.
func (g *graph) release(op Operation) {
	build, builds := g.builds[op.Addr]
	destroy, destroys := g.destroys[op.Addr]
	held := slices.Concat(op.Addr.Holders(), op.Live.Pinned(), op.Live.Kept())
	for _, need := range op.Live.Requires() {
		last, ok := g.destroys[need]
		_, comesBack := g.builds[need]
		lets := ok && builds && (!comesBack || !slices.Contains(op.Want.Requires(), need))
		first := destroy
		switch {
		case lets && destroys:
			g.wishes = append(g.wishes, wish{last, build})
		case lets: // an update
			first = build
		case !ok || !destroys:
			continue
		}
		if slices.Contains(held, need) {
			g.after(last, first)
		} else {
			g.wishes = append(g.wishes, wish{last, first})
		}
	}
	g.unpin(op)
}

// unpin lets what an object may keep from being changed change when it has let go of
// that.
func (g *graph) unpin(op Operation) {
	build, builds := g.builds[op.Addr]
	destroy, destroys := g.destroys[op.Addr]
	for _, need := range op.Live.Pinned() {
		change, ok := g.builds[need]
		switch {
		case !ok || g.steps[change].Verb != Update:
		case destroys:
			g.after(change, destroy)
		case builds && !slices.Contains(op.then().Pinned(), need): // which may lead around in a circle
			g.wishes = append(g.wishes, wish{change, build})
		}
	}
}

// then is what an operation leaves: what its document says, and what an update leaves
// out.
func (op Operation) then() spec.Resource {
	if op.Action == Delete {
		return spec.Resource{Addr: op.Addr}
	}
	if op.Action != Update {
		return *op.Want
	}
	t, _ := spec.TypeOf(op.Addr.Kind)
	return spec.Resource{Addr: op.Addr, Body: Adopt(t, op.Want.Body, op.Live.Body)}
}
