package spec

import (
	"reflect"
	"slices"

	"gopkg.in/yaml.v3"
)

const (
	// SettingsFile is the one name of the file that holds the settings of a
	// run. A file of this name declares no resource.
	SettingsFile = "atlasctl.yaml"
	// SettingsKind is the kind of its document.
	SettingsKind = "Config"
)

// At is a setting together with the place of its key: what it forbids is told
// with its line.
type At[T any] struct {
	Value T
	Pos   Pos
}

func (a *At[T]) setPos(pos Pos) { a.Pos = pos }

// placed is an [At] of any type.
type placed interface{ setPos(pos Pos) }

// ReadSettings gives the settings in a source, as strictly as documents are read:
// every problem at once, with its place. Type tells of them as if of a kind: the
// fields of its body may be of the types that bodies have, and an [At], a list or
// a map of such. A pointer stays nil where nothing is said. The error is of type
// [Problems].
func ReadSettings(src Source, t Type) (Body, error) {
	nodes, problems := parse(src)
	d := newDecoder(src.Name)
	d.hint = func(string) func(string) string { return func(string) string { return "" } }
	body := t.New()
	if len(nodes) > 0 {
		if p := d.settings(nodes); p != nil {
			body = d.decodeBody(t, p)
		}
	}
	return body, append(problems, d.problems...).ErrorOrNil()
}

// settings gives what a document says beside that it holds settings, or nil.
func (d *decoder) settings(nodes []*yaml.Node) *place {
	root, budget := nodes[0], maxAliased
	if len(nodes) > 1 {
		d.problemf(nodes[1], "%s holds one document: remove this one, or declare resources in another file", SettingsFile)
	}
	switch {
	case root.Kind != yaml.MappingNode:
		d.problemf(root, "want a map with apiVersion and kind: %s, found %s", SettingsKind, describe(root))
	case d.inspect(root, &budget) && d.settingsEnvelope(root):
		rest := *root
		rest.Content = withoutEnvelope(root)
		return &place{pair: pair{root, &rest}}
	}
	return nil
}

// settingsEnvelope reports whether the document says that it holds settings.
// One that says something else follows other rules, so nothing more is said of
// it.
func (d *decoder) settingsEnvelope(root *yaml.Node) bool {
	said := map[string]*place{}
	for _, p := range d.pairs(root, false) {
		said[p.name()] = &place{pair: p}
	}
	for _, want := range []struct{ key, value string }{{"apiVersion", APIVersion}, {"kind", SettingsKind}} {
		p, line := said[want.key], want.key+": "+want.value
		switch {
		case p == nil:
			d.problemf(root, "%s is missing: a file called %s holds the settings of atlasctl, so write %s; resources belong into another file",
				want.key, SettingsFile, line)
			return false
		case p.target().Kind != yaml.ScalarNode || p.target().Value != want.value:
			d.problemf(p.value, "want %s: a file called %s holds the settings of atlasctl; resources belong into another file", line, SettingsFile)
			return false
		}
	}
	return true
}

// withoutEnvelope gives the members of the document that are settings.
func withoutEnvelope(root *yaml.Node) []*yaml.Node {
	var rest []*yaml.Node
	for pair := range slices.Chunk(root.Content, 2) {
		if key := pair[0].Value; key != "apiVersion" && key != "kind" {
			rest = append(rest, pair...)
		}
	}
	return rest
}

// list decodes a list whose order is kept.
func (d *decoder) list(p *place, v reflect.Value) {
	n := p.target()
	if n.Kind != yaml.SequenceNode {
		d.want(p, "a list", "leave the key out, or write [] for none")
		return
	}
	items := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		member := &place{pair: pair{item, item}, path: p.path}
		p.members = append(p.members, member)
		d.decode(member, items.Index(i))
	}
	v.Set(items)
}
