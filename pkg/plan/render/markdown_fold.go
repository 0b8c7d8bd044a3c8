package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// unfolded is the number of lines up to which a project's changes are open to
// begin with: a small plan should not need a click.
const unfolded = 40

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

// foldout has all changes of one project. Headings stand outside the fences: a
// reader finds every address without reading the fields.
type foldout struct {
	summary string
	pieces  []*piece
	open    bool // something of it is shown
}

func (m *markdown) foldout(project *part, d density) *foldout {
	f := &foldout{summary: fmt.Sprintf("<b>%s</b>: %s", markup(project.of.Project), tally(project.plan.Summary()))}
	for _, op := range project.plan.Operations {
		head, fields := ranked(op.Action, d)
		head.text = m.heading(op.Addr, fate(op.Action), op.Origin, op.Stood)
		fields.text = fence(fieldLines(op.Addr.Kind, op.Action, op.Fields, op.Unchanged))
		f.add(head, fields)
	}
	for _, b := range project.plan.Blocked {
		f.add(
			piece{class: classUpdate, text: m.heading(b.Addr, cannot(b.Action), b.Origin, b.Stood), lost: lost{"the headings of ", "blocked resource"}},
			piece{class: classRestFields, text: fence(fieldLines(b.Addr.Kind, b.Action, b.Fields, 0)), lost: lost{"the fields of ", "blocked resource"}},
		)
	}
	return f
}

// ranked gives the heading of an operation and its fields, without their texts.
func ranked(a plan.Action, d density) (head, fields piece) {
	noun := nounOf(a)
	head, fields = piece{class: classUpdate, lost: lost{noun: noun}}, piece{class: classRestFields, lost: lost{"the fields of ", noun}}
	switch {
	case a == plan.Create:
		head.class, fields.class = classCreate, classCreateFields
	case a == plan.Update:
		fields.class = classUpdateFields
	case d >= compact: // they are named in lists already
		head.class, head.lost.part = classRestFields, "the headings of "
	default:
		head.class = classDestroyed
	}
	return head, fields
}

func nounOf(a plan.Action) string {
	return [...]string{plan.Create: "creation", plan.Update: "update", plan.Replace: "replacement", plan.Delete: "deletion"}[a]
}

// add adds a resource, with its fields if they give any lines.
func (f *foldout) add(head, fields piece) {
	head.count, head.in = 1, f
	f.pieces = append(f.pieces, &head)
	if fields.text != "" {
		fields.count, fields.in, fields.under = 1, f, &head
		f.pieces = append(f.pieces, &fields)
	}
}

// String writes what is shown of a fold, and at its end what is not.
func (f *foldout) String() string {
	if !f.open {
		return ""
	}
	blocks, open := kept(f.pieces), ""
	if len(blocks) < len(f.pieces) {
		blocks = append(blocks, "Not all of it is shown.")
	}
	body := strings.Join(blocks, "\n\n")
	if strings.Count(body, "\n") <= unfolded {
		open = " open"
	}
	return fmt.Sprintf("<details%s>\n<summary>%s</summary>\n\n%s\n\n</details>", open, f.summary, body)
}

// fence gives the lines of a resource as a diff: signs in column 0, and "!" is
// the one that such a diff has for a change. No lines give no fence.
func fence(lines []line) string {
	if len(lines) == 0 {
		return ""
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
	return marks + "diff\n" + b.String() + marks
}
