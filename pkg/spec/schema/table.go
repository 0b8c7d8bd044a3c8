package schema

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// legend tells how to read the table of fields.
const legend = "**Needed** is what a document must say, *with* an object where it says that. **A change** of a field is made *in place*, or\n" +
	"*replaces* the object, which apply does with `--allow replace` only; what is *blocked* Atlas cannot change. **Default** is\n" +
	"what Atlas takes for a new object; what a document leaves out of one that is there stays as it is."

// fields is the table of fields.
func (p *page) fields(members []member) {
	if len(members) == 0 {
		p.line("It has none: write `spec: {}`.")
		return
	}
	p.line("%s", legend)
	rows := []string{"| field | type | needed | a change | default | |", "| --- | --- | --- | --- | --- | --- |"}
	var immutable []string
	for _, m := range members {
		if m.field.Immutable {
			immutable = append(immutable, m.path)
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s | %s | %s | %s |",
			m.shown, typeName(m.typ), needed(m), change(m, immutable), preset(m.field), remarks(m)))
	}
	p.line("%s", strings.Join(rows, "\n"))
}

// breaches lists what the loader says of fields that do not go together.
func (p *page) breaches(members []member) {
	var list []string
	for _, m := range members {
		for _, says := range m.says {
			_, rest, _ := strings.Cut(says, " ")
			shown := m.shown
			if slices.Contains(m.each, says) {
				shown += m.marks()
			}
			list = append(list, fmt.Sprintf("- `%s` %s", shown, rest))
		}
	}
	if len(list) > 0 {
		p.line("## Fields that go together")
		p.line("Of a document in which they do not, the loader says:")
		p.line("%s", strings.Join(list, "\n"))
	}
}

// vocabularies lists the values of what is too long for the table.
func (p *page) vocabularies(members []member) {
	for _, m := range members {
		for what, f := range map[string]*spec.Field{"Values of": &m.field, "Keys of": m.field.Keys} {
			if f != nil && len(f.Known) > maxShown {
				p.line("## %s `%s`", what, m.shown)
				p.line("Those known to this version, and others with a warning: %s.", code(f.Known))
			}
		}
	}
}

// maxShown is how many values have room in the table.
const maxShown = 12

func known(list []string, in string) string {
	if len(list) > maxShown {
		return fmt.Sprintf("%d %s are known, see below, and what Atlas adds", len(list), in)
	}
	return code(list) + ", and what Atlas adds"
}

// typeName is the type of a field in words.
func typeName(t reflect.Type) string {
	many := map[bool]string{true: "set of ", false: "list of "}
	switch {
	case t == reflect.TypeFor[spec.Secret]():
		return "secret"
	case t == reflect.TypeFor[spec.Value]():
		return "text or secret"
	case t == reflect.TypeFor[spec.Document]():
		return "free document"
	case isMapOfSets(t):
		return "map of sets of " + plural(elem(t))
	case isList(t):
		return many[isSet(t)] + plural(elem(t))
	case t.Kind() == reflect.Map && t.Elem() == reflect.TypeFor[spec.Value]():
		return "map of texts or secrets"
	case t.Kind() == reflect.Map:
		return "map of texts"
	default:
		return singular(t)
	}
}

func singular(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int64:
		return "whole number"
	case reflect.Float64:
		return "number"
	default:
		return "object"
	}
}

func plural(t reflect.Type) string { return singular(t) + "s" }

// needed says when a document must have a field. One in an object is needed
// where the object is there.
func needed(m member) string {
	f := m.field
	switch {
	case f.RequiredToCreate:
		return "to create" + forValues(f.When)
	case !f.Required:
		return ""
	case f.When.Path == "" && m.inside != "":
		return "with `" + m.inside + "`"
	default:
		return "yes" + forValues(f.When)
	}
}

func forValues(w spec.When) string {
	if w.Path == "" {
		return ""
	}
	return fmt.Sprintf(", for `%s` %s", w.Path, code(w.Values))
}

// change says what a change does; immutable lists the fields before this one
// that cannot be changed.
func change(m member, immutable []string) string {
	if m.tells {
		return "means another object"
	}
	for _, path := range immutable {
		if m.path == path || strings.HasPrefix(m.path, path+".") {
			if !m.replaceable {
				return "blocked"
			}
			return "replaces"
		}
	}
	switch {
	case m.field.SentWith != nil:
		return "goes with one of " + code(m.field.SentWith)
	case m.field.SetOnce:
		return "can be set once"
	case m.typ == reflect.TypeFor[spec.Secret]():
		return "see `--rotate`"
	}
	return "in place"
}

// preset is the value that Atlas takes for a field left out.
func preset(f spec.Field) string {
	switch {
	case f.Unsaid != "":
		return f.Unsaid
	case f.Default != "" && !f.Required:
		return "`" + f.Default + "`"
	case f.Computed:
		return "Atlas's choice"
	}
	return ""
}

// remarks are the values that a field may have, and whatever else is known.
func remarks(m member) string {
	f := m.field
	var s []string
	say := func(when bool, format string, args ...any) {
		if when {
			s = append(s, fmt.Sprintf(format, args...))
		}
	}
	say(f.About != "", "%s", strings.TrimSuffix(f.About, "."))
	say(f.When.Path != "" && !f.Required && !f.RequiredToCreate, "only for `%s` %s", f.When.Path, code(f.When.Values))
	say(f.Enum != nil, "%s", code(f.Enum))
	say(f.Known != nil, "%s", known(f.Known, "values"))
	say(f.Values != nil && f.Values.Enum != nil, "%s", code(enumOf(f.Values)))
	say(f.Keys != nil && f.Keys.Known != nil, "%s", known(knownOf(f.Keys), "keys"))
	say(f.Keys != nil && f.Keys.MaxLen > 0, "keys of %s", boundsOf(f.Keys))
	say(f.Values != nil && f.Values.MaxLen > 0, "values of %s", boundsOf(f.Values))
	say(f.MinLen > 1 || f.MaxLen > 0 || f.MinLen == 1 && m.many(), "%s", bounds(f, thing(m)))
	say(f.Range() != "", "%s", f.Range())
	say(len(f.Refers) > 0, "the name of a %s", kinds(f.Refers))
	say(f.Initial != "", "`%s` when it is new", f.Initial)
	say(f.AfterCreate, "a new object gets it in a second write")
	say(f.Identity != nil, "its members are known by %s, not by their order", code(f.Identity))
	say(f.Hazard != "", "a change %s", f.Hazard)
	say(f.Loses != "", "one less %s", f.Loses)
	return strings.Join(s, "; ")
}

func enumOf(f *spec.Field) []string {
	if f == nil {
		return nil
	}
	return f.Enum
}

func knownOf(f *spec.Field) []string {
	if f == nil {
		return nil
	}
	return f.Known
}

func boundsOf(f *spec.Field) string {
	if f == nil {
		return ""
	}
	return bounds(*f, "character")
}

// thing is what the length of a field counts.
func thing(m member) string {
	if m.typ.Kind() == reflect.String {
		return "character"
	}
	return "member"
}

// bounds tells the length of a text, or the number of members.
func bounds(f spec.Field, thing string) string {
	switch {
	case f.MaxLen == 0:
		return "at least " + spec.Count(f.MinLen, thing)
	case f.MinLen == 0:
		return "at most " + spec.Count(f.MaxLen, thing)
	default:
		return fmt.Sprintf("%d to %s", f.MinLen, spec.Count(f.MaxLen, thing))
	}
}

func code(words []string) string { return "`" + strings.Join(words, "`, `") + "`" }
