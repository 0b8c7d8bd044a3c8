package emulator

import (
	"crypto/subtle"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// guard knows who may come in, and what the challenges and tokens given out are
// worth.
type guard struct {
	open     bool // no credentials are configured, none are asked for
	keys     map[string]APIKey
	accounts map[string]string // ID to secret
	nonces   *nonces
	tokens   *tokens
}

func newGuard(cfg Config) *guard {
	g := &guard{
		open:     len(cfg.Keys) == 0 && len(cfg.ServiceAccounts) == 0,
		keys:     map[string]APIKey{},
		accounts: map[string]string{},
		nonces:   newNonces(),
		tokens:   newTokens(),
	}
	for _, key := range cfg.Keys {
		g.keys[key.Public] = key
	}
	for _, account := range cfg.ServiceAccounts {
		g.accounts[account.ID] = account.Secret
	}
	return g
}

// verdict is what the guard says of a request.
type verdict struct {
	admitted bool
	readOnly bool
	stale    bool // the credentials were right, their nonce has expired
}

// authenticate lets only requests with valid credentials through, and of those
// with read-only credentials only the reads. The OAuth endpoints check their
// own credentials.
func (e *Emulator) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, oauthPath) || e.guard.open {
			next.ServeHTTP(w, r)
			return
		}
		now := e.clock.now()
		who := e.guard.judge(r, now)
		switch {
		case !who.admitted:
			e.guard.challenge(w, now, who.stale)
		case who.readOnly && r.Method != http.MethodGet && r.Method != http.MethodOptions:
			writeError(w, errReadOnlyKey())
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (g *guard) judge(r *http.Request, now time.Time) verdict {
	scheme, credentials, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch strings.ToLower(scheme) {
	case "digest":
		return g.judgeDigest(r, credentials, now)
	case "bearer":
		return verdict{admitted: g.tokens.valid(strings.TrimSpace(credentials), now)}
	}
	return verdict{}
}

// challenge refuses a request. The odd layout of the body, its order and the
// missing error code are recorded, and so is the challenge whatever was wrong.
func (g *guard) challenge(w http.ResponseWriter, now time.Time, stale bool) {
	const body = "{\n  \"error\" : 401,\n  \"reason\" : \"Unauthorized\",\n" +
		"  \"detail\" : \"You are not authorized for this resource.\"\n}"
	w.Header().Set("WWW-Authenticate", g.nonces.challenge(now, stale))
	w.Header().Set("Content-Type", plainMedia)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusUnauthorized)
	// The client may be gone; then nobody is left to tell.
	_, _ = io.WriteString(w, body)
}

// same compares secrets in constant time.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
