package render

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// TestRulesOfHazards wants a rule of its own for every hazard.
func TestRulesOfHazards(t *testing.T) {
	t.Parallel()
	for _, code := range plan.HazardCodes() {
		if ruleOf(code) == ruleOf("none such") {
			t.Errorf("%s has no rule", code)
		}
	}
}
