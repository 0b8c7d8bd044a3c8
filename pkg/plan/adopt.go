package plan

import (
	"reflect"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Adopt gives what an update in place amounts to: a copy of want in which
// every field that the document leaves out has live's value. That is how
// "unset is unmanaged" becomes part of the desired state before anything is
// compared, so that nothing has to be filtered from a difference afterwards.
// A map or a set that is present is managed whole and stays as written.
func Adopt(want, live spec.Body) spec.Body {
	adopted := spec.Clone(want)
	if live != nil {
		adopt(reflect.ValueOf(adopted).Elem(), reflect.ValueOf(spec.Clone(live)).Elem())
	}
	return adopted
}

func adopt(want, live reflect.Value) {
	for i := range want.NumField() {
		w, l := want.Field(i), live.Field(i)
		switch {
		case w.Kind() != reflect.Pointer && w.Kind() != reflect.Map:
			continue
		case w.IsNil():
			w.Set(l)
		case w.Kind() == reflect.Pointer && w.Elem().Kind() == reflect.Struct && !l.IsNil():
			adopt(w.Elem(), l.Elem())
		}
	}
}
