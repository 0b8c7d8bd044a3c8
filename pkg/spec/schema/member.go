package schema

import (
	"reflect"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// member is one field of a kind, with the fields in it.
type member struct {
	name, path  string
	shown       string       // the path as people read it: zones[].name, actions.*[].db
	inside      string       // the closest object that it is in and that need not be there; empty: none
	typ         reflect.Type // without the pointer
	field       spec.Field
	tells       bool        // by it an object without a name is known
	replaceable bool        // the object that it is in
	members     []member    // of an object, or of the objects in a list
	rules       []spec.Rule // of the objects in a list
	says        []string    // the rules that it can break, in words
	each        []string    // those of them that each member of a list can break
}

// many reports whether there may be several of it.
func (m member) many() bool { return isList(m.typ) || isMapOfSets(m.typ) || isMapOfObjects(m.typ) }

// membersOf lists the fields of a kind in the order of its struct.
func membersOf(t spec.Type) []member {
	return walk(t, reflect.TypeOf(t.New()).Elem(), member{})
}

func walk(t spec.Type, typ reflect.Type, in member) []member {
	var list []member
	for f := range typ.Fields() {
		m := member{name: f.Tag.Get("yaml"), typ: f.Type}
		m.path, m.shown, m.inside = m.name, m.name, in.inside
		if in.path != "" {
			m.path, m.shown = in.path+"."+m.name, in.shown+in.marks()+"."+m.name
		}
		m.typ = bare(m.typ)
		m.field, m.replaceable, m.tells = t.Fields[m.path], !t.Root, slices.Contains(t.Identity, m.path)
		m.says, m.each = breaches(t.Rules, m)
		if inner := elem(m.typ); inner.Kind() == reflect.Struct {
			in := m
			if !m.field.Required || m.field.When.Path != "" {
				in.inside = m.shown
			}
			m.members = walk(t, inner, in)
		}
		if m.many() {
			m.rules = rulesIn(t.Rules, m.path, m.members)
		}
		if !m.field.FromName && !m.field.ReadOnly && m.field.Metadata == "" {
			list = append(list, m)
		}
	}
	return list
}

// marks show that there may be several of it.
func (m member) marks() string {
	switch {
	case isMapOfSets(m.typ):
		return ".*[]"
	case isMapOfObjects(m.typ):
		return ".*"
	case isList(m.typ):
		return "[]"
	}
	return ""
}

// elem gives the type of the members of a list, also of one in a map, and any
// other type itself.
func elem(t reflect.Type) reflect.Type {
	switch {
	case isSet(t):
		return bare(t.Key())
	case isMapOfSets(t):
		return elem(t.Elem())
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Map && bare(t.Elem()).Kind() == reflect.Struct:
		return bare(t.Elem())
	default:
		return t
	}
}

// bare is a type without the pointer, and without what says that there is a value,
// or where it stands.
func bare(t reflect.Type) reflect.Type {
	switch {
	case t.Kind() == reflect.Pointer:
		return bare(t.Elem())
	case t.Kind() == reflect.Struct && (strings.HasPrefix(t.Name(), "Optional[") || strings.HasPrefix(t.Name(), "At[")):
		return t.Field(0).Type
	}
	return t
}

// isMapOfObjects reports whether t is a map of what has fields.
func isMapOfObjects(t reflect.Type) bool {
	return t.Kind() == reflect.Map && !isSet(t) && bare(t.Elem()).Kind() == reflect.Struct
}

func isMapOfSets(t reflect.Type) bool { return t.Kind() == reflect.Map && isSet(t.Elem()) }

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
		if deep || !m.many() {
			all = append(all, flat(m.members, deep)...)
		}
	}
	return all
}
