package spec

import (
	"reflect"
	"strconv"
	"strings"
)

// setFromName fills the fields of a body that are metadata.name in another
// place. A name that is an ID of the server names an object without one, and
// fills nothing.
func (t Type) setFromName(b Body, name string) {
	if objectID(name) == "" {
		return
	}
	for path, f := range t.Fields {
		if f.FromName {
			field(b, path).Set(reflect.ValueOf(&name))
		}
	}
}

// keepsName reports whether metadata.name is a field of the body, which others
// may write and which the server does not hold unique.
func (t Type) keepsName() bool {
	for _, f := range t.Fields {
		if f.FromName {
			return true
		}
	}
	return false
}

// Drop takes a field out of a body, in place, with the blocks that hold nothing
// any more, and reports whether it was there. Of a path through a list that names
// no index all members are meant.
func Drop(b Body, path string) bool { return drop(reflect.ValueOf(b), strings.Split(path, ".")) }

func drop(v reflect.Value, names []string) bool {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if _, err := strconv.Atoi(names[0]); v.Kind() == reflect.Slice && err != nil {
		dropped := false
		for i := range v.Len() {
			dropped = drop(v.Index(i), names) || dropped
		}
		return dropped
	}
	f := member(v, names[0])
	switch {
	case !f.IsValid():
		return false
	case len(names) == 1:
		there := !isNil(f)
		f.SetZero()
		return there
	case !drop(f, names[1:]):
		return false
	}
	if f.Kind() == reflect.Pointer && f.Elem().IsZero() {
		f.SetZero()
	}
	return true
}

// field finds a field by its dotted path, in lists by the index, and gives the
// zero Value when there is none, or a block on the way is not there.
func field(b Body, path string) reflect.Value {
	v := reflect.ValueOf(b)
	for name := range strings.SplitSeq(path, ".") {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v = member(v, name); !v.IsValid() {
			return v
		}
	}
	return v
}

func member(v reflect.Value, name string) reflect.Value {
	if v.Kind() == reflect.Slice {
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < v.Len() {
			return v.Index(i)
		}
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	for f, field := range v.Fields() {
		if fieldName(f) == name {
			return field
		}
	}
	return reflect.Value{}
}

// textAt gives the text of a field, or nothing when it is not there or no text.
func textAt(b Body, path string) string {
	v := field(b, path)
	if !v.IsValid() {
		return ""
	}
	text, _ := reflect.TypeAssert[*string](v)
	if text == nil {
		return ""
	}
	return *text
}

// textsAt gives the texts of a field, of which there may be one in each member
// of a set or a list, or none.
func textsAt(b Body, fact string) []string {
	var texts []string
	visit(reflect.ValueOf(b), strings.Split(fact, "."), func(v reflect.Value) {
		if v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			texts = append(texts, v.String())
		}
	})
	return texts
}

// visit goes to every place that a fact is about.
func visit(v reflect.Value, names []string, found func(reflect.Value)) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
	case isOptional(v.Type()):
		visit(v.Field(0), names, found)
	case v.Kind() == reflect.Slice:
		for _, m := range v.Seq2() {
			visit(m, names, found)
		}
	case v.Kind() == reflect.Map:
		for _, k := range sortedKeys(v) {
			if m := v.MapIndex(k); isSet(v.Type()) {
				visit(k, names, found)
			} else {
				visit(m, names, found)
			}
		}
	case len(names) > 0:
		visit(member(v, names[0]), names[1:], found)
	default:
		found(v)
	}
}
