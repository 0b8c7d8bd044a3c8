package schema

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// rules writes rules of a kind as schemas of what they are told from: an object,
// a member of a list, or a document.
type rules struct {
	types map[string]reflect.Type // of the fields, by path
	base  []string                // where the spec begins, seen from there
}

// rulesOf prepares the rules about some fields.
func rulesOf(members []member) rules {
	r := rules{types: map[string]reflect.Type{}}
	for _, m := range flat(members, true) {
		r.types[m.path] = m.typ
	}
	return r
}

// node is the schema of one rule, told from the object at the path base.
func (r rules) node(rule spec.Rule, base string) *node {
	n := r.cond(rule.Then, rule.In, false)
	if rule.If.Op != spec.Always {
		n = &node{If: r.cond(rule.If, rule.In, true), Then: n}
	}
	if rest := strings.TrimPrefix(strings.TrimPrefix(rule.In, base), "."); rest != "" {
		return inside(strings.Split(rest, "."), n)
	}
	return n
}

// cond is the schema of what fulfils a condition. A number that stands where text
// is wanted matches any pattern, for nobody knows any more how it was written:
// where that would refuse a document, strict says that it matches none.
func (r rules) cond(c spec.Cond, in string, strict bool) *node {
	parts := make([]*node, len(c.Parts))
	for i, part := range c.Parts {
		parts[i] = r.cond(part, in, strict != (c.Op == spec.Not))
	}
	switch c.Op {
	case spec.All:
		return &node{AllOf: parts}
	case spec.Any:
		return &node{AnyOf: parts}
	case spec.Not:
		return &node{Not: parts[0]}
	default:
		return with(r.steps(c.Path, in), r.value(c, strict))
	}
}

// value is the schema of the one field that a condition is about.
func (r rules) value(c spec.Cond, strict bool) *node {
	switch c.Op {
	case spec.Filled:
		return &node{MinLength: 1, MinItems: 1, MinProperties: 1}
	case spec.Is:
		return valuesOf(r.types[c.Path], c.Values)
	case spec.Matches:
		n := &node{Pattern: c.Text.String()}
		if strict {
			n.Type = "string"
		}
		return n
	case spec.AtMost:
		return &node{MaxItems: c.Most, MaxProperties: c.Most}
	default:
		return &node{}
	}
}

// steps leads to a field, from the object that a rule counts for, or from the
// document.
func (r rules) steps(path, in string) []string {
	if path == spec.NamePath {
		return strings.Split(path, ".")
	}
	path = strings.TrimPrefix(strings.TrimPrefix(path, in), ".")
	return slices.Concat(r.base, strings.Split(path, "."))
}

// valuesOf is the schema of a few values, in the type of their field.
func valuesOf(t reflect.Type, texts []string) *node {
	if t.Kind() == reflect.String {
		return &node{Enum: texts}
	}
	n := &node{}
	for _, text := range texts {
		var value any = text
		if b, err := strconv.ParseBool(text); err == nil && t.Kind() == reflect.Bool {
			value = b
		} else if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			value = i
		}
		n.AnyOf = append(n.AnyOf, &node{Const: value})
	}
	return n
}

// breaches says in words which rules a field can break, and which of them each of
// its members.
func breaches(rules []spec.Rule, m member) (says, each []string) {
	for _, r := range rules {
		if r.At != m.path {
			continue
		}
		subject := m.name
		if r.If.Op == spec.Is && r.If.Path == r.At {
			subject += " " + strings.Join(r.If.Values, ", ")
		}
		says = append(says, subject+" "+r.Msg)
		if r.In == r.At {
			each = append(each, subject+" "+r.Msg)
		}
	}
	return says, each
}

// named reports whether a rule is about the name as well.
func named(r spec.Rule) bool { return slices.Contains(r.Paths(), spec.NamePath) }

// rulesIn gives the rules that are told from a list, or from the spec where base is
// empty; members are what is in it.
func rulesIn(all []spec.Rule, base string, members []member) []spec.Rule {
	under := func(in, list string) bool { return list == "" || in == list || strings.HasPrefix(in, list+".") }
	return slices.DeleteFunc(slices.Clone(all), func(r spec.Rule) bool {
		return named(r) || !under(r.In, base) || slices.ContainsFunc(flat(members, true), func(m member) bool {
			return m.many() && under(r.In, m.path)
		})
	})
}
