package spec

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Set is a YAML list whose order means nothing. Nil is "not said"; an empty
// set is "none". A member is text, a number, or a flat struct of plain fields,
// in which the zero value is "not said"; where zero means something, the field
// is an [Optional].
type Set[T comparable] map[T]struct{}

// NewSet makes a set of its arguments.
func NewSet[T comparable](members ...T) Set[T] {
	s := make(Set[T], len(members))
	for _, m := range members {
		s[m] = struct{}{}
	}
	return s
}

// Sorted gives the members in order: numbers by value, all others by how they
// are written.
func (s Set[T]) Sorted() []T {
	return slices.SortedFunc(maps.Keys(s), func(a, b T) int {
		return compareMembers(reflect.ValueOf(a), reflect.ValueOf(b))
	})
}

func compareMembers(a, b reflect.Value) int {
	switch {
	case a.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.Kind() == reflect.String:
		return strings.Compare(a.String(), b.String())
	}
	return strings.Compare(MemberText(encode(a)), MemberText(encode(b)))
}

// Optional is a plain field of a member of a [Set] of which the zero value says
// something else than nothing does.
type Optional[T string | bool | int64] struct {
	Value T
	Said  bool
}

// Say makes an Optional that says a value.
func Say[T string | bool | int64](value T) Optional[T] { return Optional[T]{value, true} }

func (Optional[T]) isOptional() {}

type optional interface{ isOptional() }

// MemberPath is the path of a member of the set at a path, by which a
// [Violation] tells of it.
func MemberPath(path string, member any) string { return path + "." + MemberText(Encode(member)) }

// isSet reports whether t is a Set: a map whose values hold nothing.
func isSet(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Struct && t.Elem().NumField() == 0
}

func isOptional(t reflect.Type) bool { return t.Implements(reflect.TypeFor[optional]()) }

// isBlock reports whether t has named fields.
func isBlock(t reflect.Type) bool { return t.Kind() == reflect.Struct && !isOptional(t) }
