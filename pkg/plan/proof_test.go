package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestApprovalUndone holds what a plan does not have any more against what is known, by
// the record of the approved plan and by its marker.
func TestApprovalUndone(t *testing.T) {
	t.Parallel()
	old, moved := flex("old"), flex("moved")
	doc := func(body string) []spec.Resource { return []spec.Resource{document(t, moved, body)} }
	west := strings.Replace(aws, "US_EAST_1", "US_WEST_2", 1)
	leaving := live(t, old, aws)
	leaving.Phase = spec.Deleting
	hidden := spec.Resource{Addr: old, Phase: spec.Unavailable}
	other := live(t, old, aws)
	other.ID = "another"
	sent := func(string) bool { return true }
	const is = " was approved, is not in this plan, and "
	for _, tc := range []struct {
		name string
		addr spec.Address
		e    plan.Evidence
		want string
	}{
		{"gone", old, plan.Evidence{Live: []spec.Resource{live(t, flex("tagged"), aws)}}, ""},
		{"going", old, plan.Evidence{Live: []spec.Resource{leaving}}, ""},
		{"another one", old, plan.Evidence{Live: []spec.Resource{other}}, ""},
		{"still there", old, plan.Evidence{Live: []spec.Resource{live(t, old, aws)}}, "delete" + is + "is not done: it is still there"},
		{"deleted, says a journal", old, plan.Evidence{Live: []spec.Resource{live(t, old, aws)}, Sent: sent}, "delete" + is + "is not done: it is still there"},
		{"not to be seen", old, plan.Evidence{Live: []spec.Resource{hidden}}, "delete" + is + "is not done: nothing tells whether it is there"},
		{"the same document", moved, plan.Evidence{Documents: doc(west)}, ""},
		{"another document", moved, plan.Evidence{Documents: doc(aws)}, "replace" + is + "is not done: its document is another one by now"},
		{"another document, half done", moved, plan.Evidence{Documents: doc(aws), Sent: sent}, "replace" + is + "is not done: its document is another one by now"},
		{"absent by now", moved, plan.Evidence{Documents: doc("absent")}, "replace" + is + "is not done: its document is another one by now"},
		{"gone by now", moved, plan.Evidence{Documents: []spec.Resource{{Addr: moved, Absent: true, Gone: true}}}, "replace" + is + "is not done: no file declares it any more"},
		{"no document", moved, plan.Evidence{}, "replace" + is + "is not done: no file declares it any more"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := everyAction(t, asIs)
			fromMarker, err := plan.ReadMarker([]byte(render.Markdown(p, render.MarkdownOptions{})))
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range []*plan.Approval{approve(t, p), fromMarker} {
				var got string
				for _, d := range a.Undone([]string{tc.addr.String()}, tc.e) {
					got += d.Text
				}
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
		})
	}
}

// TestApprovalUndoneSecrets takes nobody's word for a secret that was sent again but that
// of a journal.
func TestApprovalUndoneSecrets(t *testing.T) {
	t.Parallel()
	addr := connection("clicks", "kafka")
	want := []spec.Resource{document(t, workspace("clicks"), virginia), document(t, addr, kafka+", "+scram)}
	p, err := plan.Compute(want, masked([]spec.Resource{
		live(t, workspace("clicks"), virginia), live(t, addr, kafka+", "+scram),
	}, want...), plan.Flags{Rotate: []spec.Address{addr}})
	if err != nil {
		t.Fatal(err)
	}
	a := approve(t, p)
	if diffs := a.Undone([]string{addr.String()}, plan.Evidence{Documents: want}); len(diffs) != 1 || !strings.Contains(diffs[0].Text, "nothing shows whether it is done") {
		t.Errorf("got %v", diffs)
	}
	if diffs := a.Undone([]string{addr.String()}, plan.Evidence{Documents: want, Sent: func(string) bool { return true }}); len(diffs) > 0 {
		t.Errorf("a journal is not believed: %v", diffs)
	}
}

// TestDocumentRemembers tells a document that makes a field go back to its default
// from one that says nothing of it.
func TestDocumentRemembers(t *testing.T) {
	t.Parallel()
	was := document(t, flex("a"), "terminationProtectionEnabled: true, "+aws)
	now := document(t, flex("a"), aws)
	back := now
	back.Earlier = &was
	if plan.Document(now) == plan.Document(back) {
		t.Error("they are the same")
	}
	same := now
	same.Earlier = &now
	if plan.Document(now) != plan.Document(same) {
		t.Error("a document that has not changed is another one")
	}
}

// TestApprovalUndoneInside looks for what lived in an object without a name: that
// can be told when a document says which one that was, though it is gone.
func TestApprovalUndoneInside(t *testing.T) {
	t.Parallel()
	service := spec.Address{Project: "shop", Kind: spec.KindPrivateEndpointService, Name: "here"}
	addr := spec.Address{Project: "shop", Kind: spec.KindPrivateEndpoint, Parent: "here", Name: "app"}
	const virginia, ireland = "providerName: AWS, region: US_EAST_1", "providerName: AWS, region: EU_WEST_1"
	kept, endpoint := document(t, service, virginia), live(t, addr, "id: vpce-0123456789abcdef0")
	gone := spec.Resource{Addr: addr, Absent: true, Means: endpoint.Body}
	p, err := plan.Compute([]spec.Resource{kept, gone}, []spec.Resource{live(t, service, virginia), endpoint}, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	a := approve(t, p)
	other := live(t, spec.Address{Project: "shop", Kind: spec.KindPrivateEndpointService, Name: "aws-eu-west-1"}, ireland)
	for _, test := range []struct {
		name string
		e    plan.Evidence
		want int
	}{
		{"its service is gone with it", plan.Evidence{Documents: []spec.Resource{kept, gone}, Live: []spec.Resource{other}}, 0},
		{"no document tells of its service", plan.Evidence{Documents: []spec.Resource{gone}, Live: []spec.Resource{other}}, 1},
		{"it is there", plan.Evidence{Documents: []spec.Resource{kept, gone}, Live: []spec.Resource{live(t, service, virginia), endpoint}}, 1},
	} {
		if diffs := a.Undone([]string{addr.String()}, test.e); len(diffs) != test.want {
			t.Errorf("%s: %v", test.name, diffs)
		}
	}
}
