package spec

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// checkRule holds a rule against every place that it counts for. Where one of
// its fields was reported already, nothing more is said.
func (d *decoder) checkRule(t Type, r Rule) {
	for _, block := range d.blocksOf(r.In) {
		at := func(path string) string {
			if path == NamePath {
				return path
			}
			return join(block.path, strings.TrimPrefix(strings.TrimPrefix(path, r.In), "."))
		}
		silent := slices.ContainsFunc(r.Paths(), func(path string) bool {
			return d.reported(at(path)) || t.Fields[path].lacking(d.places[at(path)])
		})
		value := func(path string) *place { return d.places[at(path)] }
		if silent || !r.If.holds(value) || r.Then.holds(value) {
			continue
		}
		for _, path := range r.Paths() {
			d.blame(path)
		}
		if r.At == r.In {
			d.problemf(block.key, "%s %s", block.path, r.Msg)
			continue
		}
		d.breach(block, at(r.At), r.Msg)
	}
}

// blocksOf gives the blocks that a fact about a block is about.
func (d *decoder) blocksOf(fact string) []*place {
	if fact == "" {
		return d.root
	}
	var blocks []*place
	for _, s := range d.sites(fact) {
		blocks = append(blocks, d.blocks(s.path)...)
	}
	return blocks
}

// lacking reports whether a field has to be there whatever else is.
func (f Field) lacking(p *place) bool { return p == nil && f.Required && f.When.Path == "" }

// reported reports whether something is wrong with a field, or with a block that
// it is in, or an unknown key seems to mean it.
func (d *decoder) reported(path string) bool {
	if d.meant[path] {
		return true
	}
	for {
		if p := d.places[path]; p != nil && (p.broken || p.foreign || p.wrong) {
			return true
		}
		i := strings.LastIndexByte(path, '.')
		if i < 0 {
			return false
		}
		path = path[:i]
	}
}

// mean remembers that a key seems to mean a field.
func (d *decoder) mean(path string) {
	d.meant[path] = true
	d.blame(path)
}

// blame remembers that something is wrong with a field.
func (d *decoder) blame(path string) {
	top, _, _ := strings.Cut(path, ".")
	d.faulty[top] = true
}

// breach reports a broken rule at a field, or at the block that it should be in.
func (d *decoder) breach(block *place, path, msg string) {
	p := d.places[path]
	switch {
	case p == nil:
		d.problemf(block.key, "%s %s", path, msg)
	case p.isText && !p.hidden:
		d.problemf(p.value, "%s %s %s", path, quote(p.text), msg)
	default:
		d.problemf(p.key, "%s %s", path, msg)
	}
}

// holds evaluates a condition; at gives the place of a field, or nil.
func (c Cond) holds(at func(path string) *place) bool {
	part := func(part Cond) bool { return part.holds(at) }
	switch c.Op {
	case Always:
		return true
	case All:
		return !slices.ContainsFunc(c.Parts, func(c Cond) bool { return !part(c) })
	case Any:
		return slices.ContainsFunc(c.Parts, part)
	case Not:
		return !part(c.Parts[0])
	default:
		p := at(c.Path)
		return p != nil && c.fulfilled(p.target())
	}
}

// fulfilled reports whether what stands at a field is as asked for.
func (c Cond) fulfilled(n *yaml.Node) bool {
	switch c.Op {
	case Filled:
		return n.Value != "" || len(n.Content) > 0
	case Is:
		return n.Kind == yaml.ScalarNode && slices.Contains(c.Values, n.Value)
	case Matches:
		return n.Kind == yaml.ScalarNode && c.Text.MatchString(n.Value)
	case AtMost:
		return len(n.Content) <= c.Most
	default: // that it is there
		return true
	}
}
