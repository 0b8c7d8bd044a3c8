package plan

import (
	"cmp"
	"container/heap"
	"errors"
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
// address, and notes for each which others must be done before it. The deletion
// that a replacement begins with is not the replacement: what only waits for
// that does not come after it.
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
			if before := ops[steps[j].Op]; before.Addr != op.Addr && before.lastStep() == steps[j].Verb {
				after[op.Addr] = append(after[op.Addr], before.Addr)
			}
		}
		// A replacement stands where its creation does.
		if s.Verb == op.lastStep() {
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

// lastStep is the verb with which an operation is done.
func (op Operation) lastStep() Action {
	if op.Action == Replace {
		return Create
	}
	return op.Action
}

// graph is the steps of a set of operations before they are sorted.
type graph struct {
	ops      []Operation
	steps    []Step
	builds   map[spec.Address]int // the step after which the resource is as wanted
	destroys map[spec.Address]int // the step after which it is gone
	wishes   []wish
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
	g.freeNames()
	g.addFirst()
	g.keepParents()
	g.goLate()
	g.house()
	return g.sortAsWished()
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
	if op.Live != nil {
		g.release(op)
	}
}

// freeNames makes a creation wait until another object has given up its name.
// Only a kind whose objects are known by more than that needs it: there the
// document of a live object can be renamed, and a new one take the old name.
func (g *graph) freeNames() {
	free := map[spec.Address][]int{} // by the address they had, the steps after which it is free
	for _, op := range g.ops {
		if op.Live == nil || !keyed(*op.Live) {
			continue
		}
		had := op.Addr
		had.Name = nameIn(*op.Live)
		if step, destroys := g.destroys[op.Addr]; destroys {
			free[had] = append(free[had], step)
		} else if had != op.Addr {
			free[had] = append(free[had], g.builds[op.Addr])
		}
	}
	for addr, build := range g.builds {
		if g.steps[build].Verb == Create {
			g.steps[build].After = append(g.steps[build].After, free[addr]...)
		}
	}
}

// addFirst makes the deletions of a collection wait for what is created and
// changed there, where doing without the old before the new is there is felt. A
// failure on the way leaves the old ones as they are.
func (g *graph) addFirst() {
	builds := map[spec.Address][]int{}
	for addr, build := range g.builds {
		if t, _ := spec.TypeOf(addr.Kind); t.AddFirst {
			builds[collectionOf(addr)] = append(builds[collectionOf(addr)], build)
		}
	}
	for addr, destroy := range g.destroys {
		if op := g.ops[g.steps[destroy].Op]; op.Action == Delete {
			g.steps[destroy].After = append(g.steps[destroy].After, builds[collectionOf(addr)]...)
		}
	}
}

func (g *graph) after(step, before int) {
	g.steps[step].After = append(g.steps[step].After, before)
}

// sort is a topological sort that takes, of all steps that could come next,
// the one with the smallest address, deletions first.
func (g *graph) sort() ([]Step, error) {
	byRank := make([]int, len(g.steps))
	for i := range byRank {
		byRank[i] = i
	}
	slices.SortFunc(byRank, func(a, b int) int {
		return cmp.Or(g.ops[g.steps[a].Op].Addr.Compare(g.ops[g.steps[b].Op].Addr), -cmp.Compare(g.steps[a].Verb, g.steps[b].Verb))
	})
	rank, then, waits := make([]int, len(byRank)), make([][]int, len(byRank)), make([]int, len(byRank))
	var ready ranks
	for r, i := range byRank {
		rank[i], waits[i] = r, len(g.steps[i].After)
		for _, before := range g.steps[i].After {
			then[before] = append(then[before], i)
		}
		if waits[i] == 0 {
			ready = append(ready, r)
		}
	}
	sorted := make([]Step, 0, len(byRank))
	place := make(map[int]int, len(byRank)) // old index -> new index
	for len(ready) > 0 {
		i := byRank[heap.Pop(&ready).(int)]
		place[i] = len(sorted)
		sorted = append(sorted, g.renumbered(i, place))
		for _, after := range then[i] {
			if waits[after]--; waits[after] == 0 {
				heap.Push(&ready, rank[after])
			}
		}
	}
	if len(sorted) < len(byRank) {
		return nil, g.cycle(slices.DeleteFunc(byRank, func(i int) bool { return waits[i] == 0 }))
	}
	return sorted, nil
}

// ranks is a heap of the ranks of steps, the smallest on top.
type ranks []int

func (r ranks) Len() int           { return len(r) }
func (r ranks) Less(i, j int) bool { return r[i] < r[j] }
func (r ranks) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r *ranks) Push(x any)        { *r = append(*r, x.(int)) }
func (r *ranks) Pop() any {
	last := len(*r) - 1
	x := (*r)[last]
	*r = (*r)[:last]
	return x
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

// ErrCircle is the error of a change in which each step waits for another one: what
// lets go of an object needs one that cannot be there before the first is gone.
var ErrCircle = errors.New("these need each other")

func (g *graph) cycle(steps []int) error {
	var names []string
	for _, i := range steps {
		names = append(names, g.ops[g.steps[i].Op].Addr.String())
	}
	return fmt.Errorf("%w: %s: make the change in two steps, first of what refers to the others", ErrCircle, strings.Join(names, ", "))
}
