package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// gone begins the last step of the path of a member that only live has. The rest
// of the step is what identifies it: an index would be one of a list that has no
// order, and in which the document does not have it.
const gone = "gone:"

// isMember reports whether a path leads to a whole member of a list that tells its
// members apart.
func isMember(t spec.Type, path []string) bool {
	last := len(path) - 1
	return last > 0 && t.FieldAt(path[:last]).Identity != nil && t.FactPath(path) == t.FactPath(path[:last])
}

// sides are a live body and what it should become, aligned.
type sides struct {
	typ         spec.Type
	live, after *yaml.Node
}

// field is what stands at a path on both sides. The path of the field is that of
// the document, by whose indexes it tells the members of lists.
func (s sides) field(path []string) Field {
	f := Field{Path: path, After: spec.NodeAt(s.after, path)}
	f.Before = s.before(path)
	for n := 1; n < len(path); n++ {
		list := s.list(path[:n])
		if list == nil {
			continue
		}
		f.Members = append(f.Members, list[index(path[n])])
		if n == len(path)-1 && f.After == nil {
			f.Path = append(slices.Clone(path[:n]), gone+list[index(path[n])])
		}
	}
	return f
}

// resolve gives the path with indexes of a field of an earlier comparison, and
// false when live does not have the member any more that it calls gone.
func (s sides) resolve(path []string) ([]string, bool) {
	last := len(path) - 1
	if !isMember(s.typ, path) || !strings.HasPrefix(path[last], gone) {
		return path, true
	}
	name := strings.TrimPrefix(path[last], gone)
	list, wanted := s.list(path[:last]), spec.NodeAt(s.after, path[:last])
	if wanted == nil || len(list) < len(wanted.Content) {
		return nil, false
	}
	i := slices.Index(list[len(wanted.Content):], name)
	return indexed(path[:last], len(wanted.Content)+i), i >= 0
}

// before is what live has at a path, nil where that is the place of a member that
// only the document has.
func (s sides) before(path []string) *yaml.Node {
	n := spec.NodeAt(s.live, path)
	switch {
	case n == nil || !isMember(s.typ, path):
		return n
	case len(n.Content) == 0:
		return nil
	}
	return s.written(path, n)
}

// written leaves out of a member what no document says.
func (s sides) written(path []string, n *yaml.Node) *yaml.Node {
	out := *n
	out.Content = nil
	for i := 0; i < len(n.Content); i += 2 {
		at := append(slices.Clip(path), n.Content[i].Value)
		if !s.typ.FieldAt(at).ReadOnly {
			out.Content = append(out.Content, n.Content[i], n.Content[i+1])
		}
	}
	return &out
}

// list names the members of the list at a path by their identity: by that of live,
// which is what changes, and of what only the document has by its own. Of those
// that only live has no two have one name. It is nil where that is no such list.
func (s sides) list(path []string) []string {
	identity := s.typ.FieldAt(path).Identity
	live, after := spec.NodeAt(s.live, path), spec.NodeAt(s.after, path)
	if identity == nil || live == nil || after == nil {
		return nil
	}
	names := make([]string, max(len(live.Content), len(after.Content)))
	for i := range names {
		member := spec.NodeAt(s.after, indexed(path, i))
		if i < len(live.Content) && len(live.Content[i].Content) > 0 {
			member = live.Content[i]
		}
		names[i] = s.name(path, identity, member)
		if left := names[min(i, len(after.Content)):i]; slices.Contains(left, names[i]) {
			names[i] += fmt.Sprintf(" (%d)", i-len(after.Content)+1)
		}
	}
	return names
}

func (s sides) name(list, identity []string, member *yaml.Node) string {
	var texts []string
	for _, name := range identity {
		text := s.typ.FieldAt(append(indexed(list, 0), name)).Default
		if n := spec.NodeAt(member, []string{name}); n != nil {
			text = n.Value
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " ")
}

func index(step string) int {
	i, _ := strconv.Atoi(step)
	return i
}
