package remote_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestBudget sends more requests than the bucket holds. They take no longer
// than the bucket dictates, and a tenth more, and none is refused.
func TestBudget(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	for _, tc := range []struct {
		name       string
		server     *atlasBucket
		goroutines int
		refused    int // at most
	}{
		{"told", &atlasBucket{limit: 100, perMinute: 50, limits: rateLimits(100, 50)}, 10, 0},
		{"told, and slow to answer", &atlasBucket{limit: 100, perMinute: 50, latency: 300 * time.Millisecond, limits: rateLimits(100, 50)}, 10, 0},
		{"told, one by one", &atlasBucket{limit: 100, perMinute: 50, latency: 100 * time.Millisecond, limits: rateLimits(100, 50)}, 1, 0},
		{"faster than assumed", &atlasBucket{limit: 100, perMinute: 50}, 10, 0},
		{"faster than assumed, and slow to answer", &atlasBucket{limit: 100, perMinute: 50, latency: 300 * time.Millisecond}, 10, 0},
		{"as assumed", &atlasBucket{limit: 150, perMinute: 50}, 10, 0},
		{"slower than assumed", &atlasBucket{limit: 100, perMinute: 20}, 10, 1}, // which tells the rate
		{"a large one", &atlasBucket{limit: 1200, perMinute: 500, latency: 50 * time.Millisecond}, 10, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: tc.server})
				if err := c.ReadLimits(t.Context()); (err == nil) != (tc.server.limits != "") {
					t.Errorf("reading the limits: %v", err)
				}
				requests := int(tc.server.limit * 2.5)
				took := readAtOnce(t, c, want, tc.goroutines, requests)
				dictated := time.Duration((float64(requests) - tc.server.limit) / tc.server.perMinute * float64(time.Minute))
				if tc.server.refused > tc.refused || took > dictated+dictated/10 || took < dictated-2*time.Second {
					t.Errorf("%d refusals in %s; want %d at most in %s, and a tenth more", tc.server.refused, took, tc.refused, dictated)
				}
			})
		})
	}
}

// TestSharedBudget has somebody else take most of what comes in.
func TestSharedBudget(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	synctest.Test(t, func(t *testing.T) {
		server := &atlasBucket{limit: 100, perMinute: 50, limits: rateLimits(100, 50)}
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: server})
		if err := c.ReadLimits(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		others := 0
		var all sync.WaitGroup
		all.Go(func() {
			for (bubbleClock{}).Sleep(ctx, 2*time.Second) == nil { // 30 a minute
				server.mu.Lock()
				if server.tokens >= 1 {
					server.tokens--
					others++
				}
				server.mu.Unlock()
			}
		})
		took := readAtOnce(t, c, want, 10, 200)
		stop()
		all.Wait()
		if server.refused > 20 || took > 8*time.Minute {
			t.Errorf("%d refusals in %s with %d requests of others", server.refused, took, others)
		}
	})
}

// TestNoAnswerNoWait starts everything at once as long as nothing is known.
func TestNoAnswerNoWait(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	for _, server := range []*atlasBucket{
		{limit: 300, perMinute: 1, latency: time.Second},
		{limit: 1e6, perMinute: 1, latency: time.Second, silent: true},
	} {
		synctest.Test(t, func(t *testing.T) {
			var waits []remote.Wait
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: server, Report: func(w remote.Wait) { waits = append(waits, w) }})
			if took := readAtOnce(t, c, want, 256, 256); took != time.Second || len(waits) > 0 || server.served != 256 {
				t.Errorf("%d answers took %s with the waits %v, want 256 in 1s", server.served, took, waits)
			}
		})
	}
}

// TestBudgetIsReported tells of those who wait together, now and then, and ends
// the wait with the context.
func TestBudgetIsReported(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	synctest.Test(t, func(t *testing.T) {
		server := &atlasBucket{limit: 10, perMinute: 60, limits: rateLimits(10, 60)}
		var waits []remote.Wait
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: server, Report: func(w remote.Wait) { waits = append(waits, w) }})
		if err := c.ReadLimits(t.Context()); err != nil {
			t.Fatal(err)
		}
		readAtOnce(t, c, want, 1, 10)
		ctx, cancel := context.WithTimeout(t.Context(), 25500*time.Millisecond)
		defer cancel()
		var all sync.WaitGroup
		failed := 0
		var mu sync.Mutex
		for range 40 {
			own := want
			own.Body = spec.Clone(want.Body)
			all.Go(func() {
				if _, err := c.Read(ctx, own); err != nil {
					wantOutcome(t, err, false, false)
					wantText(t, err, "deadline exceeded")
					mu.Lock()
					failed++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if failed != 15 || server.refused > 0 || c.Retries() != 0 {
			t.Errorf("%d gave up, %d were refused, want 15 and none", failed, server.refused)
		}
		if len(waits) != 3 {
			t.Fatalf("got %d waits, want one every ten seconds: %v", len(waits), waits)
		}
		for i, w := range waits {
			if w.Method != http.MethodGet || !strings.HasSuffix(w.Path, "/flexClusters/orders") || w.Of != 0 ||
				!strings.HasPrefix(w.String(), "waiting ") || !strings.HasSuffix(w.String(), " s: budget of 10 requests for Flex Clusters is used up") {
				t.Errorf("wait %d is %q of %+v", i, w, w)
			}
		}
	})
}

// TestFirstComeFirstServed has requests wait in line.
func TestFirstComeFirstServed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &atlasBucket{limit: 1, perMinute: 60, limits: rateLimits(1, 60)}
		var order []string
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: transport(func(r *http.Request) (*http.Response, error) {
			order = append(order, r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
			return server.RoundTrip(r)
		})})
		if err := c.ReadLimits(t.Context()); err != nil {
			t.Fatal(err)
		}
		order = nil
		var all sync.WaitGroup
		var names []string
		for i := range 9 {
			name := fmt.Sprintf("c%d", i)
			names = append(names, name)
			want := load(t, projectID, flex(name))[0]
			all.Go(func() {
				if _, err := c.Read(t.Context(), want); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		wantSame(t, order, names)
	})
}

// TestBudgetsAreApart exhausts the budget of one project, which is nothing to
// another one, nor to another set of endpoints.
func TestBudgetsAreApart(t *testing.T) {
	t.Parallel()
	const elsewhere = "5e2211c17a3e5a48f5497de4"
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("RateLimit-Limit", "100")
			w.Header().Set("RateLimit-Remaining", "50")
			if strings.Contains(r.URL.Path, projectID+"/flexClusters/") {
				w.Header().Set("RateLimit-Remaining", "0")
			}
			answers(200, vnd, `{"name":"orders","_id":"`+objectID+`","results":[]}`)(w, r)
		})})
		start := time.Now()
		read := func(r spec.Resource) {
			if _, err := c.Read(t.Context(), r); err != nil {
				t.Error(err)
			}
		}
		mine, other := load(t, projectID, flex("orders"), workspace("clicks")), load(t, elsewhere, flex("orders"))
		for range 3 {
			read(mine[1])
			read(other[0])
		}
		read(mine[0])
		read(mine[1])
		read(other[0])
		if took := time.Since(start); took > 0 {
			t.Errorf("budgets with something left: waited %s", took)
		}
		read(mine[0])
		if took := time.Since(start); took < time.Second || took > 3*time.Second {
			t.Errorf("a budget with nothing left: waited %s, want 1.8s", took)
		}
	})
}

// TestWhatAtlasDoesNotCount costs no token: its answers say nothing of a
// budget.
func TestWhatAtlasDoesNotCount(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	for _, free := range []http.RoundTripper{
		handled(answers(401, "application/json", `{"errorCode":"NOT_IN_GROUP"}`)),
		handled(answers(404, "application/json", `{"errorCode":"GROUP_NOT_FOUND"}`)),
		breaks(http.ErrSchemeMismatch), // which reaches nobody
	} {
		synctest.Test(t, func(t *testing.T) {
			n := 0
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: transport(func(r *http.Request) (*http.Response, error) {
				if n++; n > 1 {
					return free.RoundTrip(r)
				}
				return handled(func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("RateLimit-Limit", "100")
					w.Header().Set("RateLimit-Remaining", "5")
					answers(200, vnd, `{"name":"orders"}`)(w, r)
				}).RoundTrip(r)
			})})
			start := time.Now()
			for range 50 {
				_, _ = c.Read(t.Context(), want)
			}
			if took := time.Since(start); took > 0 || n != 50 {
				t.Errorf("%d requests waited %s, want 50 and none", n, took)
			}
		})
	}
}
