package spec

import (
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// Leaf is one thing in a body that has no parts of its own: a scalar, a
// secret, a free document, a member of a map or a set, or an empty collection.
type Leaf struct {
	Path []string
	Node *yaml.Node
}

// Leaves lists the leaves of a body in the order in which Encode writes them.
func Leaves(b Body) []Leaf {
	node := Encode(b)
	if node == nil {
		return nil
	}
	return appendLeaves(nil, nil, node)
}

func appendLeaves(leaves []Leaf, path []string, n *yaml.Node) []Leaf {
	at := func(step string) []string { return slices.Concat(path, []string{step}) }
	switch {
	case n.Tag == SecretTag, n.Tag == DocumentTag, len(n.Content) == 0:
		if len(path) > 0 {
			leaves = append(leaves, Leaf{Path: path, Node: n})
		}
	case n.Kind == yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			leaves = appendLeaves(leaves, at(n.Content[i].Value), n.Content[i+1])
		}
	case n.Tag == ListTag:
		for i, member := range n.Content {
			leaves = appendLeaves(leaves, at(strconv.Itoa(i)), member)
		}
	default:
		for _, member := range n.Content {
			leaves = append(leaves, Leaf{Path: at(MemberText(member)), Node: member})
		}
	}
	return leaves
}
