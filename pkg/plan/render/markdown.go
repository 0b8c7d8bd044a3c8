package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// unfolded is the number of lines up to which a project's changes are open to
// begin with: a small plan should not need a click.
const unfolded = 40

// Markdown renders a plan for a review: the verdict, the counts, what needs a
// second look, and only then each project with its changes in a fold.
func Markdown(p *plan.Plan) string {
	parts := []string{verdict(p), countsTable(p), refusalList(p), blockedList(p), hazardList(p)}
	for _, project := range group(p, func(a spec.Address) spec.Address { return spec.Address{Project: a.Project} }) {
		parts = append(parts, fold(project))
	}
	parts = append(parts, noticeList(p), prose(unmanaged(p.Unmanaged)), "Digest: "+code(p.Digest()))
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "\n\n") + "\n"
}

func verdict(p *plan.Plan) string {
	if p.Empty() {
		return "**No changes.** " + noChanges
	}
	text := "**Plan:** " + tally(p.Summary()) + "."
	if flag := needs(p); flag != "" {
		text += " Apply needs " + code(flag) + "."
	}
	return text
}

// part is what a plan does to some of its resources.
type part struct {
	of   spec.Address // the parts of an address that they share
	plan plan.Plan
}

// group splits a plan by a part of the address, in the order of addresses.
func group(p *plan.Plan, by func(spec.Address) spec.Address) []*part {
	var parts []*part
	index := map[spec.Address]*part{}
	at := func(a spec.Address) *plan.Plan {
		key := by(a)
		if index[key] == nil {
			index[key] = &part{of: key}
			parts = append(parts, index[key])
		}
		return &index[key].plan
	}
	for _, op := range p.Operations {
		sub := at(op.Addr)
		sub.Operations = append(sub.Operations, op)
	}
	for _, b := range p.Blocked {
		sub := at(b.Addr)
		sub.Blocked = append(sub.Blocked, b)
	}
	slices.SortFunc(parts, func(a, b *part) int { return a.of.Compare(b.of) })
	return parts
}

func countsTable(p *plan.Plan) string {
	if p.Empty() {
		return ""
	}
	rows := []string{
		"| Project | Kind | Create | Update | Replace | Delete | Blocked |",
		"| --- | --- | ---: | ---: | ---: | ---: | ---: |",
	}
	byKind := func(a spec.Address) spec.Address { return spec.Address{Project: a.Project, Kind: a.Kind} }
	for _, kind := range group(p, byKind) {
		s := kind.plan.Summary()
		row := []string{prose(kind.of.Project), prose(string(kind.of.Kind))}
		for _, n := range []int{s.Create, s.Update, s.Replace, s.Delete, s.Blocked} {
			row = append(row, cell(n))
		}
		rows = append(rows, "| "+strings.Join(row, " | ")+" |")
	}
	return strings.Join(rows, "\n")
}

// cell leaves a zero out, so that the others stand out.
func cell(n int) string {
	if n == 0 {
		return " "
	}
	return strconv.Itoa(n)
}

func blockedList(p *plan.Plan) string {
	var items []string
	for _, b := range p.Blocked {
		items = append(items, "- "+heading(b.Addr, refusal(b.Action), b.Origin)+": "+prose(b.Reason))
	}
	return section("### Blocked", items)
}

// hazardList has those first that destroy something.
func hazardList(p *plan.Plan) string {
	var destroying, others []string
	for _, op := range p.Operations {
		if len(op.Hazards) == 0 {
			continue
		}
		texts := each(op.Hazards, func(h plan.Hazard) string { return prose(h.Text) })
		item := "- " + heading(op.Addr, fate(op.Action), op.Origin) + bullets(texts)
		if op.Action.Destroys() {
			destroying = append(destroying, item)
		} else {
			others = append(others, item)
		}
	}
	return section("### Hazards", append(destroying, others...))
}

// bullets ends an item with one text, or with a list of several.
func bullets(texts []string) string {
	if len(texts) == 1 {
		return ": " + texts[0]
	}
	return ":\n  - " + strings.Join(texts, "\n  - ")
}

func noticeList(p *plan.Plan) string {
	var items []string
	for _, n := range p.Notices {
		item := "- "
		if n.Addr != (spec.Address{}) {
			item += code(n.Addr.String()) + ": "
		}
		item += prose(n.Text)
		if n.Origin.File != "" {
			item += " (" + code(n.Origin.String()) + ")"
		}
		items = append(items, item)
	}
	return section("### Notices", items)
}

func section(title string, items []string) string {
	if len(items) == 0 {
		return ""
	}
	return title + "\n\n" + strings.Join(items, "\n")
}

// fold has all changes of one project. Headings stand outside the fences: a
// reader finds every address without reading the fields.
func fold(project *part) string {
	var blocks []string
	for _, op := range project.plan.Operations {
		blocks = append(blocks, heading(op.Addr, fate(op.Action), op.Origin))
		blocks = append(blocks, fence(fieldLines(op.Addr.Kind, op.Action, op.Fields, op.Unchanged))...)
	}
	for _, b := range project.plan.Blocked {
		blocks = append(blocks, heading(b.Addr, refusal(b.Action), b.Origin))
		blocks = append(blocks, fence(fieldLines(b.Addr.Kind, b.Action, b.Fields, 0))...)
	}
	body, open := strings.Join(blocks, "\n\n"), ""
	if strings.Count(body, "\n") <= unfolded {
		open = " open"
	}
	return fmt.Sprintf("<details%s>\n<summary><b>%s</b>: %s</summary>\n\n%s\n\n</details>",
		open, markup(project.of.Project), tally(project.plan.Summary()), body)
}

// heading names a resource, what happens to it and where it is declared.
func heading(addr spec.Address, what string, o spec.Origin) string {
	where := place(o)
	if o.File != "" {
		where = code(o.String())
	}
	return code(addr.String()) + " " + what + " (" + where + ")"
}

// fence gives the lines of a resource as a diff: signs in column 0, and "!" is
// the one that such a diff has for a change. No lines give no fence.
func fence(lines []line) []string {
	if len(lines) == 0 {
		return nil
	}
	var b strings.Builder
	for _, l := range lines {
		sign := l.sign
		if sign == signChange {
			sign = "!"
		}
		b.WriteString(sign + " " + blanks(2*l.depth) + l.body(Theme{}) + "\n")
	}
	marks := fenceFor(b.String())
	return []string{marks + "diff\n" + b.String() + marks}
}
