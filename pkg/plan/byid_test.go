package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestReferencesByID has a connection refer to a link by its ID: that is a reference
// as one by name is.
func TestReferencesByID(t *testing.T) {
	t.Parallel()
	const id, other = "aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbb"
	const body = "provider: AWS, vendor: S3, region: US_EAST_1, serviceEndpointId: com.amazonaws.us-east-1.s3"
	at := func(id string) string {
		return kafka + ", " + scram + ", networking: {access: {type: PRIVATE_LINK, connectionId: " + id + "}}"
	}
	link := live(t, spec.Address{Project: "shop", Kind: spec.KindStreamPrivateLink, Name: "l"}, body)
	link.ID = id
	gone := spec.Resource{Addr: link.Addr, Absent: true, Means: link.Body}
	c := connection("w", "c")
	for _, test := range []struct {
		name    string
		want    string
		actions []string
	}{
		{"it lets go first", at(other), []string{"replace shop/StreamConnection/w/c", "delete shop/StreamPrivateLink/l"}},
		{"it keeps the link", at(id), []string{"blocked delete shop/StreamPrivateLink/l"}},
	} {
		p, err := plan.Compute([]spec.Resource{gone, document(t, c, test.want)}, []spec.Resource{link, live(t, c, at(id))}, plan.Flags{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.actions, actions(p)); diff != "" {
			t.Errorf("%s: operations (-want +got):\n%s", test.name, diff)
		}
	}
}
