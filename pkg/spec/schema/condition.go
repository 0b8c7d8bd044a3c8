package schema

import (
	"reflect"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// condition says for which values of another field a field is there. It stands
// at the object that the path base leads to; fields in a list further down have
// a place of their own.
func condition(m member, base string) *node {
	f := m.field
	path, within := relative(m.path, base)
	other, beside := relative(f.When.Path, base)
	if f.When.Path == "" || !within || !beside || f.Tolerated && !f.Required {
		return nil
	}
	rule := &node{If: with(other, &node{Enum: f.When.Values})}
	if f.Required {
		rule.Then = wanted(path)
	}
	if !f.Tolerated {
		rule.Else = without(path)
	}
	return rule
}

// relative cuts the path of a list off a path.
func relative(path, base string) ([]string, bool) {
	if base != "" {
		rest, ok := strings.CutPrefix(path, base+".")
		if !ok {
			return nil, false
		}
		path = rest
	}
	return strings.Split(path, "."), true
}

// with wants a field to be there and to be valid.
func with(path []string, value *node) *node {
	for _, name := range slices.Backward(path) {
		outer := &node{Required: []string{name}}
		if !reflect.ValueOf(*value).IsZero() {
			outer.Properties = map[string]*node{name: value}
		}
		value = outer
	}
	return value
}

// wanted wants a field in the block that it belongs to, if there is one.
func wanted(path []string) *node {
	last := len(path) - 1
	return inside(path[:last], &node{Required: []string{path[last]}})
}

// without refuses a field.
func without(path []string) *node {
	last := len(path) - 1
	return inside(path[:last], &node{Properties: map[string]*node{path[last]: none()}})
}

// inside is about a block, if there is one.
func inside(path []string, block *node) *node {
	for _, name := range slices.Backward(path) {
		block = &node{Properties: map[string]*node{name: block}}
	}
	return block
}

// about is what the facts say of a field, in a few sentences.
func about(t spec.Field, replaceable bool) string {
	var s []string
	say := func(when bool, text string) {
		if when {
			s = append(s, text)
		}
	}
	say(t.About != "", t.About)
	say(t.When.Path != "", "For "+t.When.Path+" "+strings.Join(t.When.Values, ", ")+".")
	say(t.RequiredToCreate, "Needed to create the resource.")
	say(t.Immutable && replaceable, "A change replaces the resource.")
	say(t.Immutable && !replaceable, "Atlas cannot change it.")
	say(t.SetOnce, "Can be set once; another value replaces the resource.")
	say(t.Unsaid != "", "Left out: "+t.Unsaid+".")
	say(t.Computed && t.Unsaid == "", "Atlas chooses a value when it is left out.")
	say(len(t.Refers) > 0, "The name of a "+kinds(t.Refers)+".")
	say(t.Hazard != "", "A change "+t.Hazard+".")
	return strings.Join(s, " ")
}

func kinds(list []spec.Kind) string {
	names := make([]string, len(list))
	for i, k := range list {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}
