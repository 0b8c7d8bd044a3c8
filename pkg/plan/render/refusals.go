package render

import (
	"github.com/atlasctl/atlasctl/pkg/plan"
)

// refusalText says of a rule that it is in the way, where its place is shown.
func refusalText(r plan.Refusal) string {
	return "apply would be refused by " + r.Text + "; --override " + r.Rule + " lets it pass"
}

// refusals says which rules are in the way of the plan.
func (t *printer) refusals(list []plan.Refusal) {
	for _, r := range list {
		t.print(t.theme.Warning.Render("apply would be refused"), " by ", place(r.Origin), " ", printable(r.Text),
			"; --override ", r.Rule, " lets it pass\n")
	}
}

func (m *markdown) listRefusals() {
	for _, r := range m.plan.Refusals {
		text := "- Apply would be refused by " + m.place(r.Origin) + " " + prose(r.Text) + "; " + code("--override "+r.Rule) + " lets it pass"
		m.refused = append(m.refused, &piece{class: classHazard, text: text, lost: lost{noun: "refusal"}, count: 1})
	}
}
