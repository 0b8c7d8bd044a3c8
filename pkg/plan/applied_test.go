package plan_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// TestAppliedReadsBack finds in a comment what was applied, and takes nothing else
// for it.
func TestAppliedReadsBack(t *testing.T) {
	t.Parallel()
	want := &plan.Applied{Digest: everyAction(t, asIs).Digest(), Time: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	for _, text := range []string{want.Line(), "**Apply complete:** 1 added\r\n\r\n" + want.Line() + "\r\n"} {
		got, err := plan.ReadApplied(text)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", text, err, diff)
		}
	}
	for _, text := range []string{"", "**Apply refused:** no", "say " + want.Line()} {
		if got, err := plan.ReadApplied(text); got != nil || err != nil {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{plan.AppliedStart, plan.AppliedStart + "{} -->", want.Line()[:60]} {
		if got, err := plan.ReadApplied(text); err == nil {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
