package auth_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

// wantToken wants a token to be good, or not.
func wantToken(t *testing.T, g *auth.Guard, token string, now time.Time, want auth.Reason) {
	t.Helper()
	r := request(t, "GET")
	r.Header.Set("Authorization", "Bearer "+token)
	if got := g.Judge(r, now); got.Refused != want {
		t.Errorf("got %+v, want reason %d", got, want)
	}
}

func TestTokenLife(t *testing.T) {
	t.Parallel()
	g := newGuard()
	token, other := issue(t, g, "all", start), issue(t, g, "reader", start)
	wantToken(t, g, token, start.Add(auth.TokenLife-1), auth.None)
	wantToken(t, g, token, start.Add(auth.TokenLife), auth.Unproven)
	wantToken(t, g, "mdb_at_X", start, auth.Unproven)
	wantToken(t, g, "", start, auth.Unproven)

	g.Revoke(identify(t, g, "reader"), token) // not theirs
	wantToken(t, g, token, start, auth.None)
	g.Revoke(identify(t, g, "all"), token)
	wantToken(t, g, token, start, auth.Unproven)
	wantToken(t, g, other, start, auth.None)
	g.Revoke(identify(t, g, "all"), "mdb_at_X")
}

func TestAccount(t *testing.T) {
	t.Parallel()
	g := auth.New(nil, []auth.Principal{{ID: "id/1", Secret: "a+/%1"}})
	for _, test := range []struct {
		id, secret string
		want       bool
	}{
		{"id/1", "a+/%1", true},
		{"id%2F1", "a%2B%2F%251", true},
		{"id/1", "a+/%2", false},
		{"id/1", "", false},
		{"", "", false},
		{"nobody", "a+/%1", false},
	} {
		r := request(t, "POST")
		r.SetBasicAuth(test.id, test.secret)
		if got := g.Account(r) != nil; got != test.want {
			t.Errorf("%s with %s: got %t", test.id, test.secret, got)
		}
	}
}

// TestTokenRequests asks for tokens faster than allowed, which is counted by
// account and address.
func TestTokenRequests(t *testing.T) {
	t.Parallel()
	g := newGuard()
	all, reader := identify(t, g, "all"), identify(t, g, "reader")
	here, there := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	ask := func(p *auth.Principal, from netip.Addr, after time.Duration, want error) {
		t.Helper()
		if _, err := g.Issue(p, from, start.Add(after), start); !errors.Is(err, want) {
			t.Errorf("after %s: got %v, want %v", after, err, want)
		}
	}
	for i := range auth.TokenRequests {
		ask(all, here, time.Duration(i)*time.Second, nil)
	}
	ask(all, here, 10*time.Second, auth.ErrTooOften)
	ask(all, there, 10*time.Second, nil)
	ask(reader, here, 10*time.Second, nil)
	ask(all, here, 60*time.Second-1, auth.ErrTooOften)
	ask(all, here, 60*time.Second, nil) // the first one is a minute ago
	ask(all, here, 60*time.Second, auth.ErrTooOften)
}

func TestMaxTokens(t *testing.T) {
	t.Parallel()
	g := newGuard()
	all := identify(t, g, "all")
	now := start
	var first string
	for i := range auth.MaxTokens {
		now = start.Add(time.Duration(i) * 6 * time.Second)
		token := issue(t, g, "all", now)
		if i == 0 {
			first = token
		}
	}
	refused := func(want error) {
		t.Helper()
		now = now.Add(6 * time.Second)
		if _, err := g.Issue(all, netip.Addr{}, now, now); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	refused(auth.ErrTooMany)
	issue(t, g, "reader", now)
	g.Revoke(all, first)
	refused(nil)
	refused(auth.ErrTooMany)
	now = start.Add(auth.TokenLife) // and a little later the second one expires
	refused(nil)
}
