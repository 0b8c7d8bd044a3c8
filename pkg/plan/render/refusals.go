package render

import (
	"github.com/atlasctl/atlasctl/pkg/plan"
)

// refusal as JSON has it.
type refusalRecord struct {
	Rule    string `json:"rule"`
	Project string `json:"project"`
	Kind    string `json:"kind,omitempty"`
	Origin  origin `json:"origin"`
	Text    string `json:"text"`
}

func refusalRecords(p *plan.Plan) []refusalRecord {
	return each(p.Refusals, func(r plan.Refusal) refusalRecord {
		return refusalRecord{r.Rule, r.Project, string(r.Kind), origin(r.Origin), r.Text}
	})
}

// refusals says which rules are in the way of the plan.
func (t *printer) refusals(list []plan.Refusal) {
	for _, r := range list {
		t.print(t.theme.Warning.Render("apply would be refused"), " by ", place(r.Origin), " ", printable(r.Text),
			"; --override ", r.Rule, " lets it pass\n")
	}
}

func refusalList(p *plan.Plan) string {
	return section("### Refused", each(p.Refusals, func(r plan.Refusal) string {
		return "- Apply would be refused by " + code(r.Origin.String()) + " " + prose(r.Text) + "; " + code("--override "+r.Rule) + " lets it pass"
	}))
}
