package remote_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestWhatIsGoneIsNotThere has Atlas go on to show what it has deleted, in a state
// that says so: nobody waits for that, and it holds no place.
func TestWhatIsGoneIsNotThere(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		list, document, object string
	}{
		{"privateLinkConnections", privateLink("brokers", mskLink), `{"_id":"` + objectID + `","provider":"AWS","vendor":"MSK","arn":"arn:aws:kafka:us-east-1:1:cluster/a","state":"DELETED"}`},
		{"processors", doc("StreamProcessor", "workspace: clicks, name: copy", `{pipeline: [{$source: {connectionName: a}}, {$emit: {connectionName: b}}]}`), `{"_id":"` + objectID + `","name":"copy","pipeline":[],"state":"DROPPED"}`},
	} {
		want := load(t, projectID, tc.document)[0]
		t.Run(string(want.Addr.Kind), func(t *testing.T) {
			t.Parallel()
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(func(w http.ResponseWriter, r *http.Request) {
				body := tc.object
				switch collection := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]; collection {
				case "streams":
					body = `{"results":[{"_id":"` + strings.Repeat("0", 24) + `","name":"clicks"}]}`
				case "connections":
					body = `{"results":[{"name":"a","type":"Sample"},{"name":"b","type":"Sample"}]}`
				case tc.list:
					body = `{"results":[` + tc.object + `]}`
				case "processors", "privateLinkConnections":
					body = `{"results":[]}`
				}
				answers(http.StatusOK, "application/json", body)(w, r)
			})})
			found, err := c.Fetch(t.Context(), []spec.Resource{want}, remote.FetchOptions{})
			if slices.ContainsFunc(found, func(r spec.Resource) bool { return r.Addr.Kind == want.Addr.Kind }) || err != nil {
				t.Errorf("got %v, %v, want none of its kind", found, err)
			}
			want.ID = objectID
			if live, err := c.Read(t.Context(), want); live != nil || err != nil {
				t.Errorf("got %v, %v, want nothing", live, err)
			}
			if err := c.WaitGone(t.Context(), want, nil); err != nil {
				t.Error(err)
			}
		})
	}
}
