package spec

import (
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// NodeAt finds the node at path in what [Encode] made, or nil. Members of a list
// are found by their index, those of a set by their text (see [MemberText]).
func NodeAt(n *yaml.Node, path []string) *yaml.Node {
	for _, key := range path {
		if n = child(n, key); n == nil {
			return nil
		}
	}
	return n
}

func child(n *yaml.Node, key string) *yaml.Node {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		return item(n, key)
	}
	return nil
}

func item(n *yaml.Node, key string) *yaml.Node {
	i := -1
	if n.Tag != ListTag {
		i = slices.IndexFunc(n.Content, func(c *yaml.Node) bool { return MemberText(c) == key })
	} else if index, err := strconv.Atoi(key); err == nil && index < len(n.Content) {
		i = index
	}
	if i < 0 {
		return nil
	}
	return n.Content[i]
}

// EqualNodes reports whether two nodes that [Encode] made say the same.
func EqualNodes(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Value != b.Value && sameNumber(a, b) {
		return true
	}
	if a.Tag == DocumentTag && b.Tag == DocumentTag {
		return sameParts(a, b)
	}
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor || len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		if !EqualNodes(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}
