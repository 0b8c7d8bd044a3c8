package plan

import "slices"

// wish is that a step comes after another one, though it need not: a cluster had
// better be there for as long as a connection names it, but nothing keeps it.
type wish struct{ step, before int }

// sortAsWished sorts by all edges, but for the wishes that lead around in a
// circle.
func (g *graph) sortAsWished() ([]Step, error) {
	needed := slices.Clone(g.steps)
	g.grant(g.wishes)
	steps, err := g.sort()
	if err == nil || len(g.wishes) == 0 {
		return steps, err
	}
	circle := g.circles()
	g.steps = needed
	g.grant(slices.DeleteFunc(slices.Clone(g.wishes), func(w wish) bool { return circle[w.step] == circle[w.before] }))
	return g.sort()
}

// grant makes edges of wishes, and leaves the steps that it was given as they were.
func (g *graph) grant(wishes []wish) {
	g.steps = slices.Clone(g.steps)
	for i := range g.steps {
		g.steps[i].After = slices.Clip(g.steps[i].After)
	}
	for _, w := range wishes {
		g.after(w.step, w.before)
	}
}

// circles gives each step a number, which is the same for two of them if each
// comes after the other (Tarjan's strongly connected components).
func (g *graph) circles() []int {
	n := len(g.steps)
	w := walk{steps: g.steps, seen: make([]int, n), low: make([]int, n), circle: make([]int, n)}
	for i := range g.steps {
		if w.seen[i] == 0 {
			w.visit(i)
		}
	}
	return w.circle
}

// walk goes from each step to those before it. Numbers begin with one.
type walk struct {
	steps  []Step
	count  int
	seen   []int // as the how many-th each step was found
	low    []int // the first that was found of those that a step comes after, in its circle
	circle []int // what the first of its circle was found as; zero until that is known
	trail  []int // steps of which it is not
}

func (w *walk) visit(i int) {
	w.count++
	w.seen[i], w.low[i] = w.count, w.count
	w.trail = append(w.trail, i)
	for _, before := range w.steps[i].After {
		if w.seen[before] == 0 {
			w.visit(before)
		}
		if w.circle[before] == 0 {
			w.low[i] = min(w.low[i], w.low[before])
		}
	}
	for done := w.low[i] < w.seen[i]; !done; { // else another one of its circle was found before
		last := w.trail[len(w.trail)-1]
		w.trail = w.trail[:len(w.trail)-1]
		w.circle[last], done = w.seen[i], last == i
	}
}
