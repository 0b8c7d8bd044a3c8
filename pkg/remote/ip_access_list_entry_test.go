package remote_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func accessEntry(name, spec string) string {
	return doc("IPAccessListEntry", "name: '"+name+"'", "{"+spec+"}")
}

// accessServer takes a second for every POST, of which it wants one at a time,
// and refuses those that hold what it does not like. It runs in a bubble.
type accessServer struct {
	dislikes string

	mu    sync.Mutex
	busy  bool
	posts [][]string // the addresses of each, sorted
	t     *testing.T
}

func (s *accessServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var sent []struct{ IPAddress string }
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		s.t.Error(err)
	}
	var names []string
	for _, e := range sent {
		names = append(names, e.IPAddress)
	}
	slices.Sort(names)
	s.mu.Lock()
	if s.busy {
		s.t.Error("two POSTs at once")
	}
	s.busy = true
	s.posts = append(s.posts, names)
	s.mu.Unlock()
	time.Sleep(time.Second)
	s.mu.Lock()
	s.busy = false
	s.mu.Unlock()
	if slices.Contains(names, s.dislikes) {
		answers(400, "application/json", `{"error":400,"errorCode":"INVALID_ATTRIBUTE","detail":"no"}`)(w, r)
		return
	}
	answers(201, "application/json", `{"results":[]}`)(w, r)
}

// createEntries creates so many entries at once, and gives what came of each.
func (s *accessServer) createEntries(t *testing.T, n int) []error {
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: handled(s.ServeHTTP)})
	c.AllowWrites()
	failures := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		want := load(t, projectID, accessEntry(fmt.Sprintf("10.0.0.%d", i), ""))[0]
		all.Go(func() {
			time.Sleep(time.Duration(i) * time.Millisecond)
			failures[i] = c.Create(t.Context(), want)
		})
	}
	all.Wait()
	return failures
}

// TestEntriesGoTogether wants one POST at a time, with all that waits for it.
func TestEntriesGoTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &accessServer{t: t}
		if failures := s.createEntries(t, 4); slices.ContainsFunc(failures, func(err error) bool { return err != nil }) {
			t.Error(failures)
		}
		wantSame(t, s.posts, [][]string{{"10.0.0.0"}, {"10.0.0.1", "10.0.0.2", "10.0.0.3"}})
	})
}

// TestOneEntryIsRefused wants the others that went with it to get through.
func TestOneEntryIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &accessServer{t: t, dislikes: "10.0.0.2"}
		for i, err := range s.createEntries(t, 4) {
			if refused := err != nil; refused != (i == 2) {
				t.Errorf("entry %d: got %v", i, err)
			}
		}
		if n := len(s.posts); n != 5 { // the first, three together, and each of these
			t.Errorf("got %d requests: %v", n, s.posts)
		}
	})
}

// TestWaitingInLineEnds wants whoever gives up to have sent nothing.
func TestWaitingInLineEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &accessServer{t: t}
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Transport: handled(s.ServeHTTP)})
		c.AllowWrites()
		docs := load(t, projectID, accessEntry("10.0.0.1", ""), accessEntry("10.0.0.2", ""))
		var all sync.WaitGroup
		all.Go(func() {
			if err := c.Create(t.Context(), docs[0]); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			time.Sleep(time.Millisecond)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			defer cancel()
			if err := c.Create(ctx, docs[1]); err == nil {
				t.Error("it was created")
			}
		})
		all.Wait()
		wantSame(t, s.posts, [][]string{{"10.0.0.1"}})
	})
}

// TestEntryIsWaitedFor wants an entry to be there when the clouds have it, and its
// failure told.
func TestEntryIsWaitedFor(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	docs := load(t, "demo", accessEntry("10.0.0.1", ""), accessEntry("sg-00000000", ""))
	for _, want := range docs {
		if err := c.Create(t.Context(), want); err != nil {
			t.Fatal(err)
		}
	}
	begun, states := emu.Now(), []string{}
	live, err := c.WaitReady(t.Context(), docs[0], func(state string) { states = append(states, state) })
	if err != nil || live.State != "ACTIVE" || !slices.Contains(states, "PENDING") || emu.Now().Sub(begun) < 2*time.Second {
		t.Errorf("got %+v, %v after %s and %v", live, err, emu.Now().Sub(begun), states)
	}
	_, err = c.WaitReady(t.Context(), docs[1], nil)
	if err == nil || !strings.Contains(err.Error(), "FAILED: Atlas gives no reason") {
		t.Errorf("got %v, want its failure", err)
	}
}

// TestEntryIsOneThing reads an entry however Atlas writes it.
func TestEntryIsOneThing(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]spec.Resource{
		`{"ipAddress":"203.0.113.2","cidrBlock":"203.0.113.2/32"}`:                    {Addr: spec.Address{Name: "203.0.113.2"}},
		`{"ipAddress":"203.0.113.32"}`:                                                {Addr: spec.Address{Name: "203.0.113.32"}},
		`{"cidrBlock":"2001:DB8:0::/32","comment":"x"}`:                               {Addr: spec.Address{Name: "2001:db8::/32"}},
		`{"cidrBlock":"2001:db8::1/128"}`:                                             {Addr: spec.Address{Name: "2001:db8::1"}},
		`{"awsSecurityGroup":"sg-1","deleteAfterDate":"2026-06-04T10:00:00.5+02:00"}`: {Addr: spec.Address{Name: "sg-1"}},
	} {
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(200, "application/json", `{"results":[`+answer+`],"totalCount":1}`))})
		live, err := c.Fetch(t.Context(), load(t, projectID, accessEntry("192.0.2.1", "")), remote.FetchOptions{})
		if err != nil || len(live) != 1 || live[0].Addr.Name != want.Addr.Name || live[0].ID != want.Addr.Name {
			t.Errorf("%s: got %v, %v, want %s", answer, live, err, want.Addr.Name)
			continue
		}
		if body := live[0].Body.(*spec.IPAccessListEntry); body.DeleteAfterDate != nil && *body.DeleteAfterDate != "2026-06-04T08:00:00Z" {
			t.Errorf("%s: got the date %s", answer, *body.DeleteAfterDate)
		}
	}
}

// TestNowIsAtlass takes the latest date of Atlas's answers for the time.
func TestNowIsAtlass(t *testing.T) {
	t.Parallel()
	dates := []string{"Mon, 01 Jun 2026 10:00:00 GMT", "Mon, 01 Jun 2026 09:00:00 GMT", "yesterday"}
	asked := 0
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", dates[asked])
		asked++
		answers(200, "application/json", `{"results":[],"totalCount":0}`)(w, r)
	})})
	if now := c.Now(); !now.IsZero() {
		t.Errorf("before any answer it is %s, want what the clock of the client shows", now)
	}
	for range dates {
		if _, err := c.Fetch(t.Context(), load(t, projectID, accessEntry("192.0.2.1", "")), remote.FetchOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := c.Now().UTC().Format(time.RFC3339); got != "2026-06-01T10:00:00Z" {
			t.Errorf("got %s", got)
		}
	}
}
