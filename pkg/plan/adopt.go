package plan

import (
	"reflect"
	"slices"
	"strconv"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Adopt gives what an update in place amounts to: a copy of want in which
// every field that the document leaves out has live's value. That is how
// "unset is unmanaged" becomes part of the desired state before anything is
// compared, so that nothing has to be filtered from a difference afterwards.
// So has one that says the same in another spelling ([spec.Field.Fold]).
// A map or a set that is present is managed whole and stays as written; so is a
// list, but for what its members leave out of the ones they stand for. What
// the document's own choice rules out is not adopted: the user name of a
// password goes when a connection changes to another mechanism.
func Adopt(t spec.Type, want, live spec.Body) spec.Body { return adopt(t, want, t.Align(want, live)) }

// adopt is Adopt from a live body that is aligned with the document.
func adopt(t spec.Type, want, live spec.Body) spec.Body {
	adopted := spec.Clone(want)
	if live != nil {
		a := adoption{typ: t, want: encoded(want), live: encoded(live)}
		t.Respell(adopted, live)
		a.adopt(reflect.ValueOf(adopted).Elem(), reflect.ValueOf(spec.Clone(live)).Elem(), nil)
	}
	return adopted
}

// adoption has the two bodies as nodes for whoever asks: most kinds have no field
// that depends on another one.
type adoption struct {
	typ        spec.Type
	want, live func() *yaml.Node
}

func encoded(b spec.Body) func() *yaml.Node {
	return sync.OnceValue(func() *yaml.Node { return spec.Encode(b) })
}

// adopt goes through two structs, which stand at one path.
func (a adoption) adopt(want, live reflect.Value, at []string) {
	for i := range want.NumField() {
		w, l := want.Field(i), live.Field(i)
		path := append(slices.Clip(at), want.Type().Field(i).Tag.Get("yaml"))
		switch {
		case w.Kind() != reflect.Pointer && w.Kind() != reflect.Map && w.Kind() != reflect.Slice:
			continue
		case w.IsNil() && !a.ruledOut(path):
			w.Set(l)
		case w.IsNil() || l.IsNil():
			continue
		case w.Kind() == reflect.Pointer && w.Elem().Kind() == reflect.Struct:
			a.adopt(w.Elem(), l.Elem(), path)
		case w.Kind() == reflect.Slice && w.Type().Elem().Kind() == reflect.Struct:
			a.adoptMembers(w, l, path)
		}
	}
}

// adoptMembers adopts what the members of a list do not say from those of live
// that they stand for. Where nothing tells them apart these are the ones in their
// places, in a list of one length.
func (a adoption) adoptMembers(want, live reflect.Value, at []string) {
	if a.typ.FieldAt(at).Identity == nil && want.Len() != live.Len() {
		return
	}
	for i := range min(want.Len(), live.Len()) {
		a.adopt(want.Index(i), live.Index(i), indexed(at, i))
	}
}

func indexed(path []string, i int) []string { return append(slices.Clip(path), strconv.Itoa(i)) }

// ruledOut reports whether a field goes because the one that decides about it
// changes. Should Atlas keep it nevertheless, then live's own choice rules it
// out as well, and it is left alone: otherwise it would be planned for ever.
func (a adoption) ruledOut(path []string) bool {
	return a.typ.FieldAt(path).When.Path != "" && onlyIn(a.typ, path, a.live(), a.want())
}

// onlyIn reports whether there is a field at path by what body a chooses, and
// none by what body b chooses. A choice that Atlas cannot change in place does not
// count: another one is a replacement, which creates exactly the document.
func onlyIn(t spec.Type, path []string, a, b *yaml.Node) bool {
	when := t.FieldAt(path).When
	decider := t.Beside(path, when.Path)
	if _, immutable := t.ImmutablePath(decider); when.Path == "" || immutable {
		return false
	}
	here, there := spec.NodeAt(a, decider), spec.NodeAt(b, decider)
	return here != nil && there != nil && when.Holds(here.Value) && !when.Holds(there.Value)
}
