package schema

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// value is the schema of what stands at a field.
func value(m member) *node {
	n := shape(m)
	n.Description = described(m)
	if m.field.Default != "" && !m.field.Required {
		n.Default = defaultOf(m)
	}
	if n.Ref != "" && n.Description != "" { // beside a $ref nothing counts
		n = &node{Description: n.Description, AllOf: []*node{{Ref: n.Ref}}}
	}
	return n
}

// described is all that is known of a field, in a few sentences.
func described(m member) string {
	f, tells := m.field, ""
	if m.tells {
		f.Immutable, tells = false, "Another value means another object. "
	}
	return strings.TrimSpace(tells + about(f, m.replaceable) + " " + sentences(m.says))
}

// sentences ends each with a full stop.
func sentences(says []string) string {
	if len(says) == 0 {
		return ""
	}
	return strings.Join(says, ". ") + "."
}

func shape(m member) *node {
	switch t := m.typ; {
	case t == reflect.TypeFor[spec.Secret]():
		return &node{Ref: "#/definitions/secret"}
	case t == reflect.TypeFor[spec.Value]():
		return textOrSecret(m.field)
	case t == reflect.TypeFor[spec.Document]():
		if m.field.Form != "" {
			return &node{AllOf: []*node{{raw: m.field.Form}}} // beside a description
		}
		return &node{Type: []string{"object", "array"}}
	case isList(t):
		return list(m)
	case t.Kind() == reflect.Map:
		return mapping(m)
	case t.Kind() == reflect.Struct:
		return fieldsOf(m.members)
	default:
		return plain(t, m.field)
	}
}

// plain is the schema of a scalar.
func plain(t reflect.Type, f spec.Field) *node {
	switch t.Kind() {
	case reflect.String:
		return text(f)
	case reflect.Bool:
		return &node{Type: "boolean"}
	case reflect.Int64:
		return &node{Type: "integer", Minimum: f.Min, Maximum: cmp.Or(f.Max, new(int64(math.MaxInt64)))}
	case reflect.Float64:
		return &node{Type: "number", Minimum: f.Min, Maximum: f.Max}
	default:
		panic(fmt.Sprintf("schema: a body holds a %s", t)) // a test of the table keeps it from happening
	}
}

func text(f spec.Field) *node {
	n := &node{Type: scalar(), MinLength: f.MinLen, MaxLength: f.MaxLen, Pattern: cmp.Or(f.Pattern, spec.TextPattern)}
	if f.Required {
		n.MinLength = max(1, f.MinLen)
	}
	if f.Never != "" {
		n.Not = &node{Type: "string", Pattern: f.Never}
	}
	switch {
	case f.Enum != nil:
		return &node{Enum: f.Enum}
	case f.Known != nil: // an editor offers these, and takes others
		return &node{AnyOf: []*node{{Enum: f.Known}, n}}
	}
	return n
}

func textOrSecret(f spec.Field) *node {
	return &node{AnyOf: []*node{text(f), {Ref: "#/definitions/secret"}}}
}

func list(m member) *node {
	n := items(m)
	n.MinItems, n.MaxItems = m.field.MinLen, m.field.MaxLen
	return n
}

// items is a list of any length.
func items(m member) *node {
	n := &node{Type: "array", UniqueItems: isSet(m.typ) || isMapOfSets(m.typ)}
	inner := elem(m.typ)
	switch {
	case m.members != nil:
		n.Items = object(m.members, m.rules, m.path)
	case m.field.Values != nil:
		n.Items = plain(inner, *m.field.Values)
	default:
		n.Items = plain(inner, spec.Field{})
	}
	return n
}

func mapping(m member) *node {
	n := &node{Type: "object", MinProperties: m.field.MinLen, MaxProperties: m.field.MaxLen}
	if k := m.field.Keys; k != nil {
		n.PropertyNames = text(spec.Field{MinLen: k.MinLen, MaxLen: k.MaxLen, Enum: k.Enum, Pattern: k.Pattern, Never: k.Never})
	}
	var values spec.Field
	if m.field.Values != nil {
		values = *m.field.Values
	}
	if isMapOfSets(m.typ) {
		n.Additional = items(m)
		n.Additional.MinItems, n.Additional.MaxItems = values.MinLen, values.MaxLen
		return n
	}
	if isMapOfObjects(m.typ) {
		n.Additional = object(m.members, m.rules, m.path)
		return n
	}
	n.Additional = text(values)
	if m.typ.Elem() == reflect.TypeFor[spec.Value]() {
		n.Additional = textOrSecret(values)
	}
	return n
}

// defaultOf is the default of a field in its own type.
func defaultOf(m member) any {
	if b, err := strconv.ParseBool(m.field.Default); err == nil && m.typ.Kind() == reflect.Bool {
		return b
	}
	if f, err := strconv.ParseFloat(m.field.Default, 64); err == nil && m.typ.Kind() != reflect.String {
		return f
	}
	return m.field.Default
}
