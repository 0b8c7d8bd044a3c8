package render

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// A policy that compares both sides of a change member by member has to find the
// same member in one place of a list on both. Where only the second side has one,
// there is a null on the first.

// withGaps puts a null into a list, in place, where live has no member.
func withGaps(n *yaml.Node) *yaml.Node {
	for i, c := range n.Content {
		if n.Tag == spec.ListTag && c.Kind == yaml.MappingNode && len(c.Content) == 0 {
			n.Content[i] = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
			continue
		}
		withGaps(c)
	}
	return n
}

// withoutGaps gives a value without them.
func withoutGaps(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, member := range v {
			out[name] = withoutGaps(member)
		}
		return out
	case []any:
		list := []any{}
		for _, member := range slices.DeleteFunc(slices.Clone(v), func(m any) bool { return m == nil }) {
			list = append(list, withoutGaps(member))
		}
		return list
	}
	return v
}
