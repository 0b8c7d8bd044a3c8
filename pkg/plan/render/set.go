package render

import (
	"reflect"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// isMember reports whether a field is a member of a set: its last step is the
// member itself, which has no key. A map may have a member whose key and value
// are the same text, hence the look at the type.
func (w *walk) isMember(f plan.Field) bool {
	n, last := f.After, len(f.Path)-1
	if n == nil {
		n = f.Before
	}
	if n == nil || last < 1 || spec.MemberText(n) != f.Path[last] {
		return false
	}
	t, ok := spec.TypeOf(w.kind)
	return ok && isSet(reflect.TypeOf(t.New()), f.Path[:last])
}

// isSet reports whether a path below a type leads to a [spec.Set].
func isSet(t reflect.Type, path []string) bool {
	t = typeAt(t, path)
	return t != nil && t.Kind() == reflect.Map && t.Elem() == reflect.TypeFor[struct{}]()
}

// isList reports whether a path in a kind leads to a [spec.List].
func isList(k spec.Kind, path []string) bool {
	typ, ok := spec.TypeOf(k)
	if !ok {
		return false
	}
	t := typeAt(reflect.TypeOf(typ.New()), path)
	return t != nil && t.Kind() == reflect.Slice
}

// typeAt gives the type of what a path leads to, or nil.
func typeAt(t reflect.Type, path []string) reflect.Type {
	for _, key := range path {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch t.Kind() {
		case reflect.Map, reflect.Slice:
			t = t.Elem()
		case reflect.Struct:
			if t = fieldType(t, key); t == nil {
				return nil
			}
		default:
			return nil
		}
	}
	return t
}

// fieldType gives the type of the field that YAML calls key, or nil.
func fieldType(t reflect.Type, key string) reflect.Type {
	for f := range t.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name == key {
			return f.Type
		}
	}
	return nil
}
