package main

import (
	"errors"
	"fmt"
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

// TestWhatWasLeft tells apart what a run that is not complete can go on with.
func TestWhatWasLeft(t *testing.T) {
	t.Parallel()
	addr := spec.Address{Project: "demo", Kind: spec.KindStreamConnection, Parent: "clicks", Name: "kafka"}
	next := &plan.Plan{Operations: []plan.Operation{{Action: plan.Update, Addr: addr}}}
	edited := &plan.Plan{Blocked: []plan.Blocked{{Action: plan.Update, Addr: addr, Reason: "it is paused"}}}
	for name, test := range map[string]struct {
		err   error
		next  *plan.Plan
		want  string
		other bool
	}{
		"a failure, and something else that somebody changed": {
			errors.New("403"), next,
			"The next plan: 0 to add, 1 to change, 0 to destroy; plan and apply again, since --resume takes only what was approved.", true,
		},
		"what was done, changed by somebody in a way that cannot be undone": {
			nil, edited,
			"unconfirmed: demo/StreamConnection/clicks/kafka is done, and is not as the file wants it any more: it is paused " +
				"The next plan: 0 to add, 0 to change, 0 to destroy, 1 blocked; plan and apply again.", false,
		},
		"a failure": {errors.New("403"), next, "The next plan: 0 to add, 1 to change, 0 to destroy; apply --resume continues this one.", false},
		"a conflict": {
			fmt.Errorf("delete: %w", &apply.ConflictError{}), next,
			"The next plan: 0 to add, 1 to change, 0 to destroy; plan and apply again, since --resume takes only what was approved.", false,
		},
		"a secret that was not sent": {errors.New("403"), &plan.Plan{}, "The next plan is empty, which shows no secrets; apply --resume continues this one.", false},
		"nothing":                    {nil, &plan.Plan{}, "Confirmed: the next plan is empty.", false},
	} {
		outcome := apply.Outcome{Addr: addr, Action: plan.Update, State: apply.Done, Err: test.err}
		if test.err != nil {
			outcome.State = apply.Failed
		}
		end := ending{result: apply.Result{Outcomes: []apply.Outcome{outcome}}, after: aftermath{next: test.next, stuck: test.next.Blocked, other: test.other}}
		if got := nextSteps(end); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, test.want)
		}
	}
}
