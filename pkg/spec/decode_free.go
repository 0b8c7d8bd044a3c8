package spec

import (
	"encoding/json"
	"reflect"

	"gopkg.in/yaml.v3"
)

// free decodes a document of no set form. All that is asked of it is to be JSON
// in the clothes of YAML, so that nobody can read it in two ways.
func (d *decoder) free(p *place, v reflect.Value) {
	if p.target().Kind == yaml.ScalarNode {
		d.want(p, "a map or a list", scalarHint)
		return
	}
	before := len(d.problems)
	n := d.freeNode(p)
	if p.broken = len(d.problems) > before; !p.broken {
		v.SetString(string(appendJSON(nil, n, spelled)))
	}
}

// freeNode copies what stands at a place, without aliases and merge keys, and
// remembers the place of everything in it.
func (d *decoder) freeNode(p *place) *yaml.Node {
	d.places[p.path] = p
	n := p.target()
	switch n.Kind {
	case yaml.MappingNode:
		m := mapping()
		d.noMerge(p, n)
		for _, member := range d.pairs(n, false) {
			m.Content = append(m.Content, textNode(member.name()),
				d.freeNode(&place{pair: member, path: p.path + "." + member.name()}))
		}
		return m
	case yaml.SequenceNode:
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for i, item := range n.Content {
			list.Content = append(list.Content, d.freeNode(&place{pair: pair{item, item}, path: indexed(p.path, i)}))
		}
		return list
	}
	return d.freeScalar(p, n)
}

// noMerge refuses a merge key: what it brings along would come last, where the order
// of keys means something.
func (d *decoder) noMerge(p *place, n *yaml.Node) {
	for i := 0; i < len(n.Content); i += 2 {
		if key := n.Content[i]; key.Tag == "!!merge" {
			d.problemf(key, "%sa merge key has no place where the order of keys means something: write its keys out", prefix(p.path))
		}
	}
}

func (d *decoder) freeScalar(p *place, n *yaml.Node) *yaml.Node {
	switch n.Tag {
	case "!!null":
		if n.Value != "null" {
			d.problemf(p.key, "%sfound nothing: write null, or give it a value", prefix(p.path))
		}
		return nullNode()
	case "!!bool":
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: d.boolText(p)}
	case "!!int", "!!float":
		if !isNumber(n) {
			d.problemf(p.value, "%s%s %s, or put text in quotes", prefix(p.path), quote(n.Value), numberHint)
			return nullNode()
		}
		return numberNode(n.Value)
	}
	if n.Style == 0 && n.Tag == "!!str" && json.Valid([]byte(n.Value)) { // too large for YAML to call it one
		d.problemf(p.value, "%s%s is no number that MongoDB can hold: write another one, or put text in quotes", prefix(p.path), quote(n.Value))
	}
	return textNode(n.Value)
}

// boolText is boolean as text.
func (d *decoder) boolText(p *place) string {
	if d.boolean(p) {
		return "true"
	}
	return "false"
}
