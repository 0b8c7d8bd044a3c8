package schema

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// fields is the table of fields.
func (p *page) fields(members []member) {
	if len(members) == 0 {
		p.line("It has none: write `spec: {}`.")
		return
	}
	rows := []string{"| field | type | needed | a change | default | |", "| --- | --- | --- | --- | --- | --- |"}
	var immutable []string
	for _, m := range members {
		if m.field.Immutable {
			immutable = append(immutable, m.path)
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s | %s | %s | %s |",
			m.path, typeName(m.typ), needed(m.field), change(m, immutable), preset(m.field), remarks(m.field)))
	}
	p.line("%s", strings.Join(rows, "\n"))
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
func needed(f spec.Field) string {
	switch {
	case f.RequiredToCreate:
		return "to create" + forValues(f.When)
	case !f.Required:
		return ""
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
	for _, path := range immutable {
		if m.path == path || strings.HasPrefix(m.path, path+".") {
			if !m.replaceable {
				return "impossible"
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
	case f.Default != "":
		return "`" + f.Default + "`"
	case f.Computed:
		return "Atlas's choice"
	}
	return ""
}

// remarks are the values that a field may have, and whatever else is known.
func remarks(f spec.Field) string {
	var s []string
	say := func(when bool, format string, args ...any) {
		if when {
			s = append(s, fmt.Sprintf(format, args...))
		}
	}
	say(f.When.Path != "" && !f.Required && !f.RequiredToCreate, "only for `%s` %s", f.When.Path, code(f.When.Values))
	say(f.Enum != nil, "%s", code(f.Enum))
	say(f.Known != nil, "%s, and what Atlas adds", code(f.Known))
	say(f.Values != nil && f.Values.Enum != nil, "%s", code(enumOf(f.Values)))
	say(f.MinLen > 0 || f.MaxLen > 0, "%s", bounds(f))
	say(len(f.Refers) > 0, "name of a %s", kinds(f.Refers))
	say(f.Initial != "", "`%s` when it is new", f.Initial)
	say(f.Hazard != "", "a change %s", f.Hazard)
	return strings.Join(s, "; ")
}

func enumOf(f *spec.Field) []string {
	if f == nil {
		return nil
	}
	return f.Enum
}

// bounds tells the length of a text, or the number of members.
func bounds(f spec.Field) string {
	switch {
	case f.MaxLen == 0:
		return fmt.Sprintf("at least %d long", f.MinLen)
	case f.MinLen == 0:
		return fmt.Sprintf("at most %d long", f.MaxLen)
	default:
		return fmt.Sprintf("%d to %d long", f.MinLen, f.MaxLen)
	}
}

func code(words []string) string { return "`" + strings.Join(words, "`, `") + "`" }
