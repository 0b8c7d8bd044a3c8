package schema

import (
	"reflect"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// member is one field of a kind, with the fields in it.
type member struct {
	name, path string
	typ        reflect.Type // without the pointer
	field      spec.Field
	members    []member // of an object, or of the objects in a list
}

// membersOf lists the fields of a kind in the order of its struct.
func membersOf(t spec.Type) []member {
	return walk(t, reflect.TypeOf(t.New()).Elem(), "")
}

func walk(t spec.Type, typ reflect.Type, path string) []member {
	var list []member
	for f := range typ.Fields() {
		m := member{name: f.Tag.Get("yaml"), typ: f.Type}
		m.path = m.name
		if path != "" {
			m.path = path + "." + m.name
		}
		if m.typ.Kind() == reflect.Pointer {
			m.typ = m.typ.Elem()
		}
		m.field = t.Fields[m.path]
		if inner := elem(m.typ); inner.Kind() == reflect.Struct {
			m.members = walk(t, inner, m.path)
		}
		if !m.field.FromName {
			list = append(list, m)
		}
	}
	return list
}

// elem gives the type of the members of a list, and any other type itself.
func elem(t reflect.Type) reflect.Type {
	switch {
	case isSet(t):
		t = t.Key()
	case t.Kind() == reflect.Slice:
		t = t.Elem()
	default:
		return t
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// isSet reports whether t is a [spec.Set].
func isSet(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Elem() == reflect.TypeFor[struct{}]()
}

// isList reports whether t is written as a list.
func isList(t reflect.Type) bool { return isSet(t) || t.Kind() == reflect.Slice }

// flat lists every field, those of an object after it. What is in lists is left
// out where deep is false.
func flat(members []member, deep bool) []member {
	var all []member
	for _, m := range members {
		all = append(all, m)
		if deep || !isList(m.typ) {
			all = append(all, flat(m.members, deep)...)
		}
	}
	return all
}
