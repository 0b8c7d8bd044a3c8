package spec

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Telling is the type of a document that only has to tell which object it
// means: nothing else is required, and fields need not agree.
func (t Type) Telling() Type {
	fields := maps.Clone(t.Fields)
	for path, f := range fields {
		f.Required = f.Required && slices.Contains(t.Identity, path)
		fields[path] = f
	}
	t.Fields, t.Rules = fields, nil
	t.partial = true
	return t
}

// tells gives what a body says of the fields of the identity, one text each that
// is equal for all spellings, with Atlas's default for what it leaves out.
func (t Type) tells(b Body) []string {
	texts := make([]string, len(t.Identity))
	node := Encode(b)
	for i, path := range t.Identity {
		f := t.Fields[path]
		texts[i] = f.Default
		if n := NodeAt(node, strings.Split(path, ".")); n != nil {
			texts[i] = strings.Join(f.foldedTexts(plainTexts(n)), ",")
		}
	}
	return texts
}

// told is what a body says of its identity as one text, which is empty when it
// says nothing at all.
func (t Type) told(b Body) string {
	texts := t.tells(b)
	if strings.Join(texts, "") == "" {
		return ""
	}
	return strings.Join(texts, "\x00")
}

// plainTexts is a scalar, or the scalars of a set.
func plainTexts(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	var texts []string
	for _, member := range n.Content {
		texts = append(texts, plainTexts(member)...)
	}
	return texts
}

// Telling is the body by which a resource tells which object of a kind without
// names it means: its own, or what an absent document says of it. It is nil
// where nothing does.
func (r Resource) Telling() Body {
	if r.Body != nil {
		return r.Body
	}
	return r.Means
}

// Identity is what a resource says of the [Type.Identity] of its kind, as one
// text that is equal for equal identities. It is empty for a kind that has
// none, and for a document that says nothing of it.
func (r Resource) Identity() string {
	t, _ := TypeOf(r.Addr.Kind)
	if b := r.Telling(); b != nil && t.Identity != nil {
		return t.told(b)
	}
	return ""
}

// Identifies reports whether a document tells by its identity that it means a
// live object of its kind. What it leaves out, any object fits.
func (r Resource) Identifies(live Resource) bool { return r.Tells().Fits(live.Tells()) }

// Told is what a resource says of the [Type.Identity] of its kind, one text for
// each field of it; nothing when it says nothing at all.
type Told []string

// Tells gives what a resource says of its identity, for whoever compares it with
// many others.
func (r Resource) Tells() Told {
	if r.Identity() == "" {
		return nil
	}
	t, _ := TypeOf(r.Addr.Kind)
	return t.tells(r.Telling())
}

// Fits reports whether what a document says tells that it means the object of
// which the other is said.
func (t Told) Fits(live Told) bool {
	if t == nil || live == nil {
		return false
	}
	for i, text := range t {
		if text != "" && text != live[i] {
			return false
		}
	}
	return true
}

// Part is what a resource says of the field by which Atlas lists its kind, see
// [Type.ListedBy]; it is empty for a kind that has one list.
func (r Resource) Part() string {
	t, _ := TypeOf(r.Addr.Kind)
	return textAt(r.Telling(), t.ListedBy)
}

// NamedByID reports whether a resource is called by the ID of an object.
func (r Resource) NamedByID() bool { return objectID(r.Addr.Name) == "" }

// maxProposed is how long a name may be that nobody chose.
const maxProposed = 100

// ProposedName is a name for an object that has none, made of its identity:
// aws-us-east-1. It is empty where that makes no good name, or is taken.
func (r Resource) ProposedName(taken func(name string) bool) string {
	t, _ := TypeOf(r.Addr.Kind)
	b := r.Telling()
	if b == nil {
		return ""
	}
	var words []string
	for _, text := range t.tells(b) {
		text = text[strings.LastIndexByte(text, '/')+1:] // of a path or an ARN the name
		word := strings.Trim(strings.Map(nameRune, strings.ToLower(text)), "-.")
		if word != "" {
			words = append(words, word)
		}
	}
	name := strings.Join(words, "-")
	if utf8.RuneCountInString(name) > maxProposed || textWords(name, t.Name) != "" || taken(name) {
		return ""
	}
	return name
}

func nameRune(r rune) rune {
	if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz"+digits+".", r) {
		return r
	}
	return '-'
}

// checkIdentities reports every document that tells of the same object as an
// earlier one under another name. Where Atlas has two of one identity, their IDs
// tell them apart.
func checkIdentities(docs []*document) {
	type key struct {
		collection Address
		identity   string
	}
	first := map[key]*document{}
	for _, d := range docs {
		identity := d.res.Identity()
		if !d.named || identity == "" || !d.tellsAll() {
			continue
		}
		k := key{d.res.Addr, identity}
		k.collection.Name = ""
		switch other := first[k]; {
		case other == nil:
			first[k] = d
		case other.res.Addr != d.res.Addr && !(other.res.NamedByID() && d.res.NamedByID()):
			d.problemAt(d.pos, "it means the same object as %s at %s (by %s): remove one of the two", other.res.Addr, other.pos, strings.Join(d.typ.Identity, ", "))
		}
	}
}

// tellsAll reports whether a document says what its kind cannot be told apart
// without.
func (d *document) tellsAll() bool {
	body := d.res.Telling()
	for i, text := range d.typ.tells(body) {
		f := d.typ.Fields[d.typ.Identity[i]]
		if text == "" && f.Required && (f.When.Path == "" || f.When.Holds(textAt(body, f.When.Path))) {
			return false
		}
	}
	return true
}
