package plan

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Recheck compares what an update was planned on with what is live now. It
// gives the body to send: fresh, with exactly the planned fields changed, so
// that a colleague's change elsewhere survives a PATCH that must carry the
// whole object. Its lists are in the order of the document, with what only live
// has at their ends. A nil body means that there is nothing left to do. With
// conflicts nothing must be sent.
func (op Operation) Recheck(fresh spec.Body) (spec.Body, []Conflict) {
	t, _ := spec.TypeOf(op.Addr.Kind)
	fresh = t.Align(op.Want.Body, fresh)
	adopted := adopt(t, op.Want.Body, fresh)
	freshNode, wantNode := spec.Encode(fresh), spec.Encode(adopted)
	conflicts := slices.Concat(op.replaced(t, freshNode, wantNode), op.disturbed(t, freshNode, wantNode), op.reordered(t, freshNode, wantNode))
	todo, sides := false, sides{t, freshNode, wantNode}
	var paths [][]string
	body := spec.Clone(fresh)
	for _, f := range op.Fields {
		path, there := sides.resolve(f.Path)
		if !there { // somebody has taken the member away already
			continue
		}
		now, want := sides.before(path), spec.NodeAt(wantNode, path)
		switch {
		case f.Secret:
			todo = true
		case t.FieldAt(path).SentWith != nil: // it goes with the others
			graft(reflect.ValueOf(body), reflect.ValueOf(adopted), path)
			paths = append(paths, path)
		case spec.EqualNodes(now, f.After):
		case spec.EqualNodes(now, f.Before):
			todo = true
			graft(reflect.ValueOf(body), reflect.ValueOf(adopted), path)
			paths = append(paths, path)
		default:
			conflicts = append(conflicts, Conflict{Path: f.Path, Planned: f.Before, Live: now, Want: want})
		}
	}
	if todo && len(conflicts) == 0 {
		if reason := op.Reconsider(fresh, paths); reason != "" {
			conflicts = append(conflicts, Conflict{Reason: reason})
		}
	}
	if len(conflicts) > 0 || !todo {
		return nil, conflicts
	}
	for _, ref := range op.Secrets() {
		graft(reflect.ValueOf(body), reflect.ValueOf(adopted), ref.Path)
	}
	return t.Compact(body), nil
}

// replaced gives a conflict for every field that cannot change in place and is
// not as the document wants it: the object is another one than was planned on.
func (op Operation) replaced(t spec.Type, fresh, want *yaml.Node) []Conflict {
	var conflicts []Conflict
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		path := strings.Split(name, ".")
		now, wanted := spec.NodeAt(fresh, path), spec.NodeAt(want, path)
		if t.Fields[name].Immutable && !spec.EqualNodes(now, wanted) {
			planned := spec.NodeAt(spec.Encode(op.Live.Body), path)
			conflicts = append(conflicts, Conflict{Path: path, Planned: planned, Live: now, Want: wanted})
		}
	}
	return conflicts
}

// Undone lists the planned fields in which live still differs from the
// document, and those that the update should have put back. After an update it is
// empty, unless Atlas ignored something.
func (op Operation) Undone(live spec.Resource) ([]Field, error) {
	t, _ := spec.TypeOf(op.Addr.Kind)
	differing, err := Left(live, *op.Want)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(differing, func(f Field) bool {
		return !touched(f.Path, op.Fields) && !t.FieldAt(f.Path).Restored
	}), nil
}
