package plan

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// reordered gives a conflict for every list in which a field is planned to change
// and whose members are not those of the plan any more: an index says nothing
// then about what is meant.
func (op Operation) reordered(t spec.Type, fresh, want *yaml.Node) []Conflict {
	planned := spec.Encode(op.Live.Body)
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
			if !sameMembers(was, now, t.FieldAt(list).Identity) {
				conflicts = append(conflicts, Conflict{Path: list, Planned: was, Live: now, Want: wanted})
			}
		}
	}
	return conflicts
}

// sameMembers reports whether two lists have the same members in the same
// places, whatever those are like.
func sameMembers(was, now *yaml.Node, identity []string) bool {
	if len(identity) == 0 || now == nil || len(was.Content) != len(now.Content) {
		return spec.EqualNodes(was, now)
	}
	for i := range was.Content {
		for _, name := range identity {
			if !spec.EqualNodes(spec.NodeAt(was.Content[i], []string{name}), spec.NodeAt(now.Content[i], []string{name})) {
				return false
			}
		}
	}
	return true
}
