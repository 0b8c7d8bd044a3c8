package remotetest

import (
	"reflect"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Diff tells how live differs from what a document says, and is empty when it
// does not. What the document leaves out is not looked at, secrets neither: an
// answer cannot hold them.
func Diff(want, live spec.Body) string {
	said := spec.Clone(live)
	restrict(reflect.ValueOf(said), reflect.ValueOf(want))
	return cmp.Diff(spec.WithoutSecrets(want), said)
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
