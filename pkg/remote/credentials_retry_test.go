package remote_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// unauthorized is what Atlas answers to good credentials now and then.
var unauthorized = handled(answers(401, "application/json", "{\n  \"error\" : 401,\n  \"detail\" : \"You are not authorized for this resource.\"\n}"))

// TestSignedAnew sends a write again that was refused: signed anew, and with
// its whole body.
func TestSignedAnew(t *testing.T) {
	t.Parallel()
	refusals := map[string]http.RoundTripper{
		"429": handled(answers(429, "application/json", `{"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["p","0","1200","500","60"]}`)),
		"401": unauthorized,
	}
	for name, refusal := range refusals {
		for _, credentials := range []remote.Credentials{key, account} {
			t.Run(name+" "+credentials.String(), func(t *testing.T) {
				t.Parallel()
				emu, _ := newEmulator(t, "demo")
				var signatures, bodies []string
				wire := transport(func(r *http.Request) (*http.Response, error) {
					signature := r.Header.Get("Authorization")
					if r.Method != http.MethodPost || strings.HasPrefix(r.URL.Path, "/api/oauth") {
						return emu.Transport().RoundTrip(r)
					}
					body, err := io.ReadAll(r.Body)
					if err != nil {
						return nil, err
					}
					bodies = append(bodies, string(body))
					if r.Body = io.NopCloser(strings.NewReader(string(body))); signature == "" {
						return emu.Transport().RoundTrip(r) // the challenge
					}
					if signatures = append(signatures, signature); len(signatures) == 1 {
						return refusal.RoundTrip(r)
					}
					return emu.Transport().RoundTrip(r)
				})
				c := newClient(t, emu, remote.Config{Credentials: credentials, Transport: wire})
				c.AllowWrites()
				want := load(t, "demo", flex("orders"))[0]
				if _, err := c.Read(t.Context(), want); err != nil {
					t.Fatal(err)
				}
				if err := c.Create(t.Context(), want); err != nil {
					t.Fatal(err)
				}
				if len(signatures) != 2 || credentials == key && signatures[0] == signatures[1] {
					t.Errorf("signed with %q, want two signatures", signatures)
				}
				if len(slices.Compact(bodies)) != 1 || bodies[0] == "" {
					t.Errorf("sent the bodies %q, want one and the same", bodies)
				}
			})
		}
	}
}

// TestRefusedInMidRun forgives one 401 to credentials that were good before.
func TestRefusedInMidRun(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name           string
		before, times  int // requests that are answered first; 401s after that
		retries, slept int
		good           bool
	}{
		{"once", 1, 1, 1, 1, true},
		{"twice", 1, 2, 1, 1, false},
		{"from the start", 0, 1, 0, 0, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			emu, id := newEmulator(t, "demo")
			clock, n := &stillClock{}, 0
			c := newClient(t, emu, remote.Config{Credentials: token(t, emu), Clock: clock, Transport: transport(func(r *http.Request) (*http.Response, error) {
				if n++; n > tc.before && n <= tc.before+tc.times {
					return unauthorized.RoundTrip(r)
				}
				return emu.Transport().RoundTrip(r)
			})})
			want := load(t, id, workspace("clicks"))
			if tc.before > 0 {
				if _, err := c.Read(t.Context(), want[0]); err != nil {
					t.Fatal(err)
				}
			}
			_, err := c.Read(t.Context(), want[0])
			if (err == nil) != tc.good || errors.Is(err, remote.ErrDenied) == tc.good {
				t.Errorf("got error %v, want success %t", err, tc.good)
			}
			if c.Retries() != tc.retries || len(clock.sleeps) != tc.slept {
				t.Errorf("%d retries and waits of %v, want %d", c.Retries(), clock.sleeps, tc.retries)
			}
		})
	}
}

// TestTokenEnds fetches another token before the one of the run expires, by
// emulated time.
func TestTokenEnds(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		age      time.Duration
		requests int // of one read
	}{{50 * time.Minute, 1}, {time.Hour - time.Second, 2}, {2 * time.Hour, 2}} {
		t.Run(tc.age.String(), func(t *testing.T) {
			t.Parallel()
			emu, id := newEmulator(t, "demo")
			c := newClient(t, emu, remote.Config{Credentials: account})
			want := load(t, id, workspace("clicks"))
			if _, err := c.Fetch(t.Context(), want, remote.FetchOptions{}); err != nil {
				t.Fatal(err)
			}
			before := c.Requests()
			emu.Advance(tc.age)
			if _, err := c.Read(t.Context(), want[0]); err != nil {
				t.Errorf("the run does not survive its token: %v", err)
			}
			if c.Retries() != 0 || c.Requests()-before != tc.requests {
				t.Errorf("%d retries, %d requests, want none and %d", c.Retries(), c.Requests()-before, tc.requests)
			}
		})
	}
}

// TestTokenRevoked has somebody revoke the token of a run, time and again. A
// few times are met with a new one; then it is not accidental any more.
func TestTokenRevoked(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	var tokens, revoked atomic.Int64
	c := newClient(t, emu, remote.Config{Credentials: account, Clock: &stillClock{}, Transport: transport(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/token") {
			tokens.Add(1)
		} else if revoked.Load() >= tokens.Load() {
			return unauthorized.RoundTrip(r)
		}
		return emu.Transport().RoundTrip(r)
	})})
	want := load(t, id, workspace("clicks"))
	if _, err := c.Fetch(t.Context(), want, remote.FetchOptions{}); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		revoked.Store(int64(i + 1))
		_, err := c.Read(t.Context(), want[0])
		if good := i < 3; good != (err == nil) || good == errors.Is(err, remote.ErrDenied) {
			t.Errorf("revoked %d times: got error %v", i+1, err)
		}
	}
	if tokens.Load() != 4 {
		t.Errorf("fetched %d tokens, want 4", tokens.Load())
	}
}
