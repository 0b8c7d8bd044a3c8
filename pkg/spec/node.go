package spec

import "gopkg.in/yaml.v3"

// NodeAt finds the node at path, or nil. Members of a set are found by their
// text.
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
		for _, c := range n.Content {
			if c.Value == key {
				return c
			}
		}
	}
	return nil
}

// EqualNodes reports whether two nodes that [Encode] made say the same.
func EqualNodes(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
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
