package spec

import (
	"reflect"
	"slices"
)

// heldKeys lists the metadata keys that hold a field of a kind.
func (t Type) heldKeys() []string {
	var keys []string
	for _, path := range t.heldPaths() {
		keys = append(keys, t.Fields[path].Metadata)
	}
	return keys
}

// heldPaths lists the paths of those fields, sorted.
func (t Type) heldPaths() []string {
	var paths []string
	for path, f := range t.Fields {
		if f.Metadata != "" {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// heldKeys lists the metadata keys that hold a field of any kind.
func heldKeys() []string {
	var keys []string
	for _, t := range table() {
		keys = append(keys, t.heldKeys()...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// heldFields reads the fields of the body that stand under metadata, by path.
// What a document leaves out the command line may say, for what is made.
func (d *document) heldFields(meta *place, found map[string]*place) map[string]string {
	held := map[string]string{}
	for _, path := range d.typ.heldPaths() {
		f := d.typ.Fields[path]
		switch p, fallback := found[f.Metadata], d.defaults[f.Metadata]; {
		case p != nil:
			if text := d.name(meta, p, "metadata."+f.Metadata, f); text != "" {
				held[path] = text
			}
		case fallback.text == "":
		case textWords(fallback.text, f) != "":
			d.problemf(meta.key, "metadata.%s is missing, and %s %s %s", f.Metadata, fallback.from, quote(fallback.text), textWords(fallback.text, f))
		default:
			d.assume(path, fallback.text)
		}
	}
	return held
}

func (d *document) assume(path, text string) {
	if d.res.Assumed == nil {
		d.res.Assumed = map[string]string{}
	}
	d.res.Assumed[path] = text
}

// ToCreate is the resource that is made of a document, which says what the command
// line says in its place as well.
func (r Resource) ToCreate() Resource {
	if len(r.Assumed) > 0 && r.Body != nil {
		r.Body = Clone(r.Body)
		setFields(r.Body, r.Assumed)
	}
	return r
}

// fallback is what holds where a document says nothing, and where that is said.
type fallback struct{ text, from string }

// fallbacks gives what the command line says, by metadata key.
func (o LoadOptions) fallbacks() map[string]fallback {
	return map[string]fallback{"org": {o.Org, "--org (or MONGODB_ATLAS_ORG_ID)"}}
}

// setFields fills text fields of a body, by path.
func setFields(b Body, texts map[string]string) {
	for path, text := range texts {
		field(b, path).Set(reflect.ValueOf(&text))
	}
}

// elsewhere says of a field that no spec has where it belongs, in words that
// follow its path; empty means in the spec.
func (f Field) elsewhere() string {
	switch {
	case f.FromName:
		return "is metadata.name: leave it out"
	case f.ReadOnly:
		return "is Atlas's to say: leave it out"
	case f.Metadata != "":
		return "is metadata." + f.Metadata + ": write it there"
	}
	return ""
}
