package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Page gives the page of a kind in markdown.
func Page(t spec.Type) []byte {
	var p page
	p.line("<!-- Written by make golden from pkg/spec: change it there. -->")
	p.line("# %s", t.Kind)
	p.line("%s It is described in the [Atlas Admin API](%s).", t.Summary, t.Docs)
	if t.NotCovered != "" {
		p.line("**Not covered:** %s", t.NotCovered)
	}
	p.line("```yaml\n%s```", skeleton(t))
	p.facts(t)
	p.line("## Fields of `spec`")
	p.fields(flat(membersOf(t), true))
	return []byte(strings.Join(p, "\n\n") + "\n")
}

// Index gives the page that lists the pages of all kinds.
func Index() []byte {
	var p page
	p.line("<!-- Written by make golden from pkg/spec: change it there. -->")
	p.line("# Kinds")
	p.line("A page for each kind: its fields, what Atlas can change in place, what has a default. An editor knows the same\n" +
		"of a file that begins with `# yaml-language-server: $schema=` and the path of [schema.json](../schema.json), which\n" +
		"`atlasctl schema` prints.")
	rows := []string{"| kind | lives in | is |", "| --- | --- | --- |"}
	for _, t := range spec.Types() {
		in := "a project"
		switch {
		case t.Root:
			in = "an organization"
		case t.Parent != "":
			in = fmt.Sprintf("a [%s](%s.md)", t.Parent, t.Parent)
		}
		rows = append(rows, fmt.Sprintf("| [%s](%s.md) | %s | %s |", t.Kind, t.Kind, in, t.Summary))
	}
	p.line("%s", strings.Join(rows, "\n"))
	return []byte(strings.Join(p, "\n\n") + "\n")
}

// page is its paragraphs.
type page []string

func (p *page) line(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }

// skeleton is a document of the kind without its fields.
func skeleton(t spec.Type) string {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: %s\nkind: %s\nmetadata:\n", spec.APIVersion, t.Kind)
	if !t.Root {
		b.WriteString("  project: my-project            # or --project\n")
	}
	if t.Parent != "" {
		fmt.Fprintf(&b, "  %-31s# the %s that it lives in\n", t.ParentKey+": my-"+strings.ToLower(t.ParentKey), t.Parent)
	}
	b.WriteString("  name: my-name\n")
	for _, path := range slices.Sorted(maps.Keys(t.Fields)) {
		if key := t.Fields[path].Metadata; key != "" {
			fmt.Fprintf(&b, "  %-31s# %s in Atlas; %s\n", key+": my-"+key, path, needed(t.Fields[path]))
		}
	}
	b.WriteString("spec: {}                       # the fields below\n")
	return b.String()
}

// facts are what holds for the kind as a whole.
func (p *page) facts(t spec.Type) {
	var list []string
	fact := func(when bool, format string, args ...any) {
		if when {
			list = append(list, "- "+fmt.Sprintf(format, args...))
		}
	}
	fact(t.Identity != nil, "It has no name in Atlas: `metadata.name` is yours alone, for references and addresses. Atlas is asked for the object with the same %s; another one in a document means another object. With `ensure: absent` the document keeps them.", code(t.Identity))
	fact(t.LastTakesParent, "With the last one in it Atlas deletes the %s as well.", t.Parent)
	fact(t.Loses != "", "A deletion destroys %s.", t.Loses)
	fact(t.Allow != "", "A deletion needs `--allow %s`.", t.Allow)
	fact(t.Root, "It is deleted only when everything in it is deleted by the same plan, and never replaced.")
	fact(t.Protection != "", "`%s: true` keeps it from being deleted, whatever the flags say.", t.Protection)
	fact(t.FullUpdate, "Atlas replaces it whole on every update, secrets included: they are sent again each time.")
	fact(t.Expires.Path != "", "Atlas deletes it on its `%s`. From then on a plan says so, and does not create it again.", t.Expires.Path)
	fact(t.Expires.Within > 0, "Atlas takes a `%s` of at most %s ahead; a plan with a later one is blocked.", t.Expires.Path, span(t.Expires.Within))
	fact(t.AddFirst, "What is to go is deleted when all that is to come or to change beside it is there.")
	fact(len(t.Pins) > 0, "It keeps what it refers to: Atlas deletes no %s as long as one is there that names it, so that a plan takes those along.", kinds(t.Pins))
	fact(t.NameSpace != "", "It shares its names with every other kind of cluster in the project.")
	fact(true, "It may take %s to become ready, or to vanish; `metadata.timeout` says otherwise.", span(t.Timeout))
	fact(len(t.Announce) > 0, "After an apply, and with `export --status`, there is: %s.", code(t.Announce))
	p.line("%s", strings.Join(list, "\n"))
}
