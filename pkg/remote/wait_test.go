package remote_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// atWork is a server with connections in one workspace; state says which state
// one is in after so much time, "" for absent. It runs in a synctest bubble.
type atWork struct {
	state func(name string, since time.Duration) string
	names []string

	mu    sync.Mutex
	begun time.Time
	lists []time.Duration
}

// waiting starts the clock and connects.
func (a *atWork) connect(t *testing.T) *remote.Client {
	a.begun = time.Now()
	return connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: handled(a.ServeHTTP)})
}

func (a *atWork) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	since := time.Since(a.begun)
	a.lists = append(a.lists, since)
	results := []any{}
	for _, name := range a.names {
		if state := a.state(name, since); state != "" {
			results = append(results, map[string]any{"id": "1", "name": name, "type": "Sample", "state": state})
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"results": results, "totalCount": len(results)})
}

// after is a state that another one follows.
func after(d time.Duration, first, then string) func(string, time.Duration) string {
	return func(_ string, since time.Duration) string {
		if since < d {
			return first
		}
		return then
	}
}

func numbered(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("c%03d", i)
	}
	return list
}

func connection(name string) spec.Resource {
	return spec.Resource{Addr: spec.Address{Project: projectID, Kind: spec.KindStreamConnection, Parent: "clicks", Name: name}}
}

// TestHundredWaitsShareTheirLists is the price of waiting: one list a tick.
func TestHundredWaitsShareTheirLists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &atWork{names: numbered(100), state: after(30*time.Second, "PENDING", "READY")}
		c := a.connect(t)
		var all sync.WaitGroup
		for i, name := range a.names {
			all.Go(func() {
				time.Sleep(time.Duration(i) * 10 * time.Millisecond) // they do not begin at once
				live, err := c.WaitReady(t.Context(), connection(name), nil)
				if err != nil || live == nil || live.Phase != spec.Ready || live.Addr.Name != name {
					t.Errorf("%s: got %+v, %v", name, live, err)
				}
			})
		}
		all.Wait()
		wantSame(t, a.lists, seconds(1, 2, 4, 6, 9, 13, 18, 25, 35))
		if len(a.lists) > 15 {
			t.Errorf("took %d lists, 15 are the most", len(a.lists))
		}
	})
}

func seconds(list ...int) []time.Duration {
	ticks := make([]time.Duration, len(list))
	for i, s := range list {
		ticks[i] = time.Duration(s) * time.Second
	}
	return ticks
}

func TestWait(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		state   func(string, time.Duration) string
		timeout time.Duration
		gone    bool
		err     string
		took    time.Duration
	}{
		{name: "ready at once", state: after(0, "", "READY"), took: time.Second},
		{name: "not there for a moment after a create", state: after(3*time.Second, "", "READY"), took: 4 * time.Second},
		{name: "an older answer without a state", state: after(0, "", "-"), took: time.Second},
		{name: "failed", state: after(3*time.Second, "PENDING", "FAILED"), took: 4 * time.Second, err: "Atlas reports state FAILED"},
		{name: "gone", gone: true, state: after(3*time.Second, "DELETING", ""), took: 4 * time.Second},
		{name: "gone at once", gone: true, state: after(0, "", ""), took: time.Second},
		{
			name: "the deadline of the document", state: after(time.Hour, "PENDING", "READY"), timeout: time.Minute, took: time.Minute,
			err: "still PENDING after 1m0s: it may get there later; plan again to see",
		},
		{
			name: "a short deadline", state: after(time.Hour, "", "READY"), timeout: 500 * time.Millisecond, took: time.Second,
			err: "still absent after 500ms",
		},
		{
			name: "the deadline of the kind", state: after(time.Hour, "PENDING", "READY"), took: 40 * time.Minute,
			err: "still PENDING after 40m0s: it may get there later",
		},
		{
			name: "never gone", gone: true, state: after(0, "", "DELETING"), took: 40 * time.Minute,
			err: "still DELETING after 40m0s",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &atWork{names: []string{"a"}, state: tc.state}
				c := a.connect(t)
				r := connection("a")
				r.Timeout = tc.timeout
				heard := &hearing{last: time.Now(), shortest: time.Hour}
				var err error
				if tc.gone {
					err = c.WaitGone(t.Context(), r, heard.report)
				} else {
					var live *spec.Resource
					if live, err = c.WaitReady(t.Context(), r, heard.report); err == nil && live.Phase != spec.Ready {
						t.Errorf("got %+v, want it ready", live)
					}
				}
				if took := time.Since(a.begun); took < tc.took || took > tc.took+15*time.Second {
					t.Errorf("took %s, want %s, or a tick more", took, tc.took)
				}
				if tc.err != "" {
					wantText(t, err, tc.err)
				} else if err != nil {
					t.Error(err)
				}
				if heard.longest > 10*time.Second || heard.shortest < 10*time.Second {
					t.Errorf("between two reports of one state went %s to %s, want 10s", heard.shortest, heard.longest)
				}
				if failed, ok := errors.AsType[*remote.FailedError](err); ok != (tc.name == "failed") || ok && failed.State != "FAILED" {
					t.Errorf("got error %#v", err)
				}
			})
		})
	}
}

// hearing notes the longest silence between reports, and the shortest between
// those of one state.
type hearing struct {
	last              time.Time
	state             string
	longest, shortest time.Duration
}

func (h *hearing) report(state string) {
	gap := time.Since(h.last)
	h.longest = max(h.longest, gap)
	if state == h.state {
		h.shortest = min(h.shortest, gap)
	}
	h.last, h.state = time.Now(), state
}

// TestReportsTellTheState holds what a user reads while waiting.
func TestReportsTellTheState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &atWork{names: []string{"a"}, state: func(_ string, since time.Duration) string {
			switch {
			case since < 2*time.Second:
				return ""
			case since < 5*time.Second:
				return "PENDING"
			}
			return "READY"
		}}
		c := a.connect(t)
		var states []string
		if _, err := c.WaitReady(t.Context(), connection("a"), func(s string) { states = append(states, s) }); err != nil {
			t.Fatal(err)
		}
		wantSame(t, states, []string{"absent", "PENDING"})
	})
}

func TestInterruptEndsAWait(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(*http.Request) error{
		"between two lists": func(*http.Request) error { return nil },
		"in a list that hangs": func(r *http.Request) error {
			<-r.Context().Done()
			return context.Cause(r.Context())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				list := handled(answers(200, "application/json", `{"results":[]}`))
				c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: transport(func(r *http.Request) (*http.Response, error) {
					if err := answer(r); err != nil {
						return nil, err
					}
					return list.RoundTrip(r)
				})})
				start := time.Now()
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(90*time.Second, cancel)
				var all sync.WaitGroup
				for _, wait := range []func() error{
					func() error { _, err := c.WaitReady(ctx, connection("a"), nil); return err },
					func() error { _, err := c.WaitReady(ctx, connection("b"), nil); return err },
				} {
					all.Go(func() {
						if err := wait(); !errors.Is(err, context.Canceled) {
							t.Errorf("got %v, want the interruption", err)
						}
					})
				}
				all.Wait()
				if took := time.Since(start); took != 90*time.Second {
					t.Errorf("took %s, want 1m30s", took)
				}
			})
		})
	}
}
