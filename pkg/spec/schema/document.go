package schema

import (
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// document is the schema of a document of one kind. An absent one has a spec only
// where nothing else tells which object it means.
func document(t spec.Type) *node {
	absent, ensure := &node{Properties: map[string]*node{"spec": none()}}, "absent deletes the resource; such a document has no spec."
	if t.Identity != nil {
		absent, ensure = nil, "absent deletes the resource; spec stays, and tells which one it is: by "+strings.Join(t.Identity, ", ")+"."
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
			"spec":   body(t),
			"status": {Description: "Ignored: an export writes read-only facts here."},
		},
		If:   &node{Required: []string{"ensure"}, Properties: map[string]*node{"ensure": {Const: "absent"}}},
		Then: absent,
		Else: &node{Required: []string{"spec"}},
	}
}

func metadata(t spec.Type) *node {
	zero := 0
	n := &node{
		Type:       "object",
		Additional: none(),
		Required:   []string{"name"},
		Properties: map[string]*node{
			"project": {Type: scalar(), MinLength: 1, MaxLength: 64, Description: "The project, by name or by its ID of 24 hexadecimal digits. --project says it for all documents that leave it out."},
			"name":    name(nameOf(t), t.Name),
			"protect": {Type: "boolean", Default: false, Description: "Never delete or replace it, whatever the flags say."},
			"timeout": {Type: scalar(), Pattern: duration, Description: "How long to wait for it, such as 45m. By default " + span(t.Timeout) + "."},
			"rotate":  {Type: "integer", Minimum: &zero, Description: "A higher number than at the commit that is compared with has its secrets sent again."},
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

func nameOf(t spec.Type) string {
	if t.Identity != nil {
		return "Your name for it: in Atlas it has none. Or its ID."
	}
	return "The name in Atlas."
}

func name(about string, f spec.Field) *node {
	return &node{Type: scalar(), MinLength: max(1, f.MinLen), MaxLength: f.MaxLen, Pattern: f.Pattern, Description: about}
}

// body is the schema of a spec.
func body(t spec.Type) *node {
	return object(membersOf(t), "")
}

// object is the schema of a map with these fields; base is the path of the list
// that it is a member of, if any, from which conditions are told.
func object(members []member, base string) *node {
	n := fieldsOf(members)
	for _, m := range flat(members, false) {
		if rule := condition(m, base); rule != nil {
			n.AllOf = append(n.AllOf, rule)
		}
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
	text := d.String()
	for _, zero := range []string{"0s", "0m"} {
		if cut, ok := strings.CutSuffix(text, zero); ok && cut != "" && strings.Trim(cut[len(cut)-1:], "0123456789") != "" {
			text = cut
		}
	}
	return text
}
