package plan

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Conflict is a field that somebody changed between the plan and the write.
type Conflict struct {
	Path    []string
	Planned *yaml.Node // what the plan saw
	Live    *yaml.Node // what is there now
	Want    *yaml.Node // what the document says
}

// Recheck compares what an update was planned on with what is live now. It
// gives the body to send: fresh, with exactly the planned fields changed, so
// that a colleague's change elsewhere survives a PATCH that must carry the
// whole object. A nil body means that there is nothing left to do. With
// conflicts nothing must be sent.
func (op Operation) Recheck(fresh spec.Body) (spec.Body, []Conflict) {
	t, _ := spec.TypeOf(op.Addr.Kind)
	adopted := Adopt(t, op.Want.Body, fresh)
	freshNode, wantNode := spec.Encode(fresh), spec.Encode(adopted)
	conflicts := op.replaced(t, freshNode, wantNode)
	todo := false
	body := spec.Clone(fresh)
	for _, f := range op.Fields {
		now, want := spec.NodeAt(freshNode, f.Path), spec.NodeAt(wantNode, f.Path)
		switch {
		case f.Secret:
			todo = true
		case spec.EqualNodes(now, f.After):
		case spec.EqualNodes(now, f.Before):
			todo = true
			graft(reflect.ValueOf(body), reflect.ValueOf(adopted), f.Path)
		default:
			conflicts = append(conflicts, Conflict{Path: f.Path, Planned: f.Before, Live: now, Want: want})
		}
	}
	if len(conflicts) > 0 || !todo {
		return nil, conflicts
	}
	for _, ref := range spec.SecretRefs(op.Want.Body) {
		graft(reflect.ValueOf(body), reflect.ValueOf(adopted), ref.Path)
	}
	return body, nil
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
// document. After an update it is empty, unless Atlas ignored something.
func (op Operation) Undone(live spec.Body) ([]Field, error) {
	t, _ := spec.TypeOf(op.Addr.Kind)
	differing, err := Compare(t, live, op.Want.Body)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(differing, func(f Field) bool { return !touched(f.Path, op.Fields) }), nil
}

// String says what collided, for people.
func (c Conflict) String() string {
	return fmt.Sprintf("%s: the plan saw %s, now it is %s, the file wants %s",
		strings.Join(c.Path, "."), show(c.Planned), show(c.Live), show(c.Want))
}

func show(n *yaml.Node) string {
	switch {
	case n == nil:
		return "nothing"
	case n.Tag == spec.SecretTag:
		return "(secret)"
	case n.Tag == spec.HiddenTag:
		return "(hidden)"
	case n.Kind == yaml.ScalarNode:
		return fmt.Sprintf("%q", n.Value)
	}
	return "something else"
}
