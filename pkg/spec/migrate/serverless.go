package migrate

import (
	"bytes"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// What the old documents are called. Both kinds are found by their text.
const (
	instanceKind = "ServerlessInstance"
	endpointKind = "ServerlessPrivateEndpoint"
	providerName = "SERVERLESS"
)

// Result is what becomes of one source.
type Result struct {
	Data     []byte         // the source after the migration
	Migrated []spec.Address // instances, as they were called
	Removed  []spec.Address // documents that were left out
	Losses   spec.Problems  // what is lost, where it was asked for, and what to use instead
	Empty    bool           // no document is left
}

// Changed reports whether the source has to be written.
func (r Result) Changed() bool { return len(r.Migrated)+len(r.Removed) > 0 }

// Serverless rewrites the ServerlessInstance documents of a source into
// FlexCluster documents, and leaves its ServerlessPrivateEndpoint documents
// out. The result is as if every loss were accepted; whether it is used is the
// caller's decision. The error is of type [spec.Problems].
func Serverless(src spec.Source, opts spec.LoadOptions) (Result, error) {
	roots, err := parse(src)
	if err != nil {
		return Result{}, err
	}
	// The parser does not count the mark either.
	data := bytes.TrimPrefix(src.Data, []byte(byteOrderMark))
	m := &migration{file: src.Name, project: opts.Project, text: newText(data)}
	var left []*yaml.Node
	for _, root := range roots {
		if !m.document(root) {
			left = append(left, root)
		}
	}
	if len(m.problems) == 0 && m.result.Changed() {
		m.finish(left)
	}
	if err := m.problems.ErrorOrNil(); err != nil {
		return Result{}, err
	}
	m.result.Data = slices.Concat(src.Data[:len(src.Data)-len(data)], m.result.Data)
	if !m.result.Changed() {
		m.result.Data = src.Data
	}
	m.result.Empty = m.result.Changed() && len(left) == 0
	m.result.Losses = m.result.Losses.Sort()
	return m.result, nil
}

// migration is one source while it is migrated.
type migration struct {
	file     string
	project  string // of documents that name none
	text     *text
	edits    []edit
	problems spec.Problems
	result   Result
}

// document migrates one document: it collects the edits, and changes the tree
// in the same way. It reports whether the document is to be removed.
func (m *migration) document(root *yaml.Node) (removed bool) {
	if version := lookup(root, "apiVersion"); version == nil || version.Value != spec.APIVersion {
		return false
	}
	kind := lookup(root, "kind")
	if kind == nil || kind.Kind != yaml.ScalarNode {
		return false
	}
	d := &document{migration: m, root: root, aliases: aliases(root)}
	d.addr = spec.Address{
		Project: d.metadata("project", m.project),
		Kind:    spec.Kind(kind.Value),
		Name:    d.metadata("name", ""),
	}
	switch kind.Value {
	case instanceKind:
		d.instance()
	case endpointKind:
		d.addr.Parent = d.metadata("instance", "")
		d.endpoint(kind)
		return true
	}
	return false
}

// instance rewrites a ServerlessInstance.
func (d *document) instance() {
	d.result.Migrated = append(d.result.Migrated, d.addr)
	backup := lookup(d.root, "spec", "serverlessBackupOptions", "serverlessContinuousBackupEnabled")
	if backup != nil && backup.Tag != "!!null" && backup.Value != "false" {
		d.lose(backup, "continuous backup is lost: Flex takes a snapshot a day and cannot restore a point in time; if you need that, use a dedicated cluster (M10 or larger)")
	}
	if p := lookup(d.root, "spec", "providerSettings", "providerName"); p != nil && p.Value != providerName {
		d.problemf(p, "providerName is not %s: a ServerlessInstance has no other; correct it and migrate again", providerName)
		return
	}
	d.rename()
	d.drop("spec", "serverlessBackupOptions")
	d.drop("spec", "providerSettings", "providerName")
}

// endpoint removes the document of a ServerlessPrivateEndpoint. Deleting it is
// as impossible by now as creating it, so ensure: absent makes no difference.
func (d *document) endpoint(kind *yaml.Node) {
	d.result.Removed = append(d.result.Removed, d.addr)
	d.lose(kind, "the document is removed: Flex has no private endpoints; if you need one, use a dedicated cluster (M10 or larger), or list the allowed IP addresses")
	at, ok := d.text.offset(d.root)
	if !ok {
		d.unreadable(d.root)
		return
	}
	d.edits = append(d.edits, d.text.cutDocument(at))
}

// rename writes the new kind over the old one.
func (d *document) rename() {
	value := d.direct(d.root, "kind")
	switch {
	case value == nil:
		return
	case value.Kind == yaml.AliasNode:
		d.problemf(value, "kind is the alias *%s: write it out here and migrate again, or %s", value.Value, byHand)
		return
	case !d.unshared(value):
		return
	}
	from, to, ok := d.text.scalar(value)
	if !ok || from == to {
		d.unreadable(value)
		return
	}
	d.edits = append(d.edits, edit{from, to, string(spec.KindFlexCluster)})
	value.Value = string(spec.KindFlexCluster)
}

// drop removes the key at a path, and what is under it. A path that leads
// nowhere is removed already.
func (d *document) drop(path ...string) {
	if lookup(d.root, path...) == nil {
		return
	}
	var parent pair
	m := d.root
	for _, key := range path[:len(path)-1] {
		parent = pair{d.keyOf(m, key), d.direct(m, key)}
		if m = parent.value; m == nil || !d.unshared(m) {
			return
		}
	}
	last := path[len(path)-1]
	if d.direct(m, last) == nil {
		return
	}
	i := index(m, last)
	if !d.unneeded(m.Content[i], m.Content[i+1]) {
		return
	}
	edits, ok := d.text.cut(parent, i)
	if !ok {
		d.unreadable(m.Content[i])
		return
	}
	d.edits = append(d.edits, edits...)
	m.Content = slices.Delete(m.Content, i, i+2)
}
