package auth_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

var start = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)

// newGuard knows the key owner, and of accounts one of each sort.
func newGuard() *auth.Guard {
	office := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")}
	return auth.New(
		[]auth.Principal{{ID: "owner", Secret: "s3cret"}},
		[]auth.Principal{
			{ID: "all", Secret: "x"},
			{ID: "reader", Secret: "x", ReadOnly: true},
			{ID: "office", Secret: "x", Networks: office, ReadOnly: true},
		},
	)
}

func request(t *testing.T, method string) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), method, "/api/atlas/v2/groups?pageNum=1", nil)
}

// bearing makes a request with a token of the account.
func bearing(t *testing.T, g *auth.Guard, method, account string) *http.Request {
	t.Helper()
	r := request(t, method)
	r.Header.Set("Authorization", "Bearer "+issue(t, g, account, start))
	return r
}

func identify(t *testing.T, g *auth.Guard, account string) *auth.Principal {
	t.Helper()
	r := request(t, http.MethodPost)
	r.SetBasicAuth(account, "x")
	p := g.Account(r)
	if p == nil || p.ID != account {
		t.Fatalf("got account %+v, want %s", p, account)
	}
	return p
}

func issue(t *testing.T, g *auth.Guard, account string, now time.Time) string {
	t.Helper()
	token, err := g.Issue(identify(t, g, account), netip.Addr{}, now, now)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestJudge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		account, method, from string
		want                  auth.Reason
	}{
		{"all", "DELETE", "192.0.2.1:99", auth.None},
		{"all", "DELETE", "", auth.None},
		{"reader", "GET", "192.0.2.1:99", auth.None},
		{"reader", "HEAD", "192.0.2.1:99", auth.None},
		{"reader", "OPTIONS", "192.0.2.1:99", auth.None},
		{"reader", "POST", "192.0.2.1:99", auth.Reading},
		{"reader", "PATCH", "192.0.2.1:99", auth.Reading},
		{"reader", "DELETE", "192.0.2.1:99", auth.Reading},
		{"office", "GET", "10.1.255.1:99", auth.None},
		{"office", "GET", "[::ffff:10.1.255.1]:99", auth.None},
		{"office", "GET", "[fd12::1]:99", auth.None},
		{"office", "GET", "10.2.0.1:99", auth.Elsewhere},
		{"office", "POST", "10.2.0.1:99", auth.Elsewhere},
		{"office", "POST", "10.1.0.1:99", auth.Reading},
		{"office", "GET", "@", auth.Elsewhere}, // as on a Unix socket
	} {
		t.Run(test.account+" "+test.method+" "+test.from, func(t *testing.T) {
			t.Parallel()
			g := newGuard()
			r := bearing(t, g, test.method, test.account)
			r.RemoteAddr = test.from
			r.Header.Set("X-Forwarded-For", "10.1.0.1")
			if got := g.Judge(r, start); got.Refused != test.want || got.As.ID != test.account {
				t.Errorf("got %+v, want reason %d", got, test.want)
			}
		})
	}
}

func TestJudgeWithoutCredentials(t *testing.T) {
	t.Parallel()
	if got := newGuard().Judge(request(t, "GET"), start); got.Refused != auth.Unproven || got.As != nil {
		t.Errorf("got %+v, want nobody", got)
	}
	if got := auth.New(nil, nil).Judge(request(t, "DELETE"), start); got.Refused != auth.None || !got.As.Owns("id", "name") {
		t.Errorf("where nobody is known got %+v, want everything allowed", got)
	}
}

func TestOwns(t *testing.T) {
	t.Parallel()
	p := auth.Principal{Projects: []string{"shop", "5e2211c17a3e5a48f5497de3"}}
	for _, test := range []struct {
		id, name string
		want     bool
	}{
		{"1", "shop", true},
		{"5e2211c17a3e5a48f5497de3", "any", true},
		{"1", "shop-2", false},
	} {
		if got := p.Owns(test.id, test.name); got != test.want {
			t.Errorf("project %s %s: got %t", test.id, test.name, got)
		}
	}
}
