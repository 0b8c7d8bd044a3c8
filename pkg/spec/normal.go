package spec

import (
	"reflect"
	"slices"
)

// normal gives the one spelling of a text.
func (f Field) normal(text string) string {
	if f.Normal == nil {
		return text
	}
	return f.Normal(text)
}

// normalize gives every text of a body its one spelling, in place.
func (t Type) normalize(b Body) {
	for path, f := range t.Fields {
		if f.Normal == nil {
			continue
		}
		if v := field(b, path); v.IsValid() && !v.IsNil() {
			v.Elem().SetString(f.Normal(v.Elem().String()))
		}
	}
}

// Folded gives what all spellings of a text have in common.
func (f Field) Folded(text string) string {
	if f.Fold == nil {
		return text
	}
	return f.Fold(text)
}

// folds gives the facts about the texts of a field, which may be the members of
// a set, and whether several spellings of one are the same.
func (f Field) folds() (texts Field, folds bool) {
	if f.Values != nil {
		f = *f.Values
	}
	return f, f.Fold != nil
}

// Respell gives what a body says in another spelling than live the spelling of
// live, in place, so that there is no difference to be found.
func (t Type) Respell(b, live Body) {
	for path, f := range t.Fields {
		texts, folds := f.folds()
		if !folds {
			continue
		}
		said, is := field(b, path), field(live, path)
		switch {
		case !said.IsValid() || said.IsNil() || !is.IsValid() || is.IsNil():
		case isSet(said.Type()):
			said.Set(texts.respelled(said, is))
		case texts.Folded(said.Elem().String()) == texts.Folded(is.Elem().String()):
			said.Elem().SetString(is.Elem().String())
		}
	}
}

// respelled gives a set of texts in which those that live has too are spelled as
// there.
func (f Field) respelled(said, live reflect.Value) reflect.Value {
	theirs := map[string]reflect.Value{}
	for _, text := range sortedKeys(live) {
		theirs[f.Folded(text.String())] = text
	}
	set := reflect.MakeMapWithSize(said.Type(), said.Len())
	for _, text := range sortedKeys(said) {
		if of, has := theirs[f.Folded(text.String())]; has && !live.MapIndex(text).IsValid() {
			text = of
		}
		set.SetMapIndex(text, reflect.Zero(said.Type().Elem()))
	}
	return set
}

// foldedTexts gives the texts of a field as all of their spellings have them,
// sorted.
func (f Field) foldedTexts(texts []string) []string {
	of, _ := f.folds()
	folded := make([]string, len(texts))
	for i, text := range texts {
		folded[i] = of.Folded(text)
	}
	slices.Sort(folded)
	return folded
}

// checkSpellings reports a member that is one of those before it in another
// spelling.
func (d *decoder) checkSpellings(p *place, f Field) {
	first := map[string]string{}
	for _, m := range p.members {
		other, twice := first[f.Folded(m.text)]
		switch {
		case !m.isText:
		case !twice:
			first[f.Folded(m.text)] = m.text
		case other != m.text: // else it has been reported
			d.problemf(m.key, "%s: %s is listed already, as %s: remove one of the two", p.path, quote(m.text), quote(other))
		}
	}
}
