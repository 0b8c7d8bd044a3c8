package plan_test

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestRecheckJudgesAgain has a processor get into another state between plan and
// write: what the plan would have blocked then, or what costs more than it said, is a
// conflict.
func TestRecheckJudgesAgain(t *testing.T) {
	t.Parallel()
	const created, started, stopped = ", state: CREATED", ", state: STARTED", ", state: STOPPED"
	p := processor("p")
	for _, test := range []struct {
		name, want, live, fresh, conflict string
	}{
		{"it stands still", "", stopped, stopped, ""},
		{"it was started", "", stopped, started, "declare state: STARTED"},
		{"it was started, as the document wants", started, stopped, started, "this now stops it and starts it again, which the plan did not say"},
		{"it runs as planned", started, started, started, ""},
		{"it was stopped", started, started, stopped, `state: the plan saw "STARTED", now it is "STOPPED"`},
		{"it has a checkpoint by now", ", options: {resumeFromCheckpoint: false}", created, stopped, "this now drops its checkpoint"},
		{"it had a checkpoint", ", options: {resumeFromCheckpoint: false}", stopped, stopped, ""},
		{"it was never started", stopped, stopped, created, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			made := compute(t, document(t, p, pipeline("2")+test.want), live(t, p, pipeline("1")+test.live))
			if len(made.Operations) != 1 {
				t.Fatalf("planned %d operations, blocked %v", len(made.Operations), made.Blocked)
			}
			body, conflicts := made.Operations[0].Recheck(live(t, p, pipeline("1")+test.fresh).Body)
			var texts []string
			for _, c := range conflicts {
				texts = append(texts, c.String())
			}
			text := strings.Join(texts, "; ")
			if test.conflict == "" && (text != "" || body == nil) || !strings.Contains(text, test.conflict) {
				t.Errorf("got %q, want %q", text, test.conflict)
			}
		})
	}
}

// TestApprovalCoversCosts approves a change of a processor that has no checkpoint yet:
// that says nothing about one that has.
func TestApprovalCoversCosts(t *testing.T) {
	t.Parallel()
	p := processor("p")
	want := document(t, p, pipeline("2")+", options: {resumeFromCheckpoint: false}")
	digests := map[string]string{}
	for _, state := range []string{"CREATED", "STOPPED", "FAILED"} {
		now := live(t, p, pipeline("1")+", state: "+strings.Replace(state, "FAILED", "STOPPED", 1))
		if state == "FAILED" {
			now.Body.(*spec.StreamProcessor).State, now.State, now.Phase = nil, state, spec.Failed
		}
		digests[state] = compute(t, want, now).Digest()
	}
	if digests["CREATED"] == digests["STOPPED"] || digests["STOPPED"] != digests["FAILED"] {
		t.Errorf("got %v, want another one for what has no checkpoint", digests)
	}
	approval := approve(t, compute(t, want, live(t, p, pipeline("1")+", state: CREATED")))
	_, diffs := approval.Left(compute(t, want, live(t, p, pipeline("1")+", state: STOPPED")), nil)
	if len(diffs) != 1 || !strings.Contains(diffs[0].Text, "costs more than was approved, since it is in another state: drops-checkpoint") {
		t.Errorf("got %v", diffs)
	}
}
