package main

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestWhatCanBeContinued offers --resume only where the journal has something
// left: what was done and did not stay is a matter for another plan.
func TestWhatCanBeContinued(t *testing.T) {
	t.Parallel()
	addr := spec.Address{Project: "demo", Kind: spec.KindStreamWorkspace, Name: "clicks"}
	next := &plan.Plan{Operations: []plan.Operation{{Action: plan.Create, Addr: addr}}}
	for state, want := range map[apply.State]bool{apply.Done: false, apply.Skipped: true} {
		end := ending{
			result: apply.Result{Outcomes: []apply.Outcome{{Addr: addr, Action: plan.Create, State: state}}},
			after:  aftermath{next: next, again: next.Operations},
		}
		text := string(summary(end, render.Theme{}))
		if got := strings.Contains(text, "apply --resume continues this one"); got != want {
			t.Errorf("%s: offered %t, want %t:\n%s", state, got, want, text)
		}
	}
}
