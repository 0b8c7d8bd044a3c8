package spec

import (
	"cmp"
	"maps"
	"slices"
)

// Set is a YAML list whose order means nothing. Nil is "not said"; an empty
// set is "none".
type Set[T cmp.Ordered] map[T]struct{}

// NewSet makes a set of its arguments.
func NewSet[T cmp.Ordered](members ...T) Set[T] {
	s := make(Set[T], len(members))
	for _, m := range members {
		s[m] = struct{}{}
	}
	return s
}

// Sorted gives the members in order.
func (s Set[T]) Sorted() []T { return slices.Sorted(maps.Keys(s)) }
