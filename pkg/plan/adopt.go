package plan

import (
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Adopt gives what an update in place amounts to: a copy of want in which
// every field that the document leaves out has live's value. That is how
// "unset is unmanaged" becomes part of the desired state before anything is
// compared, so that nothing has to be filtered from a difference afterwards.
// A map or a set that is present is managed whole and stays as written. What
// the document's own choice rules out is not adopted: the user name of a
// password goes when a connection changes to another mechanism.
func Adopt(t spec.Type, want, live spec.Body) spec.Body {
	adopted := spec.Clone(want)
	if live != nil {
		a := adoption{typ: t, want: spec.Encode(want), live: spec.Encode(live)}
		a.adopt(reflect.ValueOf(adopted).Elem(), reflect.ValueOf(spec.Clone(live)).Elem(), nil)
	}
	return adopted
}

type adoption struct {
	typ        spec.Type
	want, live *yaml.Node
}

func (a adoption) adopt(want, live reflect.Value, block []string) {
	for i := range want.NumField() {
		w, l := want.Field(i), live.Field(i)
		path := append(slices.Clip(block), want.Type().Field(i).Tag.Get("yaml"))
		switch {
		case w.Kind() != reflect.Pointer && w.Kind() != reflect.Map:
			continue
		case w.IsNil() && !a.ruledOut(path):
			w.Set(l)
		case w.Kind() == reflect.Pointer && !w.IsNil() && w.Elem().Kind() == reflect.Struct && !l.IsNil():
			a.adopt(w.Elem(), l.Elem(), path)
		}
	}
}

// ruledOut reports whether a field goes because the one that decides about it
// changes. Should Atlas keep it nevertheless, then live's own choice rules it
// out as well, and it is left alone: otherwise it would be planned for ever.
func (a adoption) ruledOut(path []string) bool { return onlyIn(a.typ, path, a.live, a.want) }

// onlyIn reports whether there is a field at path by what body a chooses, and
// none by what body b chooses. A choice that Atlas cannot change in place does
// not count: another one is a replacement, which creates exactly the document.
func onlyIn(t spec.Type, path []string, a, b *yaml.Node) bool {
	when := t.FieldAt(path).When
	if when.Path == "" {
		return false
	}
	decider := strings.Split(when.Path, ".")
	if _, immutable := t.ImmutablePath(decider); immutable {
		return false
	}
	here, there := spec.NodeAt(a, decider), spec.NodeAt(b, decider)
	return here != nil && there != nil && when.Holds(here.Value) && !when.Holds(there.Value)
}
