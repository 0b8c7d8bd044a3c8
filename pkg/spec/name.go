package spec

import (
	"reflect"
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

// field finds a field by its dotted path, and gives the zero Value when there
// is none, or a block on the way is not there.
func field(b Body, path string) reflect.Value {
	v := reflect.ValueOf(b)
	for name := range strings.SplitSeq(path, ".") {
		if v.Kind() != reflect.Pointer || v.IsNil() {
			return reflect.Value{}
		}
		if v = member(v.Elem(), name); !v.IsValid() {
			return v
		}
	}
	return v
}

func member(v reflect.Value, name string) reflect.Value {
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
