package remote_test

import (
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestManyWritesWithinTheLimits makes more objects than Atlas takes requests at
// once: the client has to wait for more, and all of them end well.
func TestManyWritesWithinTheLimits(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	want := estate(t, "demo", 1500, 1)
	start := emu.Now()
	for _, connections := range []bool{false, true} {
		var all errgroup.Group
		all.SetLimit(10)
		for _, r := range want {
			if connections == (r.Addr.Kind == "StreamConnection") {
				all.Go(func() error { return c.Create(t.Context(), r) })
			}
		}
		if err := all.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	live, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
	if err != nil || len(live) != len(want) {
		t.Errorf("got %d resources, %v, want %d", len(live), err, len(want))
	}
	// 300 requests too many at 500 a minute are 36 s.
	if took := emu.Now().Sub(start); took < 36*time.Second || took > 2*time.Minute {
		t.Errorf("took %s of emulated time", took)
	}
}

func TestRateLimitWaits(t *testing.T) {
	t.Parallel()
	const body = `{"errorCode":"RATE_LIMITED_TOKEN_BUCKET","detail":"Rate limit exceeded.","parameters":%s}`
	for _, tc := range []struct {
		name, after, body string
		slept             time.Duration
	}{
		{"header", "7", fmt.Sprintf(body, `["a",3,1,1,60]`), 7 * time.Second},
		{"number", "", fmt.Sprintf(body, `["a",3,1,1,60]`), 3 * time.Second},
		{"text", "", fmt.Sprintf(body, `["a","3","1","1","60"]`), 3 * time.Second},
		{"nothing at all", "0", "", time.Second},
		{"zero", "", fmt.Sprintf(body, `["a",0,1,1,60]`), time.Second},
		{"no parameters", "", fmt.Sprintf(body, `null`), 10 * time.Second},
		{"no body", "", "", 10 * time.Second},
		{"nonsense", "soon", "<html>", 10 * time.Second},
		{"negative", "-5", "", 10 * time.Second},
		{"minutes", "600", "", 10 * time.Minute},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			clock, requests := &stillClock{}, 0
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
				if requests++; requests > 1 {
					answers(200, "application/json", "{}")(w, r)
					return
				}
				if tc.after != "" {
					w.Header().Set("Retry-After", tc.after)
				}
				answers(http.StatusTooManyRequests, "application/json", tc.body)(w, r)
			})})
			c.AllowWrites()
			if err := c.Create(t.Context(), load(t, projectID, flex("orders"))[0]); err != nil {
				t.Error(err)
			}
			if slept := clock.Now().Sub(time.Time{}); slept != tc.slept || requests != 2 {
				t.Errorf("%d requests in %s, want 2 in %s", requests, slept, tc.slept)
			}
		})
	}
}

// TestRateLimitForEver ends with what Atlas said, which was read on the way.
func TestRateLimitForEver(t *testing.T) {
	t.Parallel()
	requests := 0
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		requests++
		_, _ = io.Copy(io.Discard, r.Body)
		answers(http.StatusTooManyRequests, "application/json",
			`{"errorCode":"RATE_LIMITED_TOKEN_BUCKET","detail":"Rate limit exceeded.","parameters":["a",3,1,1,60]}`)(w, r)
	})})
	c.AllowWrites()
	err := c.Create(t.Context(), load(t, projectID, flex("orders"))[0])
	wantText(t, err, "429 Too Many Requests RATE_LIMITED_TOKEN_BUCKET: Rate limit exceeded.")
	if requests != 31 {
		t.Errorf("%d requests, want 31", requests)
	}
}

// TestClosedForAnHour has Atlas close an endpoint for longer than anybody waits:
// whoever comes next is told so at once, and sends nothing.
func TestClosedForAnHour(t *testing.T) {
	t.Parallel()
	sent := 0
	clock := &stillClock{}
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		sent++
		w.Header().Set("Retry-After", "3600")
		answers(429, "application/json", "{}")(w, r)
	})})
	for range 3 {
		if _, err := c.Read(t.Context(), load(t, projectID, flex("orders"))[0]); err == nil {
			t.Fatal("no error")
		} else if sent > 1 {
			t.Fatalf("sent again: %v", err)
		}
	}
	_, err := c.Read(t.Context(), load(t, projectID, flex("orders"))[0])
	wantText(t, err, "no requests for flexClusters are taken for another 60 min: others use the same budget")
	if len(clock.sleeps) > 0 {
		t.Errorf("slept %v", clock.sleeps)
	}
}

// TestRateLimitForADay says so at once: nobody waits that long.
func TestRateLimitForADay(t *testing.T) {
	t.Parallel()
	clock, requests := &stillClock{}, 0
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		requests++
		w.Header().Set("Retry-After", "86400")
		answers(http.StatusTooManyRequests, "application/json", `{"errorCode":"RATE_LIMITED","detail":"Rate limit exceeded."}`)(w, r)
	})})
	c.AllowWrites()
	wantText(t, c.Create(t.Context(), load(t, projectID, flex("orders"))[0]), "429 Too Many Requests RATE_LIMITED: Rate limit exceeded.")
	if requests != 1 || len(clock.sleeps) > 0 {
		t.Errorf("%d requests, slept %v", requests, clock.sleeps)
	}
}

// TestWithinTheLimitsOfTheEmulator keeps within limits that it read, so that
// not one request is refused, and takes no longer than they dictate. Time is
// that of a bubble: where sleeping moves it, requests that are under way at once
// may be counted in another order than that of their times.
func TestWithinTheLimitsOfTheEmulator(t *testing.T) {
	t.Parallel()
	docs := load(t, "demo", workspace("clicks"))
	for i := range 249 {
		docs = append(docs, load(t, "demo", sample("clicks", fmt.Sprintf("c%03d", i)))...)
	}
	synctest.Test(t, func(t *testing.T) {
		emu, err := emulator.New(emulator.Config{
			Keys:     []emulator.APIKey{{Public: key.Public, Private: key.Private}},
			Projects: []string{"demo"},
			Limits:   map[string]emulator.Limit{"streams_group": {Capacity: 100, Refill: 50}},
			Speed:    1, Now: time.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		var refused atomic.Int64
		c := connect(t, remote.Config{Clock: bubbleClock{}, Transport: transport(func(r *http.Request) (*http.Response, error) {
			res, err := emu.Transport().RoundTrip(r)
			if err == nil && res.StatusCode == http.StatusTooManyRequests {
				refused.Add(1)
			}
			return res, err
		})})
		c.AllowWrites()
		if err := c.ReadLimits(t.Context()); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		var all errgroup.Group
		all.SetLimit(10)
		for i, r := range docs {
			create := func() error { return c.Create(t.Context(), r) }
			if i > 0 {
				all.Go(create)
			} else if err := create(); err != nil {
				t.Fatal(err)
			}
		}
		if err := all.Wait(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); refused.Load() > 0 || took < 3*time.Minute-5*time.Second || took > 3*time.Minute+18*time.Second {
			t.Errorf("%d refusals in %s, want none in 3 minutes", refused.Load(), took)
		}
	})
}
