package plan

import (
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Compare gives the fields in which live differs from what the document wants,
// sorted by path. Both are bodies of kind t; live has its values masked
// against want (see [spec.Mask]). The members of lists are compared as
// [spec.Type.Align] pairs them.
func Compare(t spec.Type, live, want spec.Body) ([]Field, error) {
	live = t.Align(want, live)
	adopted := t.WithoutKnobs(adopt(t, want, live))
	paths, err := changedPaths(t, spec.WithoutSecrets(live), spec.WithoutSecrets(adopted))
	if err != nil || len(paths) == 0 { // mostly nothing has changed
		return nil, err
	}
	sides := sides{t, spec.Encode(live), spec.Encode(adopted)}
	fields := make([]Field, 0, len(paths))
	for _, path := range paths {
		f := sides.field(path)
		_, immutable := t.ImmutablePath(path)
		fact := t.FieldAt(path)
		f.Initial = fact.AfterCreate || f.Before != nil && f.Before.Value != "" && f.Before.Value == fact.Initial
		f.ForcesReplace = immutable || fact.SetOnce && f.Before != nil
		fields = append(fields, f)
	}
	sortFields(fields)
	return fields, nil
}

// Left lists in which fields an object is not as its document wants it.
func Left(live, want spec.Resource) ([]Field, error) {
	t, _ := spec.TypeOf(want.Addr.Kind)
	return Compare(t, live.Body, Effective(live, want))
}

// Effective is the body of a document without what the server ignores for this
// object, which for a new one may show only after its creation.
func Effective(live, want spec.Resource) spec.Body {
	if len(live.Inert) == 0 {
		return want.Body
	}
	body := spec.Clone(want.Body)
	spec.DropInert(body, live)
	return body
}

// created gives the fields of a resource that does not exist yet: everything
// that the document sets, one field a top-level key.
func created(t spec.Type, want spec.Body) []Field {
	node := spec.Encode(t.WithoutKnobs(want))
	fields := make([]Field, 0, len(node.Content)/2)
	for i := 0; i < len(node.Content); i += 2 {
		fields = append(fields, Field{Path: []string{node.Content[i].Value}, After: node.Content[i+1]})
	}
	sortFields(fields)
	return fields
}

// unchanged counts the leaves of the document that no field touches.
func unchanged(want spec.Body, fields []Field) int {
	n := 0
	for _, leaf := range spec.Leaves(want) {
		if !touched(leaf.Path, fields) {
			n++
		}
	}
	return n
}

// touched reports whether a field changes what is at path, or a part of it: an
// empty map changes when its last member goes.
func touched(path []string, fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool {
		n := min(len(f.Path), len(path))
		return slices.Equal(f.Path[:n], path[:n])
	})
}

func sortFields(fields []Field) {
	slices.SortFunc(fields, func(a, b Field) int { return slices.Compare(a.Path, b.Path) })
}
