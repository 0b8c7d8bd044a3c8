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
// any more, and reports whether it was there.
func Drop(b Body, path string) bool {
	v := field(b, path)
	if !v.IsValid() || v.IsNil() {
		return false
	}
	v.SetZero()
	for {
		i := strings.LastIndexByte(path, '.')
		if i < 0 {
			return true
		}
		path = path[:i]
		block := field(b, path)
		if block.Kind() != reflect.Pointer || !block.Elem().IsZero() {
			return true
		}
		block.SetZero()
	}
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
	collect(reflect.ValueOf(b), strings.Split(fact, "."), func(text string) { texts = append(texts, text) })
	return texts
}

func collect(v reflect.Value, names []string, found func(text string)) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
	case isOptional(v.Type()):
		collect(v.Field(0), names, found)
	case v.Kind() == reflect.Slice:
		for _, m := range v.Seq2() {
			collect(m, names, found)
		}
	case v.Kind() == reflect.Map:
		for _, k := range sortedKeys(v) {
			if m := v.MapIndex(k); isSet(v.Type()) {
				collect(k, names, found)
			} else {
				collect(m, names, found)
			}
		}
	case len(names) > 0:
		collect(member(v, names[0]), names[1:], found)
	case v.Type() == reflect.TypeFor[string]() && v.String() != "":
		found(v.String())
	}
}
