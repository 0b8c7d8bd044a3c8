package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Step is one write to Atlas. Every operation is one step, but for a
// replacement, which is two: between its deletion and its creation come those
// of everything that lives in it.
type Step struct {
	Op    int    // index into Plan.Operations
	Verb  Action // Create, Update or Delete
	After []int  // indexes of the steps that must be done before, sorted
}

// Steps gives the writes of the plan as a graph, in an order in which they can
// be done.
func (p *Plan) Steps() []Step {
	steps, err := sortSteps(p.Operations)
	if err != nil {
		panic("plan: a plan that was computed has a cycle: " + err.Error())
	}
	return steps
}

// order sorts operations so that each comes after what it needs, ties by
// address, and notes for each which others it comes after.
func order(ops []Operation) ([]Operation, error) {
	steps, err := sortSteps(ops)
	if err != nil {
		return nil, err
	}
	sorted := make([]Operation, 0, len(ops))
	after := make(map[spec.Address][]spec.Address, len(ops))
	for _, s := range steps {
		op := ops[s.Op]
		for _, j := range s.After {
			if before := ops[steps[j].Op].Addr; before != op.Addr {
				after[op.Addr] = append(after[op.Addr], before)
			}
		}
		// A replacement stands where its creation does.
		if op.Action != Replace || s.Verb == Create {
			op.After = after[op.Addr]
			sorted = append(sorted, op)
		}
	}
	for i := range sorted {
		slices.SortFunc(sorted[i].After, spec.Address.Compare)
		sorted[i].After = slices.Compact(sorted[i].After)
	}
	return sorted, nil
}

// graph is the steps of a set of operations before they are sorted.
type graph struct {
	ops      []Operation
	steps    []Step
	builds   map[spec.Address]int // the step after which the resource is as wanted
	destroys map[spec.Address]int // the step after which it is gone
}

func sortSteps(ops []Operation) ([]Step, error) {
	g := &graph{ops: ops, builds: map[spec.Address]int{}, destroys: map[spec.Address]int{}}
	for i, op := range ops {
		switch op.Action {
		case Create, Update:
			g.builds[op.Addr] = g.add(i, op.Action)
		case Delete:
			g.destroys[op.Addr] = g.add(i, Delete)
		case Replace:
			g.destroys[op.Addr] = g.add(i, Delete)
			g.builds[op.Addr] = g.add(i, Create)
		}
	}
	for _, op := range ops {
		g.connect(op)
	}
	return g.sort()
}

func (g *graph) add(op int, verb Action) int {
	g.steps = append(g.steps, Step{Op: op, Verb: verb})
	return len(g.steps) - 1
}

// connect adds the edges of one operation: what it needs is there before it,
// and what it needed goes after it.
func (g *graph) connect(op Operation) {
	build, builds := g.builds[op.Addr]
	destroy, destroys := g.destroys[op.Addr]
	if builds && destroys {
		g.after(build, destroy)
	}
	if builds && op.Want != nil {
		for _, need := range op.Want.Requires() {
			if first, ok := g.builds[need]; ok {
				g.after(build, first)
			}
		}
	}
	if op.Live == nil {
		return
	}
	for _, need := range op.Live.Requires() {
		last, ok := g.destroys[need]
		_, comesBack := g.builds[need]
		switch {
		case ok && destroys:
			g.after(last, destroy)
		case ok && builds && !comesBack: // an update that lets go of it
			g.after(last, build)
		}
	}
}

func (g *graph) after(step, before int) {
	g.steps[step].After = append(g.steps[step].After, before)
}

// sort is a topological sort that takes, of all steps that could come next,
// the one with the smallest address, deletions first.
func (g *graph) sort() ([]Step, error) {
	next := make([]int, len(g.steps))
	for i := range next {
		next[i] = i
	}
	slices.SortFunc(next, func(a, b int) int {
		return cmp.Or(g.ops[g.steps[a].Op].Addr.Compare(g.ops[g.steps[b].Op].Addr), -cmp.Compare(g.steps[a].Verb, g.steps[b].Verb))
	})
	sorted := make([]Step, 0, len(g.steps))
	place := make(map[int]int, len(g.steps)) // old index -> new index
	for len(next) > 0 {
		rest := next[:0:0]
		for _, i := range next {
			if !g.ready(i, place) {
				rest = append(rest, i)
				continue
			}
			place[i] = len(sorted)
			sorted = append(sorted, g.renumbered(i, place))
		}
		if len(rest) == len(next) {
			return nil, g.cycle(rest)
		}
		next = rest
	}
	return sorted, nil
}

func (g *graph) ready(i int, place map[int]int) bool {
	for _, before := range g.steps[i].After {
		if _, done := place[before]; !done {
			return false
		}
	}
	return true
}

func (g *graph) renumbered(i int, place map[int]int) Step {
	s := g.steps[i]
	after := make([]int, 0, len(s.After))
	for _, before := range s.After {
		after = append(after, place[before])
	}
	slices.Sort(after)
	s.After = slices.Compact(after)
	return s
}

func (g *graph) cycle(steps []int) error {
	var names []string
	for _, i := range steps {
		names = append(names, g.ops[g.steps[i].Op].Addr.String())
	}
	return fmt.Errorf("these need each other: %s", strings.Join(names, ", "))
}
