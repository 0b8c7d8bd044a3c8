package plan

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// reordered gives a conflict for every list in which a field is planned to change
// and in which other members than those of the plan stand for the document's by
// now: an index says nothing then about what is meant.
func (op Operation) reordered(t spec.Type, fresh, want *yaml.Node) []Conflict {
	planned := spec.Encode(t.Align(op.Want.Body, op.Live.Body))
	seen := map[string]bool{}
	var conflicts []Conflict
	for _, f := range op.Fields {
		for n := 1; n < len(f.Path); n++ {
			list := f.Path[:n]
			was, now, wanted := spec.NodeAt(planned, list), spec.NodeAt(fresh, list), spec.NodeAt(want, list)
			key := strings.Join(list, pathSeparator)
			if was == nil || was.Tag != spec.ListTag || seen[key] || spec.EqualNodes(now, wanted) {
				continue
			}
			seen[key] = true
			if !sameMembers(t, list, was, now) {
				conflicts = append(conflicts, Conflict{Path: list, Planned: was, Live: now, Want: wanted})
			}
		}
	}
	return conflicts
}

// sameMembers reports whether two lists have the same members in the same
// places, whatever those are like.
func sameMembers(t spec.Type, list []string, was, now *yaml.Node) bool {
	if now == nil || len(was.Content) != len(now.Content) {
		return false
	}
	identity := t.FieldAt(list).Identity
	if identity == nil {
		return spec.EqualNodes(was, now)
	}
	for i := range was.Content {
		for _, member := range [][]*yaml.Node{was.Content[i].Content, now.Content[i].Content} {
			for n := 0; n < len(member); n += 2 {
				name := member[n].Value
				tells := slices.Contains(identity, name) || t.FieldAt(append(indexed(list, i), name)).ReadOnly
				if tells && !spec.EqualNodes(spec.NodeAt(was.Content[i], []string{name}), spec.NodeAt(now.Content[i], []string{name})) {
					return false
				}
			}
		}
	}
	return true
}
