package render

import (
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

const (
	margin = 6 // columns before the fields of a resource
	step   = 4 // columns a level
)

// Text renders a plan for a terminal. It ends in one newline and has no
// trailing spaces; with the zero theme it has no escape codes either.
func Text(p *plan.Plan, th Theme) string {
	t := &printer{theme: th}
	t.legend(p)
	for _, op := range p.Operations {
		t.resource(op.Action, op.Addr, fate(op.Action), op.Origin, op.Stood)
		for _, h := range op.Hazards {
			t.warning(h.Text)
		}
		t.lines(fieldLines(op.Addr.Kind, op.Action, op.Fields, op.Unchanged))
		t.print("\n")
	}
	t.blocked(p.Blocked)
	t.notices(p.Notices)
	t.ending(p)
	return t.String()
}

// printer builds the text. Styles are put on words, never on a line with its
// indentation: lipgloss pads what has several lines, and coloured blanks are
// no use to anyone.
type printer struct {
	strings.Builder
	theme Theme
}

func (t *printer) print(parts ...string) {
	for _, s := range parts {
		t.WriteString(s)
	}
}

// legend explains the signs that the plan uses.
func (t *printer) legend(p *plan.Plan) {
	if p.Empty() {
		return
	}
	used, warned := map[plan.Action]bool{}, len(p.Blocked) > 0
	for _, op := range p.Operations {
		used[op.Action] = true
		warned = warned || len(op.Hazards) > 0
	}
	for _, b := range p.Blocked {
		used[b.Action] = true
	}
	t.print("Symbols in this plan:\n")
	for _, a := range []plan.Action{plan.Create, plan.Update, plan.Replace, plan.Delete} {
		if used[a] {
			t.sign(signOf(a), meaning(a), "\n")
		}
	}
	if warned {
		t.sign(signWarn, "read this before you approve\n")
	}
	t.print("\n")
}

// sign prints a sign of the left margin. Signs are set right, so that what
// follows stands below each other.
func (t *printer) sign(sign string, parts ...string) {
	t.print(blanks(3-len(sign)), t.theme.sign(sign), " ")
	t.print(parts...)
}

// resource prints the heading of a resource.
func (t *printer) resource(a plan.Action, addr spec.Address, what string, o, stood spec.Origin) {
	t.sign(signOf(a), t.theme.Strong.Render(printable(addr.String())), " ", what, " ",
		t.theme.Faint.Render("("+placeOrStood(o, stood)+")"), "\n")
}

func (t *printer) lines(lines []line) {
	for _, l := range lines {
		t.print(blanks(margin+step*l.depth), t.theme.sign(l.sign), " ", l.body(t.theme), "\n")
	}
}

// body writes a line without its sign.
func (l line) body(th Theme) string {
	if l.sign == signNote {
		return th.Faint.Render(l.after)
	}
	var parts []string
	if l.key != "" {
		parts = append(parts, l.key+":")
	}
	if l.before != "" {
		parts = append(parts, l.before, th.Faint.Render("->"))
	}
	if l.after != "" {
		parts = append(parts, l.after)
	}
	if l.note != "" {
		parts = append(parts, th.Warning.Render(signNote+" "+l.note))
	}
	return strings.Join(parts, " ")
}

func (t *printer) warning(text string) {
	t.print(blanks(margin), t.theme.sign(signWarn), " ", printable(text), "\n")
}

// blocked lists what cannot be done. It comes after what can.
func (t *printer) blocked(list []plan.Blocked) {
	if len(list) == 0 {
		return
	}
	t.print(t.theme.Warning.Render("Blocked:"), "\n\n")
	for _, b := range list {
		t.resource(b.Action, b.Addr, cannot(b.Action), b.Origin, b.Stood)
		t.warning(b.Reason)
		t.lines(fieldLines(b.Addr.Kind, b.Action, b.Fields, 0))
		t.print("\n")
	}
}

func (t *printer) notices(list []plan.Notice) {
	for _, n := range list {
		t.print(t.theme.Strong.Render("Notice:"), " ")
		if n.Addr != (spec.Address{}) {
			t.print(printable(n.Addr.String()), ": ")
		}
		t.print(printable(n.Text))
		if n.Origin.File != "" {
			t.print(" ", t.theme.Faint.Render("("+place(n.Origin)+")"))
		}
		t.print("\n")
	}
	if len(list) > 0 {
		t.print("\n")
	}
}

// ending sums up.
func (t *printer) ending(p *plan.Plan) {
	if text := unmanaged(p.Unmanaged); text != "" {
		t.print(text, "\n\n")
	}
	if p.Empty() {
		t.print(t.theme.Strong.Render("No changes."), " ", noChanges, "\n")
	} else {
		t.print(t.theme.Strong.Render("Plan:"), " ", tally(p.Summary()), ".\n")
	}
	if flag := needs(p); flag != "" {
		t.print("apply needs ", t.theme.Warning.Render(flag), "\n")
	}
	t.refusals(p.Refusals)
	t.print("Digest: ", p.Digest(), "\n")
}

func blanks(n int) string { return strings.Repeat(" ", n) }
