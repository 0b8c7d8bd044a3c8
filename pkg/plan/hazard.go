package plan

import (
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// hazardsOf states what a reviewer must know of a change.
func (c *computation) hazardsOf(ch *change) []Hazard {
	t, _ := spec.TypeOf(ch.addr.Kind)
	hazards := slices.Clone(ch.hazards)
	if ch.action == Update {
		hazards = append(hazards, disruptions(t, ch.fields)...)
	}
	if ch.action != Delete {
		verdict := ch.verdict(ch.action != Update)
		for _, text := range verdict.Opens {
			hazards = append(hazards, Hazard{HazardAccess, text})
		}
		for _, cost := range verdict.Costs {
			hazards = append(hazards, Hazard{HazardDisruption, cost.Text})
		}
	}
	if ch.action == Update && t.FullUpdate {
		hazards = append(hazards, resent(ch)...)
		hazards = append(hazards, forgotten(t, ch)...)
	}
	if ch.action.Destroys() && t.Loses != "" {
		hazards = append(hazards, Hazard{HazardDataLoss, "destroys " + t.Loses})
	}
	if ch.action == Replace {
		hazards = append(hazards, c.loses(t, ch)...)
	}
	return hazards
}

// disruptions gives each warning of the touched fields once.
func disruptions(t spec.Type, fields []Field) []Hazard {
	var hazards []Hazard
	add := func(text string) {
		if h := (Hazard{HazardDisruption, text}); !slices.Contains(hazards, h) {
			hazards = append(hazards, h)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[path]
		if f.Hazard != "" && concerned(t, path, fields) {
			add(f.Hazard)
		}
		if f.Loses != "" && slices.ContainsFunc(fields, func(f Field) bool { return f.After == nil && isMember(t, f.Path) && t.FactPath(f.Path) == path }) {
			add(f.Loses)
		}
	}
	return hazards
}

// concerned reports whether a field changes what the fact at a path is about. A
// member of a list that comes or goes changes nothing of the others. Of a list that
// changes as a whole it does when a value that was there is not there any more.
func concerned(t spec.Type, fact string, fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool {
		path := t.FactPath(f.Path)
		below, inside := strings.CutPrefix(fact, path+".")
		if inside && isMember(t, f.Path) {
			return false
		}
		if inside && f.Before != nil && f.Before.Tag == spec.ListTag {
			names := strings.Split(below, ".")
			now := valuesAt(f.After, names)
			return slices.ContainsFunc(valuesAt(f.Before, names), func(was string) bool { return !slices.Contains(now, was) })
		}
		return inside || path == fact || strings.HasPrefix(path, fact+".")
	})
}

// valuesAt lists the scalars of a field in every member of the lists on the way.
func valuesAt(n *yaml.Node, names []string) []string {
	switch {
	case n == nil:
		return nil
	case n.Tag == spec.ListTag:
		var values []string
		for _, member := range n.Content {
			values = append(values, valuesAt(member, names)...)
		}
		return values
	case len(names) > 0:
		return valuesAt(spec.NodeAt(n, names[:1]), names[1:])
	}
	return []string{n.Value}
}

// loses names what the live object has and the document lacks: a replacement
// creates exactly the document. What Atlas fills in again by itself is no
// loss.
func (c *computation) loses(t spec.Type, ch *change) []Hazard {
	want := spec.Encode(ch.want.Body)
	var lost []string
	for _, leaf := range spec.Leaves(ch.live.Body) {
		f := t.FieldAt(leaf.Path)
		usual := []string{f.Default, f.Initial, c.inherited(ch.addr, f)}
		filled := f.Computed || f.ReadOnly || leaf.Node.Value != "" && slices.Contains(usual, leaf.Node.Value)
		if !filled && !empty(t, leaf) && spec.NodeAt(want, leaf.Path) == nil {
			lost = append(lost, strings.Join(leaf.Path, "."))
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return []Hazard{{HazardLoses, "loses: " + strings.Join(lost, ", ")}}
}

// inherited is what a field that is left out has from the parent, as that will be;
// empty where it has nothing from there.
func (c *computation) inherited(addr spec.Address, f spec.Field) string {
	parent, ok := addr.ParentAddress()
	if !ok || f.Inherits == "" {
		return ""
	}
	then := c.then(parent)
	if then.Body == nil {
		return ""
	}
	n := spec.NodeAt(spec.Encode(then.Body), strings.Split(f.Inherits, "."))
	if n == nil {
		return ""
	}
	return n.Value
}

// empty reports whether nothing stands there. A member of a map is there also
// without a value.
func empty(t spec.Type, leaf spec.Leaf) bool {
	if leaf.Node.Kind != yaml.ScalarNode {
		return len(leaf.Node.Content) == 0
	}
	return leaf.Node.Value == "" && t.FactPath(leaf.Path) == strings.Join(leaf.Path, ".")
}
