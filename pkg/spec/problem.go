package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a source. Line and Col start at 1; zero is "not known".
type Pos struct {
	File string
	Line int
	Col  int
}

// String gives file:line:col, without the parts that are not known.
func (p Pos) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Col > 0 {
			s += fmt.Sprintf(":%d", p.Col)
		}
	}
	return s
}

// Problem is one thing that is wrong with the input, where it is, and what to
// do about it.
type Problem struct {
	Pos  Pos
	Addr string // the address, as far as it is known
	Msg  string
}

// String gives file:line:col: address: message.
func (p Problem) String() string {
	parts := make([]string, 0, 3)
	for _, s := range []string{p.Pos.String(), p.Addr, p.Msg} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ": ")
}

// Problems is every problem of a run, sorted by place. As an error it prints
// one a line.
type Problems []Problem

// Error gives all problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Sort brings problems into the order in which they are reported, and drops
// repetitions.
func (ps Problems) Sort() Problems {
	sorted := slices.SortedFunc(slices.Values(ps), func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Addr, b.Addr),
			cmp.Compare(a.Msg, b.Msg),
		)
	})
	return slices.Compact(sorted)
}

// ErrorOrNil gives the sorted problems as an error, or nil when there are
// none.
func (ps Problems) ErrorOrNil() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.Sort()
}
