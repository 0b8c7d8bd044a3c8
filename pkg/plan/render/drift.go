package render

import (
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// DriftText renders a drift for a terminal, under the rules of [Text].
func DriftText(d *plan.Drift, th Theme) string {
	t := &printer{theme: th}
	if d.Count(plan.Changed) > 0 {
		t.print(driftLegend, ":\n\n")
	}
	for _, r := range d.Resources {
		t.sign(deviationSign(r.How), th.Strong.Render(printable(r.Addr.String())), " ", deviationWords(r.How), " ",
			th.Faint.Render("("+place(r.Origin)+")"), "\n")
		if r.Reason != "" {
			t.warning(r.Reason)
		}
		t.lines(deviationLines(r))
		if r.Trace != nil {
			t.lines([]line{{sign: signNote, after: printable(traceWords(*r.Trace))}})
		}
		t.print("\n")
	}
	t.notices(d.Notices)
	if text := unmanaged(d.Unmanaged); text != "" {
		t.print(text, "\n\n")
	}
	verdict, rest := driftVerdict(d)
	t.print(th.Strong.Render(verdict), " ", rest, "\n")
	return t.String()
}

const driftLegend = "In the files -> in Atlas"

func driftVerdict(d *plan.Drift) (verdict, rest string) {
	if len(d.Resources) == 0 {
		return "No drift.", fmt.Sprintf("Atlas agrees with the files about %s.", spec.Count(d.Compared, "resource"))
	}
	rest = fmt.Sprintf("%d changed, %d missing, %d unwanted", d.Count(plan.Changed), d.Count(plan.Missing), d.Count(plan.Unwanted))
	if n := d.Count(plan.Unseen); n > 0 {
		rest += fmt.Sprintf(", %d unseen", n)
	}
	return "Drift:", rest + fmt.Sprintf(", of %s.", spec.Count(d.Compared, "resource"))
}

func deviationSign(how plan.Deviation) string {
	switch how {
	case plan.Changed:
		return signChange
	case plan.Missing:
		return signRemove
	case plan.Unwanted:
		return signAdd
	case plan.Unseen:
		return signWarn
	}
	return signNote
}

func deviationWords(how plan.Deviation) string {
	switch how {
	case plan.Changed:
		return "is not as the file says"
	case plan.Missing:
		return "is not there"
	case plan.Unwanted:
		return "is there, and should be absent"
	case plan.Unseen:
		return "cannot be seen"
	}
	return ""
}

// deviationText says on one line how a resource differs.
func deviationText(d plan.Drifted) string {
	text := deviationWords(d.How)
	if d.Reason != "" {
		text += ": " + d.Reason
	}
	if len(d.Fields) > 0 {
		text += ": " + strings.Join(each(d.Fields, func(f plan.Deviating) string { return strings.Join(f.Path, ".") }), ", ")
	}
	return text
}

// deviationLines shows what came after the file on the right, as in any diff.
func deviationLines(r plan.Drifted) []line {
	fields := make([]plan.Field, len(r.Fields))
	for i, f := range r.Fields {
		fields[i] = plan.Field{Path: f.Path, Members: f.Members, Before: f.File, After: f.Live}
	}
	return fieldLines(r.Addr.Kind, plan.Update, fields, 0)
}

// traceWords says when and by whom, and does not say more than Atlas does.
func traceWords(t plan.Trace) string {
	by := t.By
	if by == "" {
		by = "somebody whom Atlas does not name"
	}
	when := t.Time.UTC().Format("2006-01-02 15:04:05 UTC")
	if t.Certain {
		return fmt.Sprintf("last change %s by %s (%s)", when, by, t.Event)
	}
	return fmt.Sprintf("perhaps %s by %s (%s, which does not say of what)", when, by, t.Event)
}
