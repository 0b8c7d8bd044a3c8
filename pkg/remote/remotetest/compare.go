package remotetest

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

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
	t, _ := spec.TypeOf(live.Addr.Kind)
	b = spec.WithoutSecrets(t.WithoutKnobs(b))
	spec.DropInert(b, live)
	tidy(reflect.ValueOf(b))
	return b
}

func tidy(v reflect.Value) {
	for _, field := range v.Elem().Fields() {
		switch {
		case field.Kind() == reflect.Slice && isStruct(field.Type().Elem()):
			for i := range field.Len() {
				tidy(field.Index(i).Addr())
			}
		case !isBlock(field) || field.IsNil():
		default:
			if tidy(field); field.Elem().IsZero() {
				field.SetZero()
			}
		}
	}
}

func isStruct(t reflect.Type) bool { return t.Kind() == reflect.Struct }

// membersOf gives the members of two lists of structs that have as many.
func membersOf(a, b reflect.Value) [][2]reflect.Value {
	var pairs [][2]reflect.Value
	if a.Kind() == reflect.Slice && isStruct(a.Type().Elem()) && a.Len() == b.Len() {
		for i := range a.Len() {
			pairs = append(pairs, [2]reflect.Value{a.Index(i).Addr(), b.Index(i).Addr()})
		}
	}
	return pairs
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
		for _, pair := range membersOf(l, w) {
			restrict(pair[0], pair[1])
		}
	}
}

// whole is what an update in place sends: want, with live's values where the
// document leaves something out, but for what another choice rules out.
func whole(t spec.Type, want, live spec.Body) spec.Body {
	body := spec.Clone(want)
	c := completion{t, spec.Encode(want), spec.Encode(live)}
	c.complete(reflect.ValueOf(body), reflect.ValueOf(spec.Clone(live)), nil)
	return body
}

type completion struct {
	typ        spec.Type
	want, live *yaml.Node
}

func (c completion) complete(want, live reflect.Value, block []string) {
	for i := range want.Elem().NumField() {
		w, l := want.Elem().Field(i), live.Elem().Field(i)
		path := append(slices.Clip(block), want.Elem().Type().Field(i).Tag.Get("yaml"))
		switch {
		case w.IsNil() && !c.ruledOut(path):
			w.Set(l)
		case isBlock(w) && !w.IsNil() && !l.IsNil():
			c.complete(w, l, path)
		}
		for n, pair := range membersOf(w, l) {
			c.complete(pair[0], pair[1], append(slices.Clip(path), strconv.Itoa(n)))
		}
	}
}

// ruledOut reports whether live has a field at path by a choice that the document
// makes otherwise.
func (c completion) ruledOut(path []string) bool {
	when := c.typ.FieldAt(path).When
	decider := c.typ.Beside(path, when.Path)
	chosen, before := spec.NodeAt(c.want, decider), spec.NodeAt(c.live, decider)
	return chosen != nil && before != nil && when.Holds(before.Value) && !when.Holds(chosen.Value)
}

// isBlock reports whether v is a block of named fields.
func isBlock(v reflect.Value) bool {
	return v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct
}
