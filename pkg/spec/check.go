package spec

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decodeBody reads a spec and holds it against the table of fields.
func (d *decoder) decodeBody(t Type, p *place) Body {
	body := t.New()
	before := len(d.problems)
	spec := *p
	spec.path = ""
	d.places[""], d.root = &spec, []*place{&spec}
	d.decode(&spec, reflect.ValueOf(body).Elem())
	// Sorted, so that a block comes before what is in it.
	for _, path := range slices.Sorted(maps.Keys(t.Fields)) {
		d.checkField(t, path, t.Fields[path])
	}
	for _, r := range t.Rules {
		d.checkRule(t, r)
	}
	if len(d.problems) == before {
		t.normalize(body)
	}
	if v, ok := body.(Validator); ok && !t.partial && !slices.ContainsFunc(v.Reads(), func(path string) bool { return d.faulty[path] }) {
		d.validate(v.Validate())
	}
	return body
}

// checkField holds one field against the facts about it, wherever it stands.
func (d *decoder) checkField(t Type, path string, f Field) {
	before := len(d.problems)
	for _, s := range d.sites(path) {
		d.checkSite(t, s, f)
	}
	if len(d.problems) > before {
		d.blame(path)
	}
}

func (d *decoder) checkSite(t Type, s site, f Field) {
	p := d.places[s.path]
	if words := f.elsewhere(); p != nil && words != "" {
		d.problemf(p.key, "%s %s", s.path, words)
		return
	}
	switch value, known := d.discriminator(t, s, f.When); {
	case f.When.Path == "":
	case !known:
		if p != nil {
			p.foreign = true
		}
		return
	case !f.When.Holds(value) && f.Tolerated:
		if p != nil {
			word := near(s.fact, f.When.Path)
			d.warnf(p.key, "%s is for %s %s; this is %s %s: it goes to Atlas as it is", s.path, word, list(f.When.Values), word, value)
		}
		f.Required = false
	case !f.When.Holds(value):
		if p != nil {
			p.foreign = true
			word := near(s.fact, f.When.Path)
			d.problemf(p.key, "%s belongs to %s %s; this is %s %s", s.path, word, list(f.When.Values), word, value)
		}
		return
	}
	switch {
	case p == nil && f.Required:
		d.missing(t, s, f)
	case p != nil && !p.broken:
		d.checkPlace(p, f)
	}
}

// discriminator gives the value that a field depends on, and false when that is
// missing or wrong, which is reported at the discriminator itself.
func (d *decoder) discriminator(t Type, s site, w When) (string, bool) {
	p := d.places[s.beside(w.Path)]
	if p == nil || p.broken || p.foreign || !p.isText {
		return "", false
	}
	f := t.Fields[w.Path]
	if f.Enum != nil && !slices.Contains(f.Enum, p.text) || f.Known != nil && !slices.Contains(f.Known, p.text) {
		return "", false
	}
	return p.text, true
}

// near gives the name of a discriminator as short as the field allows: without
// the block that both are in.
func near(path, discriminator string) string {
	if i := strings.LastIndexByte(discriminator, '.'); strings.HasPrefix(path, discriminator[:i+1]) {
		return discriminator[i+1:]
	}
	return discriminator
}

// missing reports a field that is not there, at the block that it should be in.
func (d *decoder) missing(t Type, s site, f Field) {
	block, path := s.block(), s.path
	who := string(t.Kind)
	if block.path != "" {
		who = block.path
	}
	if f.When.Path != "" {
		who = near(s.fact, f.When.Path) + " " + d.places[s.beside(f.When.Path)].text
	}
	if t.IsSecret(s.fact) {
		d.problemf(block.key, "%s is missing: %s needs it, and Atlas wants it in every update; %s", path, who, secretHint)
		return
	}
	choice := ""
	switch len(f.Enum) {
	case 0:
	case 1:
		choice = ": write " + f.Enum[0]
	default:
		choice = ", one of " + strings.Join(f.Enum, ", ")
	}
	d.problemf(block.key, "%s is missing: %s needs it%s", path, who, choice)
}

// checkPlace checks a value, or the members of a map, a set or a list.
func (d *decoder) checkPlace(p *place, f Field) {
	if p.isText {
		d.checkText(p, p.path, f)
		return
	}
	if f.Min != nil || f.Max != nil {
		d.checkNumber(p, f)
	}
	if p.members == nil && f.MinLen == 0 {
		return
	}
	d.checkCount(p, f)
	for _, m := range p.members {
		if f.Keys != nil && !d.checkKey(p, m, *f.Keys) {
			continue
		}
		switch {
		case f.Values == nil || m.broken:
		case m.isText:
			d.checkText(m, m.path, *f.Values)
		default: // a set
			d.checkCount(m, *f.Values)
		}
	}
	if f.Values != nil && f.Values.Fold != nil {
		d.checkSpellings(p, *f.Values)
	}
}

// checkNumber holds a number against its bounds.
func (d *decoder) checkNumber(p *place, f Field) {
	n, err := strconv.ParseFloat(p.target().Value, 64)
	if err != nil || f.Min != nil && n < float64(*f.Min) || f.Max != nil && n > float64(*f.Max) {
		p.wrong = true
		d.problemf(p.value, "%s %s must be %s", p.path, p.target().Value, f.Range())
	}
}

func (d *decoder) checkCount(p *place, f Field) {
	n := len(p.members)
	p.wrong = p.wrong || n < f.MinLen || f.MaxLen > 0 && n > f.MaxLen
	switch {
	case n < f.MinLen:
		d.problemf(p.key, "%s has %d members, want at least %d", p.path, n, f.MinLen)
	case f.MaxLen > 0 && n > f.MaxLen:
		d.problemf(p.key, "%s has %d members, want at most %d", p.path, n, f.MaxLen)
	}
}

// checkKey checks the key of a member. What stands beside text that may be a
// secret may be a part of it, and is not repeated.
func (d *decoder) checkKey(block, m *place, f Field) bool {
	what := "the key " + quote(m.name())
	if block.hidden {
		what = "a key"
	}
	if words := textWords(m.name(), f); words != "" {
		d.problemf(m.key, "%s: %s %s", block.path, what, words)
		return false
	}
	if f.Known != nil && !slices.Contains(f.Known, m.name()) {
		d.warnf(m.key, "%s: %s is not known to this version%s: it goes to Atlas as it is", block.path, what, DidYouMean(m.name(), f.Known))
	}
	return true
}

// checkText holds a text against the facts about it.
func (d *decoder) checkText(p *place, path string, f Field) {
	shown := path
	if !p.hidden && p.text != "" {
		shown += " " + quote(p.text)
	}
	if words := textWords(p.text, f); words != "" {
		p.wrong = true
		d.problemf(p.value, "%s %s", shown, words)
		return
	}
	if f.Known != nil && !slices.Contains(f.Known, p.text) {
		d.warnf(p.value, "%s is not known to this version%s: it goes to Atlas as it is", shown, DidYouMean(p.text, f.Known))
	}
}

// textWords says what is wrong with a text, in words that follow it.
func textWords(text string, f Field) string {
	n := utf8.RuneCountInString(text)
	switch {
	case text == "" && (f.Required || f.MinLen == 1):
		return "must not be empty"
	case f.Enum != nil && !slices.Contains(f.Enum, text):
		return "is unknown" + DidYouMean(text, f.Enum) + "; allowed: " + strings.Join(f.Enum, ", ")
	case n < f.MinLen:
		return fmt.Sprintf("has %d characters, want at least %d", n, f.MinLen)
	case f.MaxLen > 0 && n > f.MaxLen:
		return fmt.Sprintf("has %d characters, want at most %d", n, f.MaxLen)
	case f.Check != nil:
		return f.Check(text)
	default:
		return ""
	}
}

// validate reports the rules that concern several fields, at the closest place
// that the file has.
func (d *decoder) validate(violations []Violation) {
	for _, broken := range violations {
		path, shown := broken.Path, broken.Path
		if p := d.places[path]; p != nil {
			shown = p.path // of a member of a set, its index in the file
		}
		for d.places[path] == nil {
			path = path[:max(0, strings.LastIndexByte(path, '.'))]
		}
		d.problemf(d.places[path].key, "%s%s", prefix(shown), broken.Msg)
	}
}
