package remote_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// TestWaitOutlivesFailedLists has lists fail while something comes about: what
// was written is not undone by that. When they all fail, the wait ends.
func TestWaitOutlivesFailedLists(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		fails func(list int) bool
		want  string
	}{
		{"four in a row", func(list int) bool { return list <= 4 }, ""},
		{"every other one", func(list int) bool { return list%2 == 0 }, ""},
		{"all", func(int) bool { return true }, "502 Bad Gateway"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &atWork{names: []string{"c"}, state: after(20*time.Second, "PENDING", "READY"), begun: time.Now()}
				lists := 0
				c := connect(t, remote.Config{
					Credentials: remote.Token("token"), Clock: bubbleClock{},
					Transport: handled(func(w http.ResponseWriter, r *http.Request) {
						if lists++; tc.fails(lists) {
							w.WriteHeader(http.StatusBadGateway)
							return
						}
						a.ServeHTTP(w, r)
					}),
				})
				_, err := c.WaitReady(t.Context(), connection("c"), nil)
				if tc.want == "" && err != nil {
					t.Error(err)
				}
				if tc.want != "" {
					wantText(t, err, tc.want)
				}
			})
		})
	}
}
