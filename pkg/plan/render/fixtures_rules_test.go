package render_test

import "github.com/atlasctl/atlasctl/pkg/plan"

// breaksRules is a plan that breaks rules, one of which has a file with a name that
// means no good.
func breaksRules() *plan.Plan {
	p := deletion()
	p.Ground = plan.Ground{Atlas: "https://cloud.mongodb.com", ProjectIDs: map[string]string{"payments-prod": "5f1b2c3d4e5f6a7b8c9d0e1f"}}
	p.Refusals = []plan.Refusal{
		{Rule: "max-deletes", Project: "payments-prod", Origin: at("atlasctl.yaml", 7), Text: "max-deletes 1: 2 deletes in payments-prod"},
		{
			Rule: "max-percent", Project: "payments-prod", Kind: "StreamConnection", Origin: at("`</details>\x1b[31m/atlasctl.yaml", 9),
			Text: "max-percent 20: 1 of 1 live StreamConnection in <b>payments\nprod</b> updated, replaced or deleted",
		},
	}
	return p
}
