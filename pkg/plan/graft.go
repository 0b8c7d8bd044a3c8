package plan

import (
	"reflect"
	"strconv"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// graft copies what stands at path in src to the same place in dst, and takes
// it away there when src has nothing. A list of dst keeps its places: a member that
// is taken away leaves an empty one.
func graft(dst, src reflect.Value, path []string) {
	for dst.Kind() == reflect.Pointer {
		if dst.IsNil() || src.IsNil() {
			dst.Set(src)
			return
		}
		dst, src = dst.Elem(), src.Elem()
	}
	switch {
	case len(path) == 0 || dst.Kind() == reflect.Map && (dst.IsNil() || src.IsNil()):
		dst.Set(src)
	case dst.Kind() == reflect.Struct:
		field := fieldIndex(dst.Type(), path[0])
		graft(dst.Field(field), src.Field(field), path[1:])
	case dst.Kind() == reflect.Map:
		graftMember(dst, src, path)
	case dst.Kind() == reflect.Slice:
		i, err := strconv.Atoi(path[0])
		switch {
		case err != nil || i >= dst.Len():
		case i >= src.Len():
			dst.Index(i).SetZero()
		default:
			graft(dst.Index(i), src.Index(i), path[1:])
		}
	}
}

// graftMember does for a member of a map or a set what graft does for a field.
func graftMember(dst, src reflect.Value, path []string) {
	for _, m := range []reflect.Value{dst, src} {
		for _, k := range m.MapKeys() {
			if spec.MemberText(spec.Encode(k.Interface())) != path[0] {
				continue
			}
			inner, from := dst.MapIndex(k), src.MapIndex(k)
			if len(path) > 1 && inner.IsValid() && from.IsValid() {
				graftMember(inner, from, path[1:]) // a set in a map
				return
			}
			dst.SetMapIndex(k, from) // nothing there takes it away
		}
	}
}

func fieldIndex(t reflect.Type, name string) int {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("yaml") == name {
			return i
		}
	}
	panic("plan: a path leads to a field that " + t.String() + " does not have: " + name)
}
