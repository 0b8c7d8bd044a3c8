package spec

import (
	"reflect"
	"slices"
	"strings"
)

// A path leads through names of fields, keys of maps, and members of sets and
// lists; a fact is known by the names alone. This file leads from one to the
// other, along the Go types.

// inside gives the type of what a step below t leads to, nil where there is
// nothing, and whether the step is the name of a field.
func inside(t reflect.Type, step string) (below reflect.Type, named bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case isSet(t):
		return t.Key(), false
	case t.Kind() == reflect.Map, t.Kind() == reflect.Slice:
		return t.Elem(), false
	case t.Kind() != reflect.Struct:
		return nil, false
	}
	for f := range t.Fields() {
		if fieldName(f) == step {
			return f.Type, true
		}
	}
	return nil, false
}

// fact gives the names of a path, joined by dots, and whether its last step is
// one of them rather than a member of something.
func (t Type) fact(path []string) (name string, named bool) {
	typ := reflect.TypeOf(t.New())
	names := make([]string, 0, len(path))
	for _, step := range path {
		if typ, named = inside(typ, step); typ == nil {
			break
		}
		if named {
			names = append(names, step)
		}
	}
	return strings.Join(names, "."), named
}

// typeAt gives the type of the field that a fact is about, without its pointer,
// or nil.
func typeAt(t reflect.Type, fact string) reflect.Type {
	for name := range strings.SplitSeq(fact, ".") {
		for named := false; !named; {
			if t, named = inside(t, name); t == nil {
				return nil
			}
		}
	}
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// FactPath gives the path of the facts about what stands at path: the names of
// fields without the members of sets, lists and maps.
func (t Type) FactPath(path []string) string {
	fact, _ := t.fact(path)
	return fact
}

// Beside gives the path of another field than the one at path: in the same
// members of the lists that both are in.
func (t Type) Beside(path []string, fact string) []string {
	names := strings.Split(fact, ".")
	if _, alone := t.Fields[strings.Join(path, ".")]; alone { // in no list at all
		return names
	}
	typ := reflect.TypeOf(t.New())
	shared := 0 // steps of path that belong to the path of the other field
	for i, step := range path {
		below, named := inside(typ, step)
		if below == nil || named && (len(names) == 1 || names[0] != step) {
			break
		}
		if named {
			names = names[1:]
		}
		typ, shared = below, i+1
	}
	return slices.Concat(path[:shared], names)
}

// ImmutablePath gives the immutable field at path or above it, and false when
// the field can change in place.
func (t Type) ImmutablePath(path []string) (string, bool) {
	for n := range path {
		p := strings.Join(path[:n+1], ".")
		if f, known := t.Fields[p]; known {
			if f.Immutable {
				return p, true
			}
			continue
		}
		if fact, named := t.fact(path[:n+1]); named && t.Fields[fact].Immutable {
			return fact, true
		}
	}
	return "", false
}

// Shown writes a path as a document spells it: metadata.org for a field that
// stands there.
func (t Type) Shown(path []string) string {
	if f := t.FieldAt(path); f.Metadata != "" {
		return "metadata." + f.Metadata
	}
	return strings.Join(path, ".")
}

// FieldAt gives the facts about the field at path. Members of a map, a set or a
// list are described by the Values of that.
func (t Type) FieldAt(path []string) Field {
	if f, ok := t.Fields[strings.Join(path, ".")]; ok || len(path) < 2 {
		return f
	}
	fact, named := t.fact(path)
	switch f := t.Fields[fact]; {
	case named:
		return f
	case f.Values != nil:
		return *f.Values
	}
	return Field{}
}
