package spec

import "reflect"

// List is a YAML list whose order means something, unless its members are known by
// an identity (see [Field.Identity]). Nil is "not said"; a list that is there is
// managed whole, except that a member leaves alone what it does not say of the
// member that it stands for (see [Type.Align]). A member is a
// scalar, or a struct with the shapes of a body, secrets excepted.
type List[T any] []T

func (List[T]) isList() {}

type ordered interface{ isList() }

// isList tells a List from the slices that settings have.
func isList(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Implements(reflect.TypeFor[ordered]())
}
