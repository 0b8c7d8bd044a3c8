package remote_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	const canary = "canary-7f3a"
	for _, tc := range []struct {
		credentials remote.Credentials
		texts       []string
		requests    int // of one fetch of 12 lists
	}{
		{remote.APIKey{Public: key.Public, Private: canary}, []string{"401 Unauthorized: You are not authorized"}, 0},
		{remote.APIKey{Public: "nobody", Private: canary}, []string{"401 Unauthorized: You are not authorized"}, 0},
		{remote.ServiceAccount{ID: account.ID, Secret: canary}, []string{"token for service account " + account.ID, "401 Unauthorized", "invalid_client"}, 1},
		{remote.Token(canary), []string{"401 Unauthorized: You are not authorized"}, 0},
	} {
		for _, project := range []string{"demo", id} {
			t.Run(tc.credentials.String()+" "+project, func(t *testing.T) {
				t.Parallel()
				c := newClient(t, emu, remote.Config{Credentials: tc.credentials})
				_, err := c.Fetch(t.Context(), estate(t, project, 10, 10), remote.FetchOptions{})
				wantText(t, err, tc.texts...)
				if !errors.Is(err, remote.ErrDenied) || strings.Contains(err.Error(), canary) {
					t.Errorf("want a denial without the secret, got %v", err)
				}
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("want one line, got:\n%v", err)
				}
				if tc.requests > 0 && c.Requests() != tc.requests {
					t.Errorf("took %d requests, want %d", c.Requests(), tc.requests)
				}
				for _, text := range []string{fmt.Sprintf("%v", tc.credentials), fmt.Sprintf("%+v", tc.credentials), fmt.Sprintf("%#v", tc.credentials)} {
					if strings.Contains(text, canary) {
						t.Errorf("credentials print as %s", text)
					}
				}
				if err := c.Close(t.Context()); err != nil {
					t.Errorf("closing: %v", err)
				}
			})
		}
	}
}

func TestReadOnlyKey(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{Credentials: remote.APIKey{Public: "reader", Private: "private"}})
	c.AllowWrites()
	want := load(t, "demo", workspace("clicks"))
	if _, err := c.Fetch(t.Context(), want, remote.FetchOptions{}); err != nil {
		t.Error(err)
	}
	err := c.Create(t.Context(), want[0])
	if !errors.Is(err, remote.ErrDenied) {
		t.Errorf("got %v, want a denial", err)
	}
	wantText(t, err, "403 Forbidden USER_UNAUTHORIZED: Current user is not authorized to perform this action")
}

// TestOneChallenge lets fifty requests start at once: one of them gets the
// challenge, the others wait for it and then go together.
func TestOneChallenge(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	want := load(t, id, workspace("clicks"))[0]
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, remote.Config{Transport: slow(emu.Transport()), Clock: bubbleClock{}})
		start := time.Now()
		readMany(t, c, want, 50)
		if took := time.Since(start); c.Requests() != 51 || took != 2*time.Second {
			t.Errorf("took %d requests and %s, want 51 and 2s", c.Requests(), took)
		}
		readMany(t, c, want, 50)
		if c.Requests() != 101 {
			t.Errorf("took %d requests, want 101: the challenge is known", c.Requests())
		}
	})
}

func readMany(t *testing.T, c *remote.Client, want spec.Resource, n int) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		own := want
		own.Body = spec.Clone(want.Body) // nobody shares a document between goroutines
		all.Go(func() {
			if _, err := c.Read(t.Context(), own); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestFirstRequestFails lets the request that everybody waits for end without a
// challenge.
func TestFirstRequestFails(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	want := load(t, id, workspace("clicks"))[0]
	var n atomic.Int64
	c := newClient(t, emu, remote.Config{Transport: transport(func(r *http.Request) (*http.Response, error) {
		if n.Add(1) <= 6 { // as often as it is tried
			return nil, errors.New("connection reset")
		}
		return emu.Transport().RoundTrip(r)
	})})
	if _, err := c.Read(t.Context(), want); err == nil {
		t.Error("the first request has to fail")
	}
	readMany(t, c, want, 5)
}

func TestNonceExpires(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	want := load(t, "demo", workspace("clicks"), doc("StreamConnection", "workspace: clicks, name: hook", "{type: Https, url: 'https://example.com'}"))
	if err := c.Create(t.Context(), want[1]); err != nil {
		t.Fatal(err)
	}
	emu.Advance(10 * time.Minute)
	before := c.Requests()
	if err := c.Create(t.Context(), want[0]); err != nil {
		t.Errorf("a write after the nonce has expired: %v", err)
	}
	if cost := c.Requests() - before; cost != 2 {
		t.Errorf("took %d requests, want 2", cost)
	}
	emu.Advance(10 * time.Minute)
	readMany(t, c, want[0], 20)
	if live, err := c.Read(t.Context(), want[0]); live == nil || err != nil {
		t.Errorf("got %v, %v, want the connection: its body was sent whole", live, err)
	}
}

// TestProcessIsLeftAlone holds that the credentials of a client are nobody
// else's: the SDK's own helper replaces the transport of the whole process.
func TestProcessIsLeftAlone(t *testing.T) {
	client, wire := http.DefaultClient.Transport, http.DefaultTransport
	emu, _ := newEmulator(t, "demo")
	for _, credentials := range []remote.Credentials{key, account, remote.Token("token")} {
		c := newClient(t, emu, remote.Config{Credentials: credentials})
		_, _ = c.Fetch(t.Context(), load(t, "demo", workspace("clicks")), remote.FetchOptions{})
		if err := c.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if client != http.DefaultClient.Transport || wire != http.DefaultTransport {
		t.Error("the default client or transport is another one now")
	}
}
