package remote_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

func TestOneToken(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	want := load(t, id, workspace("clicks"))[0]
	var bearer atomic.Value
	wire := &recorder{next: transport(func(r *http.Request) (*http.Response, error) {
		if strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
			bearer.Store(r.Header.Get("Authorization"))
		}
		return emu.Transport().RoundTrip(r)
	})}
	c := newClient(t, emu, remote.Config{Credentials: account, Transport: wire})
	readMany(t, c, want, 20)
	reads, tokens := 0, 0
	for _, request := range wire.take() {
		switch request {
		case "POST /api/oauth/token":
			tokens++
		case "GET /groups/" + id + "/streams/clicks":
			reads++
		}
	}
	if tokens != 1 || reads != 20 {
		t.Errorf("got %d tokens for %d reads, want 1 for 20", tokens, reads)
	}
	for range 2 { // the second time there is nothing to give back
		if err := c.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	wantSame(t, wire.take(), []string{"POST /api/oauth/revoke"})
	given, _ := bearer.Load().(string)
	again := newClient(t, emu, remote.Config{Credentials: remote.Token(strings.TrimPrefix(given, "Bearer "))})
	if _, err := again.Read(t.Context(), want); !errors.Is(err, remote.ErrDenied) {
		t.Errorf("the token works after Close: %v", err)
	}
}

func TestCloseWithoutToken(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	for _, credentials := range []remote.Credentials{key, account, remote.Token("token")} {
		c := newClient(t, emu, remote.Config{Credentials: credentials})
		if err := c.Close(t.Context()); err != nil || c.Requests() != 0 {
			t.Errorf("%s: closing took %d requests, %v", credentials, c.Requests(), err)
		}
	}
}

func TestGivenToken(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	wire := &recorder{next: emu.Transport()}
	c := newClient(t, emu, remote.Config{Credentials: token(t, emu), Transport: wire})
	if _, err := c.Read(t.Context(), load(t, id, workspace("clicks"))[0]); err != nil {
		t.Error(err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Error(err)
	}
	wantSame(t, wire.take(), []string{"GET /groups/" + id + "/streams/clicks"})
}

// TestTokenEndpointFails holds what a user sees of it, whatever the endpoint
// says, the secret included.
func TestTokenEndpointFails(t *testing.T) {
	t.Parallel()
	const jsonType = "application/json"
	for _, tc := range []struct {
		name   string
		answer http.HandlerFunc
		text   string
		denied bool
	}{
		{"refused", answers(401, jsonType, `{"error":"invalid_client","error_description":"canary is wrong"}`), "401 Unauthorized invalid_client", true},
		{"too many tokens", answers(403, jsonType, `{"error":"access_denied","error_description":"Access Token limit reached"}`), "403 Forbidden access_denied", true},
		{"an error that nobody knows", answers(400, jsonType, `{"error":"canary"}`), "400 Bad Request", false},
		{"rate limited", answers(429, "text/plain", "error=canary&error_description=canary"), "429 Too Many Requests", false},
		{"a proxy", answers(502, "text/html", "<html>canary"), "502 Bad Gateway", false},
		{"a page", answers(200, "text/html", "<html>canary"), "is not what Atlas sends", false},
		{"a refusal that says 200", answers(200, jsonType, `{"error":"invalid_client","error_description":"canary"}`), "is not what Atlas sends", false},
		{"no token", answers(200, jsonType, `{"expires_in":3600}`), "is not what Atlas sends", false},
		{"a redirect", answers(302, "text/html", "canary"), "302 Found", false},
		{"nobody", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "connection reset", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			wire := handled(tc.answer)
			if tc.name == "nobody" {
				wire = transport(func(*http.Request) (*http.Response, error) { return nil, errors.New("connection reset") })
			}
			c := connect(t, remote.Config{Credentials: remote.ServiceAccount{ID: "id", Secret: "canary"}, Transport: wire})
			_, err := c.Read(t.Context(), load(t, projectID, workspace("clicks"))[0])
			wantText(t, err, "fetching a token for service account id", tc.text)
			if errors.Is(err, remote.ErrDenied) != tc.denied || strings.Contains(err.Error(), "canary") {
				t.Errorf("got %v, want denied %t and no canary", err, tc.denied)
			}
			if err := c.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRevokeFails(t *testing.T) {
	t.Parallel()
	c := connect(t, remote.Config{Credentials: account, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/revoke") {
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, r.FormValue("token"))
			return
		}
		_, _ = io.WriteString(w, `{"access_token":"canary","token_type":"Bearer","expires_in":3600,"results":[]}`)
	})})
	if _, err := c.Fetch(t.Context(), load(t, projectID, sample("a", "b")), remote.FetchOptions{}); err != nil {
		t.Fatal(err)
	}
	err := c.Close(t.Context())
	wantText(t, err, "revoking the access token", "429")
	if strings.Contains(err.Error(), "canary") {
		t.Errorf("the error holds the token: %v", err)
	}
}

// TestHangingTokenEndpoint interrupts those who wait for a token: the one who
// asks, and those who wait for it.
func TestHangingTokenEndpoint(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, workspace("clicks"))[0]
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, remote.Config{Credentials: account, Clock: bubbleClock{}, Transport: transport(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, context.Cause(r.Context())
		})})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if _, err := c.Read(ctx, want); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v, want the end of the context", err)
				}
			})
		}
		all.Wait()
	})
}
