package spec

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// document is one document while it is read: the envelope, which is the same
// for every kind, and what was found wrong.
type document struct {
	decoder
	typ   Type // zero when the kind is unknown
	res   Resource
	pos   Pos
	named bool // every part of the address is known
	sound bool // by itself it has no problem

	written  string              // metadata.name as it is written, where that is not its one spelling
	defaults map[string]fallback // by metadata key
	held     map[string]string   // fields of the body that stand under metadata, by path
}

func envelopeKeys() []string {
	return []string{"apiVersion", "kind", "metadata", "ensure", "spec", "status"}
}

// readDocument reads one document. Its problems carry the address as far as it
// is known.
func readDocument(file string, root *yaml.Node, opts LoadOptions, budget *int) *document {
	d := &document{decoder: newDecoder(file), defaults: opts.fallbacks()}
	d.pos = d.decoder.pos(root)
	d.res.Origin = Origin{File: file, Line: root.Line}
	d.res.Addr.Project = opts.Project
	if d.inspect(root, budget) {
		d.envelope(root)
	}
	d.sound = len(d.problems) == 0
	address := d.addressText()
	for _, ps := range []Problems{d.problems, d.warnings} {
		for i := range ps {
			ps[i].Addr = address
		}
	}
	return d
}

// problemAt reports a problem that concerns several documents.
func (d *document) problemAt(pos Pos, format string, args ...any) {
	d.decoder.problemAt(pos, format, args...)
	d.problems[len(d.problems)-1].Addr = d.addressText()
}

// envelope reads a document from the top.
func (d *document) envelope(root *yaml.Node) {
	switch root.Kind {
	case yaml.SequenceNode:
		d.problemf(root, "a document holds one resource, found a list: write its items as documents with --- between them")
		return
	case yaml.ScalarNode:
		d.problemf(root, "want a map with apiVersion, kind, metadata and spec, found %s", describe(root))
		return
	}
	if d.foreign(root) {
		return
	}
	top := d.fields(root, "", envelopeKeys(), envelopeHint)
	d.version(root, top["apiVersion"])
	d.kind(root, top["kind"])
	d.metadata(root, top["metadata"])
	if d.ensure(top["ensure"]) {
		d.body(root, top["spec"])
	}
}

// foreign reports a document of another apiVersion. Nothing else is said about
// it: its other keys follow other rules.
func (d *document) foreign(root *yaml.Node) bool {
	for i := 0; i+1 < len(root.Content); i += 2 {
		value := follow(root.Content[i+1])
		if root.Content[i].Value != "apiVersion" || value.Kind != yaml.ScalarNode || isNull(value) || value.Value == APIVersion {
			continue
		}
		d.problemf(root.Content[i+1], "unknown apiVersion %s: this program reads %s", quote(value.Value), APIVersion)
		return true
	}
	return false
}

func (d *document) version(root *yaml.Node, p *place) {
	if p == nil {
		d.problemf(root, "apiVersion is missing: write apiVersion: %s", APIVersion)
		return
	}
	d.text(p)
}

// envelopeHint says where a key belongs that is not one of the envelope.
func envelopeHint(key string) string {
	if slices.Contains(slices.Concat(metadataKeys(), parentKeys(), heldKeys()), key) {
		return ": it belongs under metadata"
	}
	return ""
}

func (d *document) kind(root *yaml.Node, p *place) {
	if p == nil {
		d.problemf(root, "kind is missing: write one of %s", list(KindNames()))
		return
	}
	text, ok := d.text(p)
	if !ok {
		return
	}
	typ, known := TypeOf(Kind(text))
	if text == SettingsKind {
		d.problemf(p.value, "kind %s holds the settings of a run, and is read from a file called %s only: rename this file", SettingsKind, SettingsFile)
		return
	}
	if !known {
		d.problemf(p.value, "unknown kind %s%s; the kinds are %s", quote(text), DidYouMean(text, KindNames()), strings.Join(KindNames(), ", "))
		return
	}
	d.typ, d.res.Addr.Kind = typ, typ.Kind
}

// ensure reads whether the resource is wanted or to be deleted, and reports
// whether that is clear.
func (d *document) ensure(p *place) bool {
	if p == nil {
		return true
	}
	text, ok := d.text(p)
	if !ok {
		return false
	}
	d.checkText(p, "ensure", Field{Enum: []string{"present", "absent"}})
	d.res.Absent = text == "absent"
	return d.res.Absent || text == "present"
}

// body reads the spec, unless the kind is unknown.
func (d *document) body(root *yaml.Node, p *place) {
	switch {
	case d.res.Absent && d.typ.Identity != nil:
		d.means(root, p)
	case d.res.Absent:
		if p != nil {
			d.problemf(p.key, "a resource that is ensure: absent has no spec: remove one of the two")
		}
	case p == nil:
		d.problemf(root, "spec is missing: write the fields of the resource under spec, or ensure: absent to delete it")
	case d.isMap(p, fieldsHint) && d.typ.Kind != "":
		d.res.Body = d.decodeBody(d.typ, p)
		d.typ.setFromName(d.res.Body, d.res.Addr.Name)
		setFields(d.res.Body, d.held)
	}
}

// means reads what tells which object is to be deleted, of a kind whose objects
// have no name in Atlas. It may be all that the document said before; but only
// what tells the object is needed. Without a spec the name has to be its ID.
func (d *document) means(root *yaml.Node, p *place) {
	fields := strings.Join(d.typ.Identity, ", ")
	if p == nil {
		if objectID(d.res.Addr.Name) != "" {
			d.problemf(root, "spec is missing: a %s has no name in Atlas: keep the spec, which tells the one to delete (by %s), beside ensure: absent", d.typ.Kind, fields)
		}
		return
	}
	if !d.isMap(p, fieldsHint) {
		return
	}
	before := len(d.problems)
	d.res.Means = d.decodeBody(d.typ.Telling(), p)
	if len(d.problems) == before && d.typ.told(d.res.Means) == "" {
		d.problemf(p.key, "spec does not tell which %s to delete: keep what it said of %s", d.typ.Kind, fields)
	}
}
