package spec

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// ExportOptions says what to write beside the documents.
type ExportOptions struct {
	Status bool // the read-only facts of each resource, which loading ignores
}

// Export writes live resources as documents in our own format, in the order of
// their addresses. What Atlas fills in by itself is left out, and so is what
// this server ignores. Secrets, and values that may be secrets, become
// references named after the resource; they are listed at the top. A plan of
// the result has no changes. What is [Unwritable] is left out. Without resources there
// is nothing to write.
func Export(live []Resource, opts ExportOptions) ([]byte, error) {
	live = exported(live)
	if len(live) == 0 {
		return nil, nil
	}
	e := &exporter{used: map[string]bool{}}
	docs := make([]*yaml.Node, 0, len(live))
	for _, r := range live {
		docs = append(docs, e.document(r, opts))
	}
	var b bytes.Buffer
	if len(e.names) > 0 {
		b.WriteString("# Atlas gives no secrets back. Set these before an apply that needs them:\n")
		for _, name := range e.names {
			fmt.Fprintf(&b, "#   %s\n", name)
		}
	}
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	for _, doc := range docs {
		if err := enc.Encode(doc); err != nil {
			return nil, fmt.Errorf("writing YAML: %w", err)
		}
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("writing YAML: %w", err)
	}
	return b.Bytes(), nil
}

// exported lists what there is a document for, under names that load: what only
// says that something is not there has no body.
func exported(live []Resource) []Resource {
	count := map[Address]int{}
	for _, r := range live {
		count[r.Addr]++
	}
	var list []Resource
	for _, r := range live {
		if r.Body == nil || unwritable(r.Body) {
			continue
		}
		t, _ := TypeOf(r.Addr.Kind)
		if t.keepsName() && objectID(r.ID) == "" && (count[r.Addr] > 1 || textWords(r.Addr.Name, t.Name) != "") {
			r.Addr.Name = r.ID // what the server keeps for us, it lets others write
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Resource) int { return a.Addr.Compare(b.Addr) })
	return list
}

// exporter remembers the names of references, which are unique in an export.
type exporter struct {
	used  map[string]bool
	names []string
}

func (e *exporter) document(r Resource, opts ExportOptions) *yaml.Node {
	t, _ := TypeOf(r.Addr.Kind)
	metadata := mapping()
	if !t.Root {
		put(metadata, "project", textNode(r.Addr.Project))
	}
	if t.ParentKey != "" {
		put(metadata, t.ParentKey, textNode(r.Addr.Parent))
	}
	put(metadata, "name", textNode(r.Addr.Name))
	for _, path := range slices.Sorted(maps.Keys(t.Fields)) {
		if key, text := t.Fields[path].Metadata, textAt(r.Body, path); key != "" && text != "" {
			put(metadata, key, textNode(text))
		}
	}
	doc := mapping()
	put(doc, "apiVersion", textNode(APIVersion))
	put(doc, "kind", textNode(string(t.Kind)))
	put(doc, "metadata", metadata)
	put(doc, "spec", e.spec(t, r))
	if status := statusNode(r); opts.Status && len(status.Content) > 0 {
		put(doc, "status", status)
	}
	return doc
}

// spec is the body without what Atlas fills in or ignores, and with references.
func (e *exporter) spec(t Type, r Resource) *yaml.Node {
	body := Clone(r.Body)
	for _, inert := range r.Inert {
		Drop(body, inert.Path)
	}
	Mask(body, nil)
	optional := t.demandSecrets(body)
	node := Encode(body)
	e.references(node, nil, r.Addr)
	trim(t, node, nil)
	untag(node)
	suggest(node, optional)
	return node
}

// trim takes out what Atlas fills in, what is the name in another place, what
// is empty, and the blocks that say nothing any more. A default that its block
// must have stays for as long as the block says something else. The members of
// a list stay, since their number counts; those of a set are whole.
func trim(t Type, n *yaml.Node, path []string) {
	if n.Tag == ListTag {
		for i, member := range n.Content {
			trim(t, member, slices.Concat(path, []string{strconv.Itoa(i)}))
		}
	}
	if n.Kind != yaml.MappingNode || n.Tag == DocumentTag {
		return
	}
	var kept []*yaml.Node
	says := false
	for i := 0; i < len(n.Content); i += 2 {
		at, value := slices.Concat(path, []string{n.Content[i].Value}), n.Content[i+1]
		trim(t, value, at)
		f := t.FieldAt(at)
		standard := f.Default != "" && value.Value == f.Default
		if f.Computed || f.ReadOnly || f.FromName || f.Metadata != "" || standard && !f.Required || t.isEmpty(at, value) {
			continue
		}
		says = says || !standard
		kept = append(kept, n.Content[i], value)
	}
	n.Content = nil
	if says {
		n.Content = kept
	}
}

// untag takes out the tags that mean something only to a plan.
func untag(n *yaml.Node) {
	if n.Tag == ListTag || n.Tag == DocumentTag {
		n.Tag = ""
	}
	for _, member := range n.Content {
		untag(member)
	}
}

// isEmpty reports whether a field says nothing. Some servers write an empty
// text for none; in a map of the user's it is a value like any other.
func (t Type) isEmpty(path []string, n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode {
		return len(n.Content) == 0
	}
	_, named := t.fact(path)
	return n.Value == "" && named
}

func statusNode(r Resource) *yaml.Node {
	node := mapping()
	if r.State != "" {
		put(node, "state", textNode(r.State))
	}
	if r.Detail != "" {
		put(node, "detail", textNode(r.Detail))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Status)) {
		if r.Status[name] != "" {
			put(node, name, textNode(r.Status[name]))
		}
	}
	return node
}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

func put(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, textNode(key), value)
}
