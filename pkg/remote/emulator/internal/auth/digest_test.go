package auth_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

// signer answers challenges as a client does.
type signer struct {
	user, secret string
	challenge    *digest.Challenge
}

func newSigner(t *testing.T, g *auth.Guard, user, secret string, now time.Time) *signer {
	t.Helper()
	challenge, err := digest.ParseChallenge(g.Challenge(now, false))
	if err != nil {
		t.Fatal(err)
	}
	return &signer{user, secret, challenge}
}

// header signs r with the nth use of the challenge.
func (s *signer) header(t *testing.T, r *http.Request, n int) string {
	t.Helper()
	signed, err := digest.Digest(s.challenge, digest.Options{
		Method: r.Method, URI: r.URL.RequestURI(), Username: s.user, Password: s.secret, Count: n,
	})
	if err != nil {
		t.Fatal(err)
	}
	return signed.String()
}

func judge(t *testing.T, g *auth.Guard, r *http.Request, header string, now time.Time, want auth.Reason) {
	t.Helper()
	r.Header.Set("Authorization", header)
	if got := g.Judge(r, now); got.Refused != want || (want == auth.None) != (got.As != nil) {
		t.Errorf("%s: got %+v, want reason %d", header, got, want)
	}
}

func TestChallenge(t *testing.T) {
	t.Parallel()
	g := newGuard()
	for _, stale := range []bool{false, true} {
		got := g.Challenge(start, stale)
		if !strings.HasPrefix(got, `Digest realm="MMS Public API", domain="", nonce="`) ||
			!strings.HasSuffix(got, fmt.Sprintf(`", algorithm=MD5, qop="auth", stale=%t`, stale)) {
			t.Errorf("got challenge %s", got)
		}
	}
	if one, other := g.Challenge(start, false), g.Challenge(start, false); one == other {
		t.Error("two challenges have one nonce")
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	g := newGuard()
	s := newSigner(t, g, "owner", "s3cret", start)
	good := func(n int) string { return s.header(t, request(t, "GET"), n) }
	judge(t, g, request(t, "GET"), good(1), start, auth.None)
	judge(t, g, request(t, "GET"), good(1), start, auth.Unproven) // a replay
	judge(t, g, request(t, "GET"), good(3), start, auth.None)
	judge(t, g, request(t, "GET"), good(2), start, auth.None) // overtaken
	judge(t, g, request(t, "GET"), good(2000), start, auth.None)
	judge(t, g, request(t, "GET"), good(4), start, auth.Unproven) // overtaken by too many
	judge(t, g, request(t, "DELETE"), good(2001), start, auth.Unproven)
	other := request(t, "GET")
	other.RequestURI = "/api/atlas/v2/groups?pageNum=2"
	judge(t, g, other, good(2002), start, auth.Unproven)

	// Five minutes on, the nonce is stale for whoever has the right key.
	judge(t, g, request(t, "GET"), good(2003), start.Add(5*time.Minute), auth.None)
	judge(t, g, request(t, "GET"), good(2004), start.Add(5*time.Minute+1), auth.Stale)
	wrong := newSigner(t, g, "owner", "guess", start)
	judge(t, g, request(t, "GET"), wrong.header(t, request(t, "GET"), 1), start.Add(time.Hour), auth.Unproven)
	// So is one that another process gave out: clients outlive a restart.
	judge(t, newGuard(), request(t, "GET"), good(2005), start, auth.Stale)
}

func TestDigestRefused(t *testing.T) {
	t.Parallel()
	g := newGuard()
	right := newSigner(t, g, "owner", "s3cret", start).header(t, request(t, "GET"), 1)
	for _, header := range []string{
		newSigner(t, g, "nobody", "s3cret", start).header(t, request(t, "GET"), 1),
		newSigner(t, g, "owner", "guess", start).header(t, request(t, "GET"), 1),
		newSigner(t, g, "all", "x", start).header(t, request(t, "GET"), 1), // an account is no key
		strings.Replace(right, "nc=00000001", "nc=1", 1),
		strings.Replace(right, "nc=00000001", "nc=0000000g", 1),
		strings.Replace(right, "nc=00000001", "nc=00000002", 1),
		strings.Replace(right, "qop=auth", "qop=auth-int", 1),
		strings.Replace(right, "algorithm=MD5", "algorithm=SHA-256", 1),
		strings.Replace(right, auth.Realm, "elsewhere", 1),
		"Basic b3duZXI6czNjcmV0",
		`Digest username="owner", nc=x, =, "`,
		`Digest username="owner\`,
		"Digest",
		"",
	} {
		judge(t, g, request(t, "GET"), header, start, auth.Unproven)
	}
	judge(t, g, request(t, "GET"), right, start, auth.None) // it was the changes
}

// TestDigestWithQuotes has names that need escaping in a header.
func TestDigestWithQuotes(t *testing.T) {
	t.Parallel()
	const user, secret = `a "b", \c`, `d,"e"`
	g := auth.New([]auth.Principal{{ID: user, Secret: secret}}, nil)
	s := newSigner(t, g, user, secret, start)
	judge(t, g, request(t, "GET"), s.header(t, request(t, "GET"), 1), start, auth.None)
}

// FuzzDigest wants a refusal, and no panic, for whatever is in the header.
func FuzzDigest(f *testing.F) {
	f.Add(`username="owner", realm="MMS Public API", nc=00000001, cnonce="x", uri="/", qop=auth`)
	f.Add(`a="\`)
	f.Add(`=,=`)
	f.Fuzz(func(t *testing.T, credentials string) {
		r := request(t, "GET")
		r.Header.Set("Authorization", "Digest "+credentials)
		if got := newGuard().Judge(r, start); got.Refused != auth.Unproven {
			t.Errorf("got %+v", got)
		}
	})
}
