package migrate

import (
	"cmp"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// document is one document of a migration.
type document struct {
	*migration
	root    *yaml.Node
	addr    spec.Address
	aliases map[*yaml.Node][]*yaml.Node // the aliases of each anchored node
}

// pair is a key of a map and its value.
type pair struct{ key, value *yaml.Node }

func (d *document) problemf(n *yaml.Node, format string, args ...any) {
	d.problems = append(d.problems, spec.Problem{
		Pos:  spec.Pos{File: d.file, Line: n.Line, Col: n.Column},
		Addr: d.addr.String(),
		Msg:  fmt.Sprintf(format, args...),
	})
}

func (d *document) lose(n *yaml.Node, words string) {
	d.result.Losses = append(d.result.Losses, spec.Problem{
		Pos:  spec.Pos{File: d.file, Line: n.Line},
		Addr: d.addr.String(),
		Msg:  words,
	})
}

// unreadable reports a place that is written in a way that this package does
// not edit.
func (d *document) unreadable(n *yaml.Node) {
	d.problemf(n, "this is written in a way that cannot be edited safely: write the key and its value plainly and migrate again, or %s", byHand)
}

// byHand is what the migration would have done.
const byHand = "change the document by hand: kind becomes FlexCluster, spec.providerSettings.providerName and spec.serverlessBackupOptions go"

// metadata gives one part of the address: what the document says, or what
// stands for it, or a question mark.
func (d *document) metadata(key, otherwise string) string {
	if n := lookup(d.root, "metadata", key); n != nil && n.Kind == yaml.ScalarNode {
		return cmp.Or(n.Value, "?")
	}
	return cmp.Or(otherwise, "?")
}

// direct gives the value of a key that stands in a map itself, once. What
// comes from elsewhere cannot be edited here: it is reported, and nil.
func (d *document) direct(m *yaml.Node, key string) *yaml.Node {
	if m.Kind == yaml.AliasNode {
		d.problemf(m, "%s is reached through the alias *%s: write it out here and migrate again, or %s", key, m.Value, byHand)
		return nil
	}
	var found *yaml.Node
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, v := m.Content[i], m.Content[i+1]
		switch {
		case isMerge(k) && mergedFrom(v, key, map[*yaml.Node]bool{}) != nil:
			d.problemf(k, "%s comes through <<: write it out here and migrate again, or %s", key, byHand)
			return nil
		case follow(k).Value != key || follow(k).Kind != yaml.ScalarNode:
		case k.Kind == yaml.AliasNode:
			d.problemf(k, "the key %s is an alias: write it out here and migrate again, or %s", key, byHand)
			return nil
		case found != nil:
			d.problemf(k, "%s is declared twice: remove one of the two and migrate again", key)
			return nil
		default:
			found = v
		}
	}
	return found
}

// keyOf gives the node of a key that [document.direct] finds.
func (d *document) keyOf(m *yaml.Node, key string) *yaml.Node {
	if i := index(m, key); i >= 0 {
		return m.Content[i]
	}
	return nil
}

// unshared reports whether an edit inside a value changes nothing elsewhere.
func (d *document) unshared(n *yaml.Node) bool {
	uses := d.aliases[n]
	if len(uses) > 0 {
		d.problemf(n, "this has the anchor &%s, which is used in line %d: write it out in both places and migrate again, or %s", n.Anchor, uses[0].Line, byHand)
	}
	return len(uses) == 0
}

// unneeded reports whether nothing outside of some nodes is an alias of
// something inside.
func (d *document) unneeded(nodes ...*yaml.Node) bool {
	inside := map[*yaml.Node]bool{}
	for _, n := range nodes {
		walk(n, func(n *yaml.Node) { inside[n] = true })
	}
	for _, n := range nodes {
		ok := true
		walk(n, func(n *yaml.Node) {
			for _, use := range d.aliases[n] {
				if ok && !inside[use] {
					d.problemf(n, "this is to be removed, but its anchor &%s is used in line %d: write the value out there and migrate again, or %s", n.Anchor, use.Line, byHand)
					ok = false
				}
			}
		})
		if !ok {
			return false
		}
	}
	return true
}
