package spec

import (
	"fmt"
	"slices"
	"strings"
)

// checkCircles reports documents that need each other, of which none could be
// made before the others: every circle once, at the first of its documents.
func checkCircles(docs []*document) {
	declared := map[Address]*document{}
	for _, d := range docs {
		if d.named && !d.res.Absent && d.res.Body != nil && declared[d.res.Addr] == nil {
			declared[d.res.Addr] = d
		}
	}
	w := circles{declared: declared, done: map[Address]bool{}}
	for _, d := range docs {
		w.walk(d.res.Addr)
	}
}

// circles walks from document to document, along what they need.
type circles struct {
	declared map[Address]*document
	trail    []Address
	done     map[Address]bool
}

func (w *circles) walk(at Address) {
	d := w.declared[at]
	if i := slices.Index(w.trail, at); i >= 0 {
		w.report(w.trail[i:])
		return
	}
	if d == nil || w.done[at] {
		return
	}
	w.trail = append(w.trail, at)
	for _, need := range d.res.Requires() {
		w.walk(need)
	}
	w.trail = w.trail[:len(w.trail)-1]
	w.done[at] = true
}

func (w *circles) report(circle []Address) {
	first := w.declared[circle[0]]
	if len(circle) == 1 {
		first.problemAt(first.pos, "it needs itself: take the reference to %s out", circle[0])
		return
	}
	var links []string
	for _, next := range append(slices.Clone(circle[1:]), circle[0]) {
		links = append(links, fmt.Sprintf("%s (%s)", next, w.declared[next].pos))
	}
	first.problemAt(first.pos, "it needs %s: none of them can be made first, so take a reference out", strings.Join(links, ", which needs "))
}
