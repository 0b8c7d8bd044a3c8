package plan

import "slices"

// What is replaced is gone for a while, and for good if the run fails in between.
// So it had better go late: when all is there that it needs to come back, be it by
// way of something that is replaced with it.

// goLate lets the deletions of replacements wait for all that is created and
// changed before any of those that go together comes back. It comes after
// all other edges.
func (g *graph) goLate() {
	leader := g.together()
	first, before := map[int][]int{}, map[int][]int{} // steps, by the leader of those that go together
	for i, s := range g.steps {
		if g.ops[s.Op].Action != Replace {
			continue
		}
		at := leader[s.Op]
		needs, follows := g.outside(s, leader)
		before[at] = append(before[at], needs...)
		if s.Verb == Delete && !follows {
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
// others than those that it goes together with, and tells whether it follows one
// of those.
func (g *graph) outside(s Step, leader []int) (needs []int, follows bool) {
	for _, earlier := range s.After {
		switch other := g.steps[earlier]; {
		case g.ops[other.Op].Action == Replace && leader[other.Op] == leader[s.Op]:
			follows = true
		case other.Verb != Delete:
			needs = append(needs, earlier)
		}
	}
	return needs, follows
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
	join := func(step, before int) {
		a, b := g.steps[step], g.steps[before]
		if a.Verb == Delete && b.Verb == Delete && g.ops[a.Op].Action == Replace && g.ops[b.Op].Action == Replace {
			leader[find(a.Op)] = find(b.Op)
		}
	}
	for i, s := range g.steps {
		for _, before := range s.After {
			join(i, before)
		}
	}
	for _, w := range g.wishes {
		join(w.step, w.before)
	}
	for op := range leader {
		find(op)
	}
	return leader
}
