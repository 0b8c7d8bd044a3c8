package spec

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Inert is a field that the server ignores for this object, whatever the
// document says, and why; or of which it has something as good as what the document
// says.
type Inert struct {
	Path   string
	Reason string
	// Unless names a field: where the document says false there, it ends that by
	// the same change. Empty means that nothing does.
	Unless string
	// Only are the texts that are ignored. None means that all values are.
	Only []string
}

// DropInert takes out of a body, in place, what the server ignores of it for a
// live object, and lists what was there. In a member of a list that live does not
// have nothing is ignored: it is to be made as the document says.
func DropInert(b Body, live Resource) []Inert {
	inert := slices.DeleteFunc(slices.Clone(live.Inert), func(i Inert) bool { return i.ends(b) || !i.concerns(b) })
	t, _ := TypeOf(live.Addr.Kind)
	members := live.Body
	if t.arranges() { // who is who does not depend on what is ignored
		bare := Clone(b)
		for _, i := range inert {
			Drop(bare, i.Path)
		}
		members = t.Align(bare, live.Body)
	}
	return slices.DeleteFunc(inert, func(i Inert) bool { return !dropBeside(b, members, i.Path) })
}

// ends reports whether a document makes the server heed the field again.
func (i Inert) ends(b Body) bool {
	ends := false
	visit(reflect.ValueOf(b), strings.Split(i.Unless, "."), func(v reflect.Value) {
		ends = ends || v.Kind() == reflect.Bool && !v.Bool()
	})
	return ends
}

// concerns reports whether a document says a value that is ignored.
func (i Inert) concerns(b Body) bool {
	concerns := len(i.Only) == 0
	visit(reflect.ValueOf(b), strings.Split(i.Path, "."), func(v reflect.Value) {
		concerns = concerns || v.Kind() == reflect.String && slices.Contains(i.Only, v.String())
	})
	return concerns
}

// dropBeside is [Drop] that leaves out members of lists which live does not have.
func dropBeside(b, live Body, path string) bool {
	if live == nil {
		return Drop(b, path)
	}
	dropped := false
	for _, at := range shared(reflect.ValueOf(b), reflect.ValueOf(live), strings.Split(path, "."), nil) {
		dropped = Drop(b, strings.Join(at, ".")) || dropped
	}
	return dropped
}

// shared lists the places of a fact, with indexes, as far as both sides have the
// members of the lists on the way.
func shared(v, live reflect.Value, names, at []string) [][]string {
	v, live = reflect.Indirect(v), reflect.Indirect(live)
	switch {
	case !v.IsValid():
		return nil
	case len(names) == 0:
		return [][]string{at}
	case v.Kind() == reflect.Slice:
		var places [][]string
		for i := range v.Len() {
			if live.IsValid() && i < live.Len() && !live.Index(i).IsZero() {
				places = append(places, shared(v.Index(i), live.Index(i), names, append(slices.Clip(at), strconv.Itoa(i)))...)
			}
		}
		return places
	}
	if live.IsValid() {
		live = member(live, names[0])
	}
	return shared(member(v, names[0]), live, names[1:], append(slices.Clip(at), names[0]))
}
