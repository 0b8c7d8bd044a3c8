package remote_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// TestStorm has every third request refused, of every kind, and holds the
// number of requests against a calm run.
func TestStorm(t *testing.T) {
	t.Parallel()
	refusals := map[string]http.HandlerFunc{
		"with parameters": answers(429, "application/json", `{"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["p","6","1200","500","60"]}`),
		"in no time":      answers(429, "application/json", `{"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["p",0,1200,500,60]}`),
		"without words":   answers(429, "", ""),
		"with a header": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "3")
			answers(429, "application/json", `{"errorCode":"RATE_LIMITED"}`)(w, r)
		},
	}
	for name, refuse := range refusals {
		for _, credentials := range []remote.Credentials{key, account} {
			t.Run(name+" "+credentials.String(), func(t *testing.T) {
				t.Parallel()
				calm := stormy(t, credentials, 0, nil)
				if n := stormy(t, credentials, 3, refuse); 2*n > 3*calm {
					t.Errorf("%d requests, and %d in a calm run", n, calm)
				}
			})
		}
	}
}

// stormy makes a hundred connections and reads them, while every so manieth
// request is refused, and gives the number of requests. The emulator's time
// stands still, so that a nonce never expires.
func stormy(t *testing.T, credentials remote.Credentials, every int64, refuse http.HandlerFunc) int {
	t.Helper()
	emu, _ := newEmulator(t, "demo")
	var connections []string
	for i := range 100 {
		connections = append(connections, sample("clicks", fmt.Sprintf("c%03d", i)))
	}
	resources, requests := load(t, "demo", connections...), 0
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		c := connect(t, remote.Config{Credentials: credentials, Clock: bubbleClock{}, Transport: transport(func(r *http.Request) (*http.Response, error) {
			if refuse != nil && n.Add(1)%every == 0 {
				return handled(refuse).RoundTrip(r)
			}
			return emu.Transport().RoundTrip(r)
		})})
		c.AllowWrites()
		if err := c.Create(t.Context(), load(t, "demo", workspace("clicks"))[0]); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for _, r := range resources {
			all.Go(func() {
				if err := c.Create(t.Context(), r); err != nil {
					t.Error(err)
				}
				if live, err := c.Read(t.Context(), r); live == nil || err != nil {
					t.Errorf("got %v, %v", live, err)
				}
			})
		}
		all.Wait()
		requests = c.Requests()
	})
	return requests
}

// TestRefusalHoldsTheOthers keeps the other requests of a set back for as long
// as Atlas said to one of them.
func TestRefusalHoldsTheOthers(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"), flex("other"), workspace("clicks"))
	synctest.Test(t, func(t *testing.T) {
		start, n := time.Now(), 0
		var mu sync.Mutex
		var waits []string
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: bubbleClock{}, Report: func(w remote.Wait) {
			mu.Lock()
			defer mu.Unlock()
			waits = append(waits, w.String())
		}, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			if n++; n == 1 {
				w.Header().Set("Retry-After", "30")
				answers(429, "", "")(w, r)
				return
			}
			answers(200, vnd, `{"name":"orders","_id":"`+objectID+`"}`)(w, r)
		})})
		took := make([]time.Duration, len(want))
		var all sync.WaitGroup
		for i, r := range want {
			all.Go(func() {
				if _, err := c.Read(t.Context(), r); err != nil {
					t.Error(err)
				}
				took[i] = time.Since(start)
			})
			synctest.Wait()
		}
		all.Wait()
		wantSame(t, took, []time.Duration{30 * time.Second, 30 * time.Second, 0})
		wantSame(t, waits, []string{"retry 1/30 in 30 s: 429 rate limited", "waiting 30 s: Atlas takes no requests for flexClusters"})
	})
}
