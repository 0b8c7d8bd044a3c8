package spec

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// demandSecrets puts an empty reference where a live object must have a secret,
// in place. It gives the paths of those that it may have: nobody can tell, and
// an update without one that is there would take it away.
func (t Type) demandSecrets(b Body) (optional []string) {
	for _, path := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[path]
		if !t.IsSecret(path) || !field(b, path).IsValid() || !t.inUse(b, f) {
			continue
		}
		switch {
		case f.Held == nil && !f.Required:
			optional = append(optional, path)
		case f.Held == nil || f.Held(b):
			field(b, path).Set(reflect.ValueOf(new(Secret)))
		}
	}
	return optional
}

// inUse reports whether a live object has what a field belongs to: it chose it,
// or, where that is tolerated beside another choice, it has the other fields
// that come with it.
func (t Type) inUse(b Body, f Field) bool {
	if f.When.Path == "" || f.When.Holds(textAt(b, f.When.Path)) {
		return true
	}
	for path, other := range t.Fields {
		if f.Tolerated && other.Required && other.When.Path == f.When.Path &&
			slices.Equal(other.When.Values, f.When.Values) && textAt(b, path) != "" {
			return true
		}
	}
	return false
}

// Unwritable lists the live resources of which no document can be written: what may
// be a secret stands within a free document, from where nothing can refer to one
// (see [Type.Unwritable]).
func Unwritable(live []Resource) []Address {
	var list []Address
	for _, r := range live {
		if r.Body != nil && unwritable(r.Body) {
			list = append(list, r.Addr)
		}
	}
	return list
}

func unwritable(b Body) bool {
	masked := Clone(b)
	Mask(masked, nil)
	return hidesWithin(Encode(masked), false)
}

func hidesWithin(n *yaml.Node, document bool) bool {
	document = document || n.Tag == DocumentTag
	return document && n.Tag == HiddenTag || slices.ContainsFunc(n.Content, func(member *yaml.Node) bool { return hidesWithin(member, document) })
}

// references replaces secrets and hidden values, in the order of the file. The
// tags that mark them in a plan mean nothing there.
func (e *exporter) references(n *yaml.Node, path []string, addr Address) {
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		at := slices.Concat(path, []string{n.Content[i].Value})
		if tag := n.Content[i+1].Tag; tag == HiddenTag || tag == SecretTag {
			n.Content[i+1] = e.reference(addr, at)
			continue
		}
		e.references(n.Content[i+1], at, addr)
	}
}

// reference makes a reference named WORKSPACE_NAME_FIELD.
func (e *exporter) reference(addr Address, path []string) *yaml.Node {
	base := variableName(addr.Parent, addr.Name, snakeCase(path[len(path)-1]))
	name := base
	for n := 2; e.used[name]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	e.used[name] = true
	e.names = append(e.names, name)
	node := mapping()
	put(node, "env", textNode(name))
	node.Style = yaml.FlowStyle
	return node
}

// suggest writes a comment under each block that may have more secrets than can
// be known.
func suggest(n *yaml.Node, optional []string) {
	for _, path := range optional {
		i := strings.LastIndexByte(path, '.')
		block := NodeAt(n, strings.Split(path[:i], "."))
		if block == nil {
			continue
		}
		last := block.Content[len(block.Content)-2]
		last.FootComment = "Add " + path[i+1:] + " if there is one: Atlas does not tell."
	}
}

// variableName makes the name of an environment variable of its parts.
func variableName(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(letters+digits, r) {
			return r
		}
		return '_'
	}, strings.ToUpper(strings.Join(parts, "_")))
	if strings.IndexByte(digits, name[0]) >= 0 {
		name = "_" + name
	}
	return name
}

// snakeCase parts the words of a field: clientSecret is client_Secret.
func snakeCase(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && strings.ContainsRune(upper, r) && name[i-1] >= 'a' && name[i-1] <= 'z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return b.String()
}
