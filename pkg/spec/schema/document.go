package schema

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// document is the schema of a document of one kind. An absent one has a spec only
// where nothing else tells which object it means.
func document(t spec.Type) *node {
	present, absent := &node{Required: []string{"spec"}}, &node{Properties: map[string]*node{"spec": none()}}
	fields, ensure := body(t), "absent deletes the resource; such a document has no spec."
	if t.Identity != nil {
		absent, ensure = telling(t), "absent deletes the resource; spec stays, and tells which one it is: by "+strings.Join(t.Identity, ", ")+"."
		present.Properties = map[string]*node{"spec": fields}
		fields = &node{}
	}
	about := rulesOf(membersOf(t))
	about.base = []string{"spec"}
	for _, r := range t.Rules {
		if named(r) {
			present.AllOf = append(present.AllOf, about.node(r, ""))
		}
	}
	return &node{
		Title:       string(t.Kind),
		Description: t.Summary + " See " + t.Docs,
		Type:        "object",
		Additional:  none(),
		Properties: map[string]*node{
			"apiVersion": {},
			"kind":       {},
			"metadata":   metadata(t),
			"ensure": {
				Enum: []string{"present", "absent"}, Default: "present",
				Description: ensure,
			},
			"spec":   fields,
			"status": {Description: "Ignored: an export writes read-only facts here."},
		},
		If:   &node{Required: []string{"ensure"}, Properties: map[string]*node{"ensure": {Const: "absent"}}},
		Then: absent,
		Else: present,
	}
}

func metadata(t spec.Type) *node {
	n := &node{
		Type:       "object",
		Additional: none(),
		Required:   []string{"name"},
		Properties: map[string]*node{
			"project": name("The project, by name or by its ID of 24 hexadecimal digits. --project says it for all documents that leave it out.", spec.ProjectField()),
			"name":    name(nameOf(t), t.Name),
			"protect": {Type: "boolean", Default: false, Description: "Never delete or replace it, whatever the flags say."},
			"timeout": {Type: "string", Pattern: duration, Not: &node{Pattern: `^[^1-9]*$`}, Description: "How long to wait for it, such as 45m. By default " + span(t.Timeout) + "."},
			"rotate":  {Type: "integer", Minimum: new(int64(0)), Maximum: new(int64(math.MaxInt64)), Description: "A higher number than at the commit that is compared with has its secrets sent again."},
		},
	}
	if t.Root {
		delete(n.Properties, "project")
	}
	for _, f := range t.Fields {
		if f.Metadata != "" {
			n.Properties[f.Metadata] = name(about(f, !t.Root), f)
		}
	}
	if parent, ok := spec.TypeOf(t.Parent); ok {
		n.Properties[t.ParentKey] = name("The "+string(t.Parent)+" that it lives in.", parent.Name)
		n.Required = append(n.Required, t.ParentKey)
	}
	return n
}

// telling is the schema of an absent document of a kind without names: its spec
// has to tell which object is meant, unless the name is an ID.
func telling(t spec.Type) *node {
	t = t.Telling()
	tells := body(t)
	free := !slices.ContainsFunc(t.Identity, func(path string) bool { return t.Fields[path].Required || t.Fields[path].Default != "" })
	for _, path := range t.Identity {
		if free { // one of them will do
			tells.AnyOf = append(tells.AnyOf, with(strings.Split(path, "."), &node{MinLength: 1, MinItems: 1}))
		}
	}
	id := &node{Properties: map[string]*node{"metadata": {Properties: map[string]*node{"name": {Pattern: spec.IDPattern}}}}}
	return &node{Properties: map[string]*node{"spec": tells}, AnyOf: []*node{{Required: []string{"spec"}}, id}}
}

func nameOf(t spec.Type) string {
	if t.Identity != nil {
		return "Your name for it: in Atlas it has none. Or its ID."
	}
	return "The name in Atlas."
}

func name(about string, f spec.Field) *node {
	f.Required, f.Enum, f.Known = true, nil, nil
	n := text(f)
	n.Description = about
	return n
}

// body is the schema of a spec.
func body(t spec.Type) *node {
	members := membersOf(t)
	return object(members, rulesIn(t.Rules, "", members), "")
}

// object is the schema of a map with these fields; base is the path of the list
// that it is a member of, if any, from which conditions and rules are told.
func object(members []member, list []spec.Rule, base string) *node {
	n := fieldsOf(members)
	for _, m := range flat(members, false) {
		if rule := condition(m, base); rule != nil {
			n.AllOf = append(n.AllOf, rule)
		}
	}
	for _, r := range list {
		n.AllOf = append(n.AllOf, rulesOf(members).node(r, base))
	}
	return n
}

// fieldsOf is the schema of a map with these fields, without conditions.
func fieldsOf(members []member) *node {
	n := &node{Type: "object", Additional: none(), Properties: map[string]*node{}}
	for _, m := range members {
		n.Properties[m.name] = value(m)
		if m.field.Required && m.field.When.Path == "" {
			n.Required = append(n.Required, m.name)
		}
	}
	return n
}

// duration is what Go's time.ParseDuration takes, less signs.
const duration = `^\+?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$`

// span is a duration without what is zero of it.
func span(d time.Duration) string {
	if days := d / (24 * time.Hour); days > 1 && d%(24*time.Hour) == 0 {
		return spec.Count(int(days), "day")
	}
	text := d.String()
	for _, zero := range []string{"0s", "0m"} {
		if cut, ok := strings.CutSuffix(text, zero); ok && cut != "" && strings.Trim(cut[len(cut)-1:], "0123456789") != "" {
			text = cut
		}
	}
	return text
}
