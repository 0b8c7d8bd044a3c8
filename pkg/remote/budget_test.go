package remote_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// estate declares a cluster, and connections that are spread over workspaces.
func estate(t testing.TB, project string, connections, workspaces int) []spec.Resource {
	t.Helper()
	docs := []string{flex("orders")}
	for w := range workspaces {
		docs = append(docs, workspace(fmt.Sprintf("w%03d", w)))
	}
	for c := range connections {
		docs = append(docs, sample(fmt.Sprintf("w%03d", c%workspaces), fmt.Sprintf("c%04d", c)))
	}
	return load(t, project, docs...)
}

// slow lets every request take one second, so that in a bubble of synctest the
// time that passes is the number of round trips, one after the other.
func slow(next http.RoundTripper) http.RoundTripper {
	return transport(func(r *http.Request) (*http.Response, error) {
		time.Sleep(time.Second)
		return next.RoundTrip(r)
	})
}

// TestRoundTripsOfAPlan is the promise of few requests, all at once: the number
// of round trips does not depend on how many resources there are.
func TestRoundTripsOfAPlan(t *testing.T) {
	t.Parallel()
	type plan struct {
		credentials    remote.Credentials
		byID           bool
		requests, deep int
	}
	for _, tc := range []struct {
		connections, workspaces int
		plans                   []plan
	}{
		// Challenge, look-up, and the lists: clusters twice, workspaces, and
		// two for each workspace. A service account has a token instead of a
		// challenge.
		{10, 1, []plan{{key, false, 1 + 1 + 3 + 2, 3}}},
		{10, 10, []plan{
			{key, false, 1 + 1 + 3 + 2*10, 3},
			{key, true, 1 + 3 + 2*10, 2},
			{account, false, 1 + 1 + 3 + 2*10, 3},
			{account, true, 1 + 3 + 2*10, 2},
		}},
		{1000, 10, []plan{
			{key, false, 1 + 1 + 3 + 2*10, 3},
			{key, true, 1 + 3 + 2*10, 2},
			{account, false, 1 + 1 + 3 + 2*10, 3},
			{account, true, 1 + 3 + 2*10, 2},
		}},
		// Connections share one: 256 lists are under way at once.
		{10, 126, []plan{{account, true, 1 + 3 + 2*126, 2}}},
		{10, 127, []plan{{account, true, 1 + 3 + 2*127, 3}}},
		// Three pages: that the second, full one is the last only the third
		// one tells.
		{1000, 1, []plan{
			{key, false, 1 + 1 + 3 + 3 + 1, 4},
			{key, true, 1 + 3 + 3 + 1, 3},
			{account, false, 1 + 1 + 3 + 3 + 1, 4},
			{account, true, 1 + 3 + 3 + 1, 3},
		}},
	} {
		emu, id := newEmulator(t, "demo")
		seed(t, emu, estate(t, "demo", tc.connections, tc.workspaces))
		for _, p := range tc.plans {
			t.Run(fmt.Sprintf("%d in %d by ID %t with %s", tc.connections, tc.workspaces, p.byID, p.credentials), func(t *testing.T) {
				t.Parallel()
				project := "demo"
				if p.byID {
					project = id
				}
				want := estate(t, project, tc.connections, tc.workspaces)
				synctest.Test(t, func(t *testing.T) {
					c := connect(t, remote.Config{Credentials: p.credentials, Transport: slow(emu.Transport()), Clock: bubbleClock{}})
					start := time.Now()
					live, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
					if err != nil {
						t.Fatal(err)
					}
					deep := int(time.Since(start) / time.Second)
					if len(live) != len(want) || c.Requests() != p.requests || deep != p.deep || deep > 4 {
						t.Errorf("%d resources took %d requests, %d deep; want %d, %d and %d, four at most",
							len(live), c.Requests(), deep, len(want), p.requests, p.deep)
					}
					if p.credentials == account {
						p.requests++ // to give the token back
					}
					if err := c.Close(t.Context()); err != nil || c.Requests() != p.requests {
						t.Errorf("closed after %d requests, %v; want %d", c.Requests(), err, p.requests)
					}
				})
			})
		}
	}
}

func BenchmarkFetch(b *testing.B) {
	emu, _ := newEmulator(b, "demo")
	want := estate(b, "demo", 1000, 10)
	seed(b, emu, want)
	b.ReportAllocs()
	for b.Loop() {
		c := newClient(b, emu, remote.Config{})
		live, err := c.Fetch(b.Context(), want, remote.FetchOptions{})
		if err != nil || len(live) != len(want) {
			b.Fatalf("got %d resources, %v", len(live), err)
		}
	}
}
