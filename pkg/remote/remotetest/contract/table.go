package contract

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// seen is what has been seen of one operation.
type seen struct {
	path, method string
	statuses     map[int]mark
}

// mark is what there is to say of an operation and a status.
type mark struct{ declared, answered bool }

// String is the mark in the table.
func (m mark) String() string {
	switch {
	case m.declared && m.answered:
		return "✓"
	case m.answered:
		return "+"
	case m.declared:
		return "·"
	}
	return ""
}

func (c *Contract) count(x *exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.seen[x.operation]
	if !ok {
		s = &seen{path: x.route.Path, method: x.route.Method, statuses: map[int]mark{}}
		for status := range x.route.Operation.Responses.Map() {
			if code, err := strconv.Atoi(status); err == nil {
				s.statuses[code] = mark{declared: true}
			}
		}
		c.seen[x.operation] = s
	}
	m := s.statuses[x.res.StatusCode]
	m.answered = true
	s.statuses[x.res.StatusCode] = m
	for _, e := range x.excuses {
		c.occurred[e] = true
	}
}

// WantAllDeviations fails the test for every deviation that has not occurred.
func (c *Contract) WantAllDeviations(t testing.TB) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, d := range deviations {
		operations := d.operations
		if operations == nil {
			operations = []string{""}
		}
		for _, operation := range operations {
			if !c.occurred[excuse{i, operation}] {
				t.Errorf("%s: %s %s (%s) has not occurred: provoke it, or take it out of deviations.go",
					cmp.Or(operation, "any operation"), d.where, d.member, d.reason)
			}
		}
	}
}

// Table gives the coverage as a table in Markdown: a row for every operation that
// was asked for, a column for every status that one of these has.
func (c *Contract) Table() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	columns := map[int]bool{}
	for _, s := range c.seen {
		for status := range s.statuses {
			columns[status] = true
		}
	}
	statuses := slices.Sorted(maps.Keys(columns))
	rows := slices.SortedFunc(maps.Values(c.seen), func(a, b *seen) int {
		return cmp.Or(strings.Compare(a.path, b.path), slices.Index(methods, a.method)-slices.Index(methods, b.method))
	})
	var out strings.Builder
	out.WriteString("| operation |")
	for _, status := range statuses {
		fmt.Fprintf(&out, " %d |", status)
	}
	out.WriteString("\n| --- |" + strings.Repeat(" :-: |", len(statuses)) + "\n")
	for _, s := range rows {
		fmt.Fprintf(&out, "| `%s %s` |", s.method, strings.TrimPrefix(s.path, apiPath))
		for _, status := range statuses {
			out.WriteString(strings.TrimRight(" "+s.statuses[status].String(), " ") + " |")
		}
		out.WriteString("\n")
	}
	return out.String()
}

// methods are in the order of the table.
var methods = []string{"GET", "POST", "PATCH", "DELETE"}
