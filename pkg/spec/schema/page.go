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
	p.line("```yaml\n%s```", t.Example)
	p.line("To delete it:")
	p.line("```yaml\n%s```", Absent(t))
	p.line("**Not covered:** %s", t.NotCovered)
	p.facts(t)
	p.references(t)
	members := flat(membersOf(t), true)
	p.line("## Fields of `spec`")
	p.fields(members)
	p.breaches(members)
	p.vocabularies(members)
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

// Absent is the example of a kind as a document that deletes it. Where Atlas has
// no names, its spec stays, for it tells which object is meant.
func Absent(t spec.Type) string {
	head, body, _ := strings.Cut(t.Example, "\nspec:")
	if t.Identity == nil {
		return head + "\nensure: absent\n"
	}
	return head + "\nensure: absent\nspec:" + body
}

// references tells what the kind refers to, and what refers to it.
func (p *page) references(t spec.Type) {
	var list []string
	add := func(when bool, format string, args ...any) {
		if when {
			list = append(list, "- "+fmt.Sprintf(format, args...))
		}
	}
	add(t.Parent != "", "It lives in a %s, under the key `%s` of the metadata.", link(t.Parent), t.ParentKey)
	for _, m := range flat(membersOf(t), true) {
		add(len(m.field.Refers) > 0, "`%s` is the name of a %s.", m.shown, links(m.field.Refers, "or"))
	}
	add(len(t.Mentions) > 0, "It may name a %s.", links(t.Mentions, "or"))
	var others []spec.Kind
	for _, other := range spec.Types() {
		names := slices.Contains(other.Mentions, t.Kind) || other.Parent == t.Kind
		for _, f := range other.Fields {
			names = names || slices.Contains(f.Refers, t.Kind)
		}
		if names {
			others = append(others, other.Kind)
		}
	}
	add(len(others) > 0, "What refers to it, or lives in it: %s.", links(others, "and"))
	if len(list) > 0 {
		p.line("## References")
		p.line("A reference is a name. What it names may be declared or be there already; an order follows from it.")
		p.line("%s", strings.Join(list, "\n"))
	}
}

func link(k spec.Kind) string { return fmt.Sprintf("[%s](%s.md)", k, k) }

// links joins the links to the pages of some kinds.
func links(kinds []spec.Kind, word string) string {
	var all []string
	for _, k := range kinds {
		all = append(all, link(k))
	}
	if last := len(all) - 1; last > 0 {
		return strings.Join(all[:last], ", ") + " " + word + " " + all[last]
	}
	return strings.Join(all, "")
}

// facts are what holds for the kind as a whole.
func (p *page) facts(t spec.Type) {
	var list []string
	fact := func(when bool, format string, args ...any) {
		if when {
			list = append(list, "- "+fmt.Sprintf(format, args...))
		}
	}
	fact(t.Identity != nil, "It has no name in Atlas: `metadata.name` is yours alone, for references and addresses. Atlas is asked for the object with the same %s; another one in a document means another object.", code(t.Identity))
	fact(t.LastTakesParent, "With the last one in it Atlas deletes the %s as well.", t.Parent)
	fact(t.Loses != "", "A deletion destroys %s.", t.Loses)
	fact(t.Allow != "", "A deletion needs `--allow %s`.", t.Allow)
	fact(t.Root, "It is deleted only when everything in it is deleted by the same plan, and never replaced.")
	for _, path := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[path]
		fact(f.Metadata != "", "`metadata.%s` is `%s` in Atlas. %s", f.Metadata, path, about(f, !t.Root))
	}
	fact(t.Protection != "", "`%s: true` keeps it from being deleted, whatever the flags say.", t.Protection)
	fact(t.FullUpdate, "Atlas replaces it whole on every update, secrets included: they are sent again each time.")
	fact(t.Expires.Path != "", "Atlas deletes it on its `%s`. From then on a plan says so, and does not create it again.", t.Expires.Path)
	fact(t.Expires.Within > 0, "Atlas takes a `%s` of at most %s ahead; a plan with a later one is blocked.", t.Expires.Path, span(t.Expires.Within))
	fact(t.AddFirst, "What is to go is deleted when all that is to come or to change beside it is there.")
	fact(len(t.Pins) > 0, "It keeps what it refers to: Atlas deletes no %s as long as one is there that names it, so that a plan takes those along.", kinds(t.Pins))
	fact(len(t.Houses) > 0, "What Atlas puts into it (%s) comes after it, and leaves before it goes. As long as anything is in it, be it in no file, Atlas neither changes nor deletes it: a plan blocks that and says what it is, and `--prune` leaves it alone.", kinds(slices.Sorted(maps.Keys(t.Houses))))
	fact(t.MadeAlong, "Atlas makes such ones by itself as well. One that no file mentions keeps no project from being deleted: it goes with it, and the plan says so.")
	fact(t.NameSpace != "", "It shares its names with every other kind of cluster in the project.")
	fact(true, "It may take %s to become ready, or to vanish; `metadata.timeout` says otherwise.", span(t.Timeout))
	fact(len(t.Announce) > 0, "After an apply, and with `export --status`, there is: %s.", code(t.Announce))
	p.line("%s", strings.Join(list, "\n"))
}
