package plan

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// An update of other fields may leave a field otherwise for a while, and puts it back
// at its end ([spec.Field.Restored]): a processor is stopped to be changed.

// disturbed gives a conflict for every field that the update would put back at its
// end, and that is not as the document wants it by now: nobody planned to change it.
func (op Operation) disturbed(t spec.Type, fresh, want *yaml.Node) []Conflict {
	var conflicts []Conflict
	document := spec.Encode(op.Want.Body)
	for _, path := range restored(t) {
		now, wanted := spec.NodeAt(fresh, path), spec.NodeAt(want, path)
		if spec.NodeAt(document, path) != nil && !touched(path, op.Fields) && !spec.EqualNodes(now, wanted) {
			conflicts = append(conflicts, Conflict{Path: path, Planned: wanted, Live: now, Want: wanted})
		}
	}
	return conflicts
}

// Restore gives a body in which what an update may leave otherwise for a while,
// although nobody planned to change it, is as it was sent, and lists what was not. It
// is for an update that may be half done: nobody else has stopped what is stopped by
// then.
func (op Operation) Restore(live, sent spec.Body) (spec.Body, []Field) {
	t, _ := spec.TypeOf(op.Addr.Kind)
	body := spec.Clone(live)
	var off []Field
	now, then := spec.Encode(live), spec.Encode(sent)
	for _, path := range restored(t) {
		is, was := spec.NodeAt(now, path), spec.NodeAt(then, path)
		if !touched(path, op.Fields) && !spec.EqualNodes(is, was) {
			graft(reflect.ValueOf(body), reflect.ValueOf(sent), path)
			off = append(off, Field{Path: path, Before: is, After: was})
		}
	}
	return body, off
}

// Done lists the planned fields that are as planned by now, and can be seen to be.
func (op Operation) Done(live spec.Body) []Field {
	node := spec.Encode(live)
	return slices.DeleteFunc(slices.Clone(op.Fields), func(f Field) bool {
		return f.Secret || f.After == nil || !spec.EqualNodes(spec.NodeAt(node, f.Path), f.After)
	})
}

// Changed lists the planned fields that a write has changed, by a look before and one
// after it. A write that moves what is put back at the end is a stop or a start, and
// changes nothing else: what is otherwise then is somebody else's doing.
func (op Operation) Changed(before, after spec.Body) []Field {
	t, _ := spec.TypeOf(op.Addr.Kind)
	then, now := spec.Encode(before), spec.Encode(after)
	differs := func(path []string) bool { return !spec.EqualNodes(spec.NodeAt(then, path), spec.NodeAt(now, path)) }
	if slices.ContainsFunc(restored(t), differs) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(op.Fields), func(f Field) bool { return !differs(f.Path) })
}

// Moved reports whether one look at the object shows another state of the update than
// an earlier one.
func (op Operation) Moved(before, now spec.Body) bool {
	t, _ := spec.TypeOf(op.Addr.Kind)
	paths := restored(t)
	for _, f := range op.Fields {
		paths = append(paths, f.Path[:1]) // the members of a list may be others
	}
	then, is := spec.Encode(before), spec.Encode(now)
	return slices.ContainsFunc(paths, func(path []string) bool {
		return !spec.EqualNodes(spec.NodeAt(then, path), spec.NodeAt(is, path))
	})
}

// restored lists the paths of what an update may leave otherwise for a while, sorted.
func restored(t spec.Type) [][]string {
	var paths [][]string
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		if t.Fields[name].Restored {
			paths = append(paths, strings.Split(name, "."))
		}
	}
	return paths
}
