package plan

import "slices"

// release adds the edges by which what a live object needed goes after it, or
// after the change by which it lets go of that.
func (g *graph) release(op Operation) {
	build, builds := g.builds[op.Addr]
	destroy, destroys := g.destroys[op.Addr]
	held := slices.Concat(op.Addr.Holders(), op.Live.Pinned(), op.Live.Kept())
	for _, need := range op.Live.Requires() {
		last, ok := g.destroys[need]
		_, comesBack := g.builds[need]
		first := destroy
		switch {
		case ok && destroys:
		case ok && builds && (!comesBack || !slices.Contains(op.Want.Requires(), need)): // an update that lets go of it
			first = build
		default:
			continue
		}
		if slices.Contains(held, need) {
			g.after(last, first)
		} else {
			g.wishes = append(g.wishes, wish{last, first})
		}
	}
	for _, need := range op.Live.Pinned() { // it may keep that from being changed, too
		if change, ok := g.builds[need]; ok && destroys && g.steps[change].Verb == Update {
			g.after(change, destroy)
		}
	}
}

// wish is that a step comes after another one, though it need not: a cluster had
// better be there for as long as a connection names it, but nothing keeps it.
type wish struct{ step, before int }

// sortAsWished sorts by all edges; where wishes lead around in a circle, without
// them.
func (g *graph) sortAsWished() ([]Step, error) {
	needed := slices.Clone(g.steps)
	for i := range g.steps {
		g.steps[i].After = slices.Clone(g.steps[i].After)
	}
	for _, w := range g.wishes {
		g.after(w.step, w.before)
	}
	steps, err := g.sort()
	if err != nil && len(g.wishes) > 0 {
		g.steps = needed
		return g.sort()
	}
	return steps, err
}
