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
func Adopt(t spec.Type, want, live spec.Body) spec.Body {
	adopted := spec.Clone(want)
	if live != nil {
		a := adoption{typ: t, want: encoded(want), live: encoded(live)}
		t.Respell(adopted, live)
		a.adopt(reflect.ValueOf(adopted).Elem(), reflect.ValueOf(spec.Clone(live)).Elem(), place{})
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

// adopt goes through two structs; at says where they stand, which in lists may be
// different places.
func (a adoption) adopt(want, live reflect.Value, at place) {
	for i := range want.NumField() {
		w, l := want.Field(i), live.Field(i)
		path := at.below(want.Type().Field(i).Tag.Get("yaml"))
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
// that they stand for, if that can be told.
func (a adoption) adoptMembers(want, live reflect.Value, at place) {
	identity := a.typ.FieldAt(at.want).Identity
	for i := range want.Len() {
		if j := counterpart(i, want, live, identity); j >= 0 {
			a.adopt(want.Index(i), live.Index(j), place{indexed(at.want, i), indexed(at.live, j)})
		}
	}
}

// counterpart gives the index of the live member that the wanted one with index
// i stands for: the one in its place, if that is what identifies both; else the
// only one that it can be; else, in lists of one length, the one whose place it
// takes; else -1.
func counterpart(i int, want, live reflect.Value, identity []string) int {
	same := func(i, j int) bool { return identical(want.Index(i), live.Index(j), identity) }
	if len(identity) > 0 && i < live.Len() && same(i, i) {
		return i
	}
	found, free := -1, want.Len() == live.Len()
	for j := range live.Len() {
		if len(identity) > 0 && same(i, j) {
			if found >= 0 {
				return -1
			}
			found = j
		}
		free = free && (len(identity) == 0 || !same(j, i))
	}
	if found < 0 && free {
		return i
	}
	return found
}

// identical reports whether b can be what a stands for: what a does not say fits
// everything.
func identical(a, b reflect.Value, identity []string) bool {
	for _, name := range identity {
		at := fieldIndex(a.Type(), name)
		said, is := spec.Encode(a.Field(at).Interface()), spec.Encode(b.Field(at).Interface())
		if said != nil && !spec.EqualNodes(said, is) {
			return false
		}
	}
	return true
}

// place is where something stands on both sides.
type place struct{ want, live []string }

func (p place) below(step string) place {
	return place{append(slices.Clip(p.want), step), append(slices.Clip(p.live), step)}
}

func indexed(path []string, i int) []string { return append(slices.Clip(path), strconv.Itoa(i)) }

// ruledOut reports whether a field goes because the one that decides about it
// changes. Should Atlas keep it nevertheless, then live's own choice rules it
// out as well, and it is left alone: otherwise it would be planned for ever.
func (a adoption) ruledOut(at place) bool {
	when := a.typ.FieldAt(at.want).When
	return when.Path != "" && rules(a.typ, when, place{a.typ.Beside(at.want, when.Path), a.typ.Beside(at.live, when.Path)}, a.live(), a.want())
}

// onlyIn reports whether there is a field at path by what body a chooses, and
// none by what body b chooses.
func onlyIn(t spec.Type, path []string, a, b *yaml.Node) bool {
	when := t.FieldAt(path).When
	decider := t.Beside(path, when.Path)
	return when.Path != "" && rules(t, when, place{decider, decider}, a, b)
}

// rules reports whether what a chooses brings a field along, and what b chooses
// does not. A choice that Atlas cannot change in place does not count: another
// one is a replacement, which creates exactly the document.
func rules(t spec.Type, when spec.When, decider place, a, b *yaml.Node) bool {
	if _, immutable := t.ImmutablePath(decider.want); immutable {
		return false
	}
	here, there := spec.NodeAt(a, decider.live), spec.NodeAt(b, decider.want)
	return here != nil && there != nil && when.Holds(here.Value) && !when.Holds(there.Value)
}
