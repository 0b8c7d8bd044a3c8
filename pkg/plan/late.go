package plan

import "slices"

// What is replaced is gone for a while, and for good if the run fails in between.
// So it had better go late: when all is there that it needs to come back, be it by
// way of something that is replaced with it.

// goLate lets the deletions of replacements wait for all that is created and
// changed before any of those that go together is gone or comes back. It comes after
// all other edges and wishes.
func (g *graph) goLate() {
	wished := &graph{ops: g.ops, steps: g.steps}
	wished.grant(g.wishes)
	leader := wished.together()
	first, before := map[int][]int{}, map[int][]int{} // steps, by the leader of those that go together
	for i, s := range g.steps {
		if g.ops[s.Op].Action != Replace {
			continue
		}
		at := leader[s.Op]
		before[at] = append(before[at], wished.outside(i, leader)...)
		if s.Verb == Delete && !g.follows(i, leader) {
			first[at] = append(first[at], i)
		}
	}
	for at, deletions := range first {
		slices.Sort(before[at])
		for _, earlier := range slices.Compact(before[at]) {
			for _, deletion := range deletions {
				g.wishes = append(g.wishes, wish{deletion, earlier})
			}
		}
	}
}

// outside lists what is created or changed before a step of a replacement, by
// others than those that it goes together with.
func (g *graph) outside(step int, leader []int) []int {
	return slices.DeleteFunc(slices.Clone(g.steps[step].After), func(before int) bool {
		return g.steps[before].Verb == Delete || g.beside(step, before, leader)
	})
}

// follows reports whether a step must come after another one of those that go
// together.
func (g *graph) follows(step int, leader []int) bool {
	return slices.ContainsFunc(g.steps[step].After, func(before int) bool { return g.beside(step, before, leader) })
}

// beside reports whether two steps are of replacements that go together.
func (g *graph) beside(a, b int, leader []int) bool {
	return g.ops[g.steps[b].Op].Action == Replace && leader[g.steps[a].Op] == leader[g.steps[b].Op]
}

// together gives each operation the leader of the replacements that go together:
// of which one is deleted after another.
func (g *graph) together() []int {
	leader := make([]int, len(g.ops))
	for i := range leader {
		leader[i] = i
	}
	var find func(op int) int
	find = func(op int) int {
		if leader[op] != op {
			leader[op] = find(leader[op])
		}
		return leader[op]
	}
	goes := func(s Step) bool { return s.Verb == Delete && g.ops[s.Op].Action == Replace }
	for _, s := range g.steps {
		for _, before := range s.After {
			if goes(s) && goes(g.steps[before]) {
				leader[find(s.Op)] = find(g.steps[before].Op)
			}
		}
	}
	for op := range leader {
		find(op)
	}
	return leader
}
