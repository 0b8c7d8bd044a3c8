package plan_test

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestApprovalOfWhatWasLeftStopped holds what is left of an update that stops and
// starts something against its approval, after a run that ended in between.
func TestApprovalOfWhatWasLeftStopped(t *testing.T) {
	t.Parallel()
	const running, stopped = ", state: STARTED", ", state: STOPPED"
	p := processor("p")
	want := document(t, p, pipeline("2")+running)
	approval := approve(t, compute(t, want, live(t, p, pipeline("1")+running)))
	for _, test := range []struct {
		name, live string
		want       spec.Resource
		begun      bool
		accepted   bool
	}{
		{"nothing was done", pipeline("1") + running, want, false, true},
		{"it was stopped", pipeline("1") + stopped, want, true, true},
		{"it was stopped and changed", pipeline("2") + stopped, want, true, true},
		{"somebody stopped it before the run", pipeline("1") + stopped, want, false, false},
		{"somebody changed it as well", pipeline("3") + stopped, want, true, false},
		{"the document wants something else", pipeline("1") + stopped, document(t, p, pipeline("4")+running), true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			now := compute(t, test.want, live(t, p, test.live))
			_, diffs := approval.Left(now, func(op plan.Operation) bool { return test.begun && len(op.Fields) == 0 })
			if accepted := len(diffs) == 0; accepted != test.accepted {
				t.Errorf("accepted: %t, want %t; %v", accepted, test.accepted, diffs)
			}
		})
	}
}

// TestWordsOfWhatMayBeLeft say what to do where nobody knows who has left it so: a
// run that ended in between, or somebody who has stopped it.
func TestWordsOfWhatMayBeLeft(t *testing.T) {
	t.Parallel()
	const running, stopped = ", state: STARTED", ", state: STOPPED"
	const words = "; an apply that ended in between leaves it so, and so may somebody: with the journal of that apply --resume goes on, without it approve the plan anew"
	p := processor("p")
	want := document(t, p, pipeline("2")+running)
	approval := approve(t, compute(t, want, live(t, p, pipeline("1")+running)))
	for name, test := range map[string]struct {
		live string
		told bool
	}{
		"it was stopped":             {pipeline("1") + stopped, true},
		"it was stopped and changed": {pipeline("2") + stopped, true},
		"somebody changed it":        {pipeline("3") + stopped, false},
	} {
		_, diffs := approval.Left(compute(t, want, live(t, p, test.live)), nil)
		if len(diffs) != 1 || strings.HasSuffix(diffs[0].Text, words) != test.told {
			t.Errorf("%s: got %+v, told: %t", name, diffs, test.told)
		}
	}
}

// TestApprovalOfAReplacementLeftStopped does so for a deletion that begins with a
// stop: what it lives beside is replaced, and it goes and comes back.
func TestApprovalOfAReplacementLeftStopped(t *testing.T) {
	t.Parallel()
	const running, stopped = ", state: STARTED", ", state: STOPPED"
	c, p := connection("w", "c"), processor("p")
	want := func(body string) []spec.Resource {
		return []spec.Resource{document(t, c, "type: Cluster, clusterName: big, dbRoleToExecute: {role: readAnyDatabase, type: BUILT_IN}"), document(t, p, body)}
	}
	planned := func(want []spec.Resource, state string) *plan.Plan {
		now, err := plan.Compute(want, []spec.Resource{live(t, c, "type: Sample"), live(t, p, pipeline("1")+state)}, plan.Flags{})
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	approval := approve(t, planned(want(pipeline("1")+running), running))
	for _, test := range []struct {
		name     string
		want     []spec.Resource
		begun    bool
		accepted bool
	}{
		{"its deletion stopped it", want(pipeline("1") + running), true, true},
		{"somebody stopped it before the run", want(pipeline("1") + running), false, false},
		{"it comes back otherwise", want(pipeline("2") + running), true, false},
	} {
		_, diffs := approval.Left(planned(test.want, stopped), func(op plan.Operation) bool { return test.begun && len(op.Fields) == 0 })
		if accepted := len(diffs) == 0; accepted != test.accepted {
			t.Errorf("%s: accepted: %t, want %t; %v", test.name, accepted, test.accepted, diffs)
		}
	}
}
