package remotetest

import (
	"reflect"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Diff tells how live differs from what a document says, and is empty when it
// does not. What the document leaves out is not looked at, nor is what live says
// it ignores, nor secrets: an answer cannot hold them.
func Diff(want spec.Body, live spec.Resource) string {
	want, said := active(want, live), spec.Clone(live.Body)
	restrict(reflect.ValueOf(said), reflect.ValueOf(want))
	return cmp.Diff(want, said)
}

// active copies what a body says without what live ignores, without secrets,
// and without the blocks that then say nothing.
func active(b spec.Body, live spec.Resource) spec.Body {
	b = spec.WithoutSecrets(b)
	for _, inert := range live.Inert {
		spec.Drop(b, inert.Path)
	}
	tidy(reflect.ValueOf(b))
	return b
}

func tidy(v reflect.Value) {
	for _, field := range v.Elem().Fields() {
		if !isBlock(field) || field.IsNil() {
			continue
		}
		if tidy(field); field.Elem().IsZero() {
			field.SetZero()
		}
	}
}

// restrict takes away from live what want does not say.
func restrict(live, want reflect.Value) {
	for i := range want.Elem().NumField() {
		l, w := live.Elem().Field(i), want.Elem().Field(i)
		switch {
		case w.IsNil():
			l.SetZero()
		case isBlock(w) && !l.IsNil():
			restrict(l, w)
		}
	}
}

// whole is what an update in place sends: want, with live's values where the
// document leaves something out.
func whole(want, live spec.Body) spec.Body {
	body := spec.Clone(want)
	complete(reflect.ValueOf(body), reflect.ValueOf(spec.Clone(live)))
	return body
}

func complete(want, live reflect.Value) {
	for i := range want.Elem().NumField() {
		w, l := want.Elem().Field(i), live.Elem().Field(i)
		switch {
		case w.IsNil():
			w.Set(l)
		case isBlock(w) && !l.IsNil():
			complete(w, l)
		}
	}
}

// isBlock reports whether v is a block of named fields.
func isBlock(v reflect.Value) bool {
	return v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct
}
