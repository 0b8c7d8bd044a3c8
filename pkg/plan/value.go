package plan

import (
	"encoding/json"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Change is a field in the values of the plan's record. A reference to a secret
// is a map with one member, "env" or "file"; whether there is one in the values,
// or a live value that is not shown, is said beside them.
type Change struct {
	Path    []string `json:"path"`
	Members []string `json:"members,omitempty"`
	Before  any      `json:"before"`
	After   any      `json:"after"`
	Secret  bool     `json:"secret"`
	Hidden  bool     `json:"hidden"`
}

// Change gives the field in the values of the plan's record.
func (f Field) Change() Change {
	return Change{
		Path:    append([]string{}, f.Path...),
		Members: f.Members,
		Before:  Value(f.Before),
		After:   Value(f.After),
		Secret:  f.Secret || tagged(f.Before, spec.SecretTag) || tagged(f.After, spec.SecretTag),
		Hidden:  tagged(f.Before, spec.HiddenTag) || tagged(f.After, spec.HiddenTag),
	}
}

// tagged reports whether a node has this tag, or something in it has.
func tagged(n *yaml.Node, tag string) bool {
	return n != nil && (n.Tag == tag || slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return tagged(c, tag) }))
}

// Value turns a node into a value that JSON has: the same for the same meaning,
// however the node is written. A number keeps the digits that it is written
// with. A free document is the text of its JSON, in one spelling.
func Value(n *yaml.Node) any {
	switch {
	case n == nil:
		return nil
	case n.Tag == spec.HiddenTag:
		return "(hidden)"
	case n.Tag == spec.DocumentTag:
		return spec.MemberText(n) // a text: no other value of JSON has an order of keys
	case n.Kind == yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = Value(n.Content[i+1])
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = Value(c)
		}
		return list
	}
	switch tag := n.ShortTag(); {
	case tag == "!!null":
		return nil
	case tag == "!!bool":
		return n.Value == "true"
	case (tag == "!!int" || tag == "!!float") && json.Valid([]byte(n.Value)):
		return json.Number(n.Value)
	}
	return n.Value
}
