package plan

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/r3labs/diff/v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// changedPaths lists where two bodies of one kind differ, in order. Live is aligned
// with the other one, so that a member of a list that it does not have is empty,
// and what only it has comes after those of the other. It is the
// only place that knows the differ, and takes nothing but paths from it: the
// values in a changelog can be raw pointers into the bodies, and what hangs
// off them is not for printing.
//
// Sets, lists and free documents are our own (differ.Diff): the differ takes a
// list for a set, and finds no name for a member that is a struct.
//
// DisableStructValues makes a block that appears or vanishes one change:
// without it the differ walks into the block and there forgets its own options
// (r3labs/diff#117). Maps come out in random order, hence the sort.
func changedPaths(t spec.Type, live, want spec.Body) ([][]string, error) {
	changes, err := diff.Diff(live, want,
		diff.TagName("yaml"), diff.DisableStructValues(), diff.DiscardComplexOrigin(),
		diff.CustomValueDiffers(&differ{typ: t}))
	if err != nil {
		return nil, fmt.Errorf("comparing: %w", err)
	}
	paths := make([][]string, 0, len(changes))
	for _, c := range changes {
		paths = append(paths, slices.Clone(c.Path))
	}
	slices.SortFunc(paths, slices.Compare)
	return slices.CompactFunc(paths, slices.Equal), nil
}

// differ compares what the library has no idea of.
type differ struct {
	typ   spec.Type
	inner func(path []string, a, b reflect.Value, parent any) error
}

// InsertParentDiffer takes the function that compares the parts.
func (d *differ) InsertParentDiffer(inner func(path []string, a, b reflect.Value, parent any) error) {
	d.inner = inner
}

// Match reports whether a and b, one of which may be invalid, are ours.
func (*differ) Match(a, b reflect.Value) bool {
	return diff.AreType(a, b, reflect.TypeFor[spec.Document]()) || ours(a) || ours(b)
}

func ours(v reflect.Value) bool {
	return v.IsValid() && (v.Kind() == reflect.Slice || v.Kind() == reflect.Map && v.Type().Elem() == reflect.TypeFor[struct{}]())
}

// Diff adds a change for each member of a set that is on one side only, and of a
// list whose members are known by an identity; for each part that differs of the
// members that two lists have in their places; and one for all else.
func (d *differ) Diff(_ diff.DiffType, _ diff.DiffFunc, cl *diff.Changelog, path []string, a, b reflect.Value, _ any) error {
	path = slices.Clone(path)
	switch {
	case !a.IsValid() || !b.IsValid():
		cl.Add(diff.UPDATE, path, nil, nil)
	case a.Kind() == reflect.Map:
		for _, text := range slices.Concat(lacking(a, b), lacking(b, a)) {
			cl.Add(diff.UPDATE, append(slices.Clone(path), text), nil, nil)
		}
	case a.Kind() == reflect.String:
		if was := a.Interface().(spec.Document); !was.Equal(b.Interface().(spec.Document)) {
			cl.Add(diff.UPDATE, path, nil, nil)
		}
	case a.Len() != b.Len() && (!d.identified(path) || a.IsNil() || b.IsNil()):
		cl.Add(diff.UPDATE, path, nil, nil)
	default:
		return d.members(cl, path, a, b)
	}
	return nil
}

// members compares two lists member by member. Where they are known by an identity,
// a has an empty one in the place of what only b has, and what only it has last.
func (d *differ) members(cl *diff.Changelog, path []string, a, b reflect.Value) error {
	for i := range a.Len() {
		at := indexed(path, i)
		if d.identified(path) && (i >= b.Len() || a.Index(i).IsZero()) {
			cl.Add(diff.UPDATE, at, nil, nil)
		} else if err := d.inner(at, a.Index(i), b.Index(i), nil); err != nil {
			return err
		}
	}
	return nil
}

func (d *differ) identified(list []string) bool { return d.typ.FieldAt(list).Identity != nil }

// lacking lists the members of set a that b does not have.
func lacking(a, b reflect.Value) []string {
	var texts []string
	for _, member := range a.MapKeys() {
		if !b.MapIndex(member).IsValid() {
			texts = append(texts, spec.MemberText(spec.Encode(member.Interface())))
		}
	}
	return texts
}
