package remote_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// TestPollerRestarts lets a collection rest between two waits: the second one
// asks often again.
func TestPollerRestarts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &atWork{names: []string{"a"}, state: after(20*time.Second, "PENDING", "READY")}
		c := a.connect(t)
		for range 2 {
			if _, err := c.WaitReady(t.Context(), connection("a"), nil); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Hour - time.Since(a.begun)%time.Hour)
		}
		wantSame(t, a.lists, append(seconds(1, 2, 4, 6, 9, 13, 18, 25), time.Hour+time.Second))
	})
}

// TestLateWaitSeesItsOwnWrite joins a wait that is under way: what was listed
// before it began tells nothing about it.
func TestLateWaitSeesItsOwnWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &atWork{names: []string{"a", "b"}, state: func(name string, since time.Duration) string {
			if name == "b" && since >= 5*time.Second {
				return "" // deleted then
			}
			return after(30*time.Second, "PENDING", "READY")(name, since)
		}}
		c := a.connect(t)
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := c.WaitReady(t.Context(), connection("a"), nil); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(5 * time.Second)
		if err := c.WaitGone(t.Context(), connection("b"), nil); err != nil {
			t.Error(err)
		}
		if took := time.Since(a.begun); took != 6*time.Second {
			t.Errorf("seen after %s, want the tick at 6s", took)
		}
		all.Wait()
	})
}

// TestSleepingMachine lets time jump, as on a notebook whose lid was closed:
// ticks that were missed are not made up for.
func TestSleepingMachine(t *testing.T) {
	t.Parallel()
	lists := 0
	clock := &stillClock{}
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		if lists++; lists == 3 {
			_ = clock.Sleep(r.Context(), 20*time.Minute)
		}
		state := "PENDING"
		if lists == 5 {
			state = "READY"
		}
		answers(200, "application/json", `{"results":[{"name":"a","state":"`+state+`"}]}`)(w, r)
	})})
	if _, err := c.WaitReady(t.Context(), connection("a"), nil); err != nil {
		t.Fatal(err)
	}
	slept := 0
	for _, d := range clock.sleeps {
		if d <= 15*time.Second {
			slept++
		}
	}
	if slept < 5 {
		t.Errorf("5 lists, but only %d pauses: %v", slept, clock.sleeps)
	}
}

// TestWaitFails holds that a failure of the list is neither ready nor gone.
func TestWaitFails(t *testing.T) {
	t.Parallel()
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(500, "application/json", `{"errorCode":"UNEXPECTED_ERROR","detail":"Unexpected error."}`))})
	live, err := c.WaitReady(t.Context(), connection("a"), nil)
	if live != nil {
		t.Errorf("got %v", live)
	}
	wantText(t, err, "500 Internal Server Error UNEXPECTED_ERROR: Unexpected error.")
	wantText(t, c.WaitGone(t.Context(), connection("a"), nil), "500 Internal Server Error")
}

// TestWaitedForIsMasked reads back what was created with a secret value.
func TestWaitedForIsMasked(t *testing.T) {
	t.Parallel()
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(200, "application/json",
		`{"results":[{"name":"a","type":"Https","url":"https://example.com","headers":{"X-Key":"canary"}}]}`))})
	r := load(t, projectID, doc("StreamConnection", "workspace: clicks, name: a", "{type: Https, url: 'https://example.com', headers: {X-Key: {env: KEY}}}"))[0]
	for range 2 {
		live, err := c.WaitReady(t.Context(), r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r.Body, live.Body); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if strings.Contains(fmt.Sprintf("%+v", live), "canary") {
			t.Error("the value got out")
		}
	}
}
