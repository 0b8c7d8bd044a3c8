package spec

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

func metadataKeys() []string { return []string{"project", "name", "protect", "timeout", "rotate"} }

// metadata reads what says which resource is meant. While the kind is unknown,
// so is the key of its parent: then any will do.
func (d *document) metadata(root *yaml.Node, p *place) {
	if p == nil {
		d.problemf(root, "metadata is missing: write the name of the resource under metadata")
		return
	}
	if !d.isMap(p, fieldsHint) {
		return
	}
	meta := d.fields(p.target(), "metadata", d.metadataKeys(), d.metadataHint)
	if !d.typ.Root {
		d.project(p, meta["project"])
	}
	if d.typ.ParentKey != "" {
		parent, _ := TypeOf(d.typ.Parent)
		d.res.Addr.Parent = d.name(p, meta[d.typ.ParentKey], "metadata."+d.typ.ParentKey, parent.Name)
	}
	d.res.Addr.Name = d.name(p, meta["name"], "metadata.name", d.typ.Name)
	if name := meta["name"]; d.res.Addr.Name != "" {
		d.places[NamePath] = name
		if name.text != d.res.Addr.Name {
			d.written = name.text
		}
	}
	if d.typ.Root {
		d.res.Addr.Project = d.res.Addr.Name
	}
	d.held = d.heldFields(p, meta)
	d.protect(meta["protect"])
	d.timeout(meta["timeout"])
	d.rotate(meta["rotate"])
	a := d.res.Addr
	d.named = a.Kind != "" && a.Project != "" && a.Name != "" && (a.Parent != "" || d.typ.Parent == "")
}

// metadataKeys lists the keys that the metadata of the document may have.
func (d *document) metadataKeys() []string {
	keys := metadataKeys()
	switch {
	case d.typ.Kind == "":
		return slices.Concat(keys, parentKeys(), heldKeys())
	case d.typ.Root:
		keys = slices.DeleteFunc(keys, func(k string) bool { return k == "project" })
	case d.typ.ParentKey != "":
		keys = append(keys, d.typ.ParentKey)
	}
	return append(keys, d.typ.heldKeys()...)
}

// metadataHint says what to do with a key that belongs to other kinds.
func (d *document) metadataHint(key string) string {
	switch {
	case d.typ.Root && key == "project":
		return ": a " + string(d.typ.Kind) + " is called by its name alone; remove project"
	case slices.Contains(heldKeys(), key):
		return ": " + string(d.typ.Kind) + " has no " + key + " of its own; remove it"
	case !slices.Contains(parentKeys(), key):
		return ""
	case d.typ.ParentKey == "":
		return ": " + string(d.typ.Kind) + " has no parent; remove " + key
	default:
		return ": " + string(d.typ.Kind) + " lives in a " + string(d.typ.Parent) + "; write " + d.typ.ParentKey
	}
}

func (d *document) project(meta, p *place) {
	if p == nil {
		if d.res.Addr.Project == "" {
			d.problemf(meta.key, "metadata.project is missing: write it, or give --project or MONGODB_ATLAS_PROJECT_ID")
		}
		return
	}
	d.res.Addr.Project = d.name(meta, p, "metadata.project", ProjectField())
}

// name reads one part of the address; a part that is missing or wrong is
// empty.
func (d *document) name(meta, p *place, path string, f Field) string {
	if p == nil {
		d.problemf(meta.key, "%s is missing: write it", path)
		return ""
	}
	text, ok := d.text(p)
	if !ok {
		return ""
	}
	f.Required = true
	before := len(d.problems)
	d.checkText(p, path, f)
	if len(d.problems) > before {
		return ""
	}
	return f.normal(text)
}

func (d *document) protect(p *place) {
	if p != nil {
		d.res.Protect = d.boolean(p)
	}
}

func (d *document) timeout(p *place) {
	if p == nil {
		return
	}
	text, ok := d.text(p)
	if !ok {
		return
	}
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout <= 0 {
		d.problemf(p.value, "metadata.timeout %s is no time to wait: write one such as 45m or 1h30m", quote(text))
		return
	}
	d.res.Timeout = timeout
}

func (d *document) rotate(p *place) {
	if p == nil {
		return
	}
	if d.res.Rotate = d.integer(p); d.res.Rotate < 0 {
		d.problemf(p.value, "metadata.rotate %d: write a whole number from 0 up, and a higher one to have the secrets sent again", d.res.Rotate)
	}
}

// addressText is the address with a ? for each part that is missing or wrong,
// or nothing while the kind is unknown.
func (d *document) addressText() string {
	a := d.res.Addr
	if a.Kind == "" {
		return ""
	}
	a.Project, a.Name = cmp.Or(a.Project, "?"), cmp.Or(a.Name, "?")
	if d.typ.Parent != "" {
		a.Parent = cmp.Or(a.Parent, "?")
	}
	return a.String()
}

// parentKeys lists the metadata keys that name a parent of any kind.
func parentKeys() []string {
	var keys []string
	for _, t := range table() {
		if t.ParentKey != "" && !slices.Contains(keys, t.ParentKey) {
			keys = append(keys, t.ParentKey)
		}
	}
	return keys
}

// ProjectField are the facts about what names a project.
func ProjectField() Field {
	return Field{MaxLen: maxProjectName, Check: projectName, Pattern: projectPattern, Never: folderPattern}
}

const maxProjectName = 64

// projectName is what Atlas allows as the name of a project; the 24 hex
// digits of an ID are allowed too.
func projectName(text string) string {
	allowed := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.Is(unicode.N, r) || strings.ContainsRune("-_.(),:&@+' ", r)
	}
	switch {
	case text == "" || utf8.RuneCountInString(text) > maxProjectName:
		return "must have 1 to 64 characters"
	case strings.ContainsFunc(text, func(r rune) bool { return !allowed(r) }):
		return "must hold only letters, digits, blanks and any of -_.(),:&@+'"
	default:
		return plainName(text)
	}
}
