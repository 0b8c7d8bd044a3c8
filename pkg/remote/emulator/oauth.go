package emulator

import (
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

const (
	oauthPath = "/api/oauth/"
	// tokenLife is for how long an access token is good, in emulated time.
	tokenLife = time.Hour
)

func oauthRoutes() []route {
	return []route{
		{method: http.MethodPost, path: oauthPath + "token", serve: (*Emulator).serveToken},
		{method: http.MethodPost, path: oauthPath + "revoke", serve: (*Emulator).serveRevoke},
	}
}

// tokens are the access tokens given out, by their hash.
type tokens struct {
	mu     sync.Mutex
	grants map[[sha256.Size]byte]grant
}

type grant struct {
	account string
	expires time.Time
}

func newTokens() *tokens { return &tokens{grants: map[[sha256.Size]byte]grant{}} }

func (t *tokens) issue(account string, now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for hash, g := range t.grants {
		if !now.Before(g.expires) {
			delete(t.grants, hash)
		}
	}
	token := "mdb_at_" + rand.Text()
	t.grants[sha256.Sum256([]byte(token))] = grant{account: account, expires: now.Add(tokenLife)}
	return token
}

func (t *tokens) valid(token string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	g, ok := t.grants[sha256.Sum256([]byte(token))]
	return ok && now.Before(g.expires)
}

func (t *tokens) revoke(token, account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	hash := sha256.Sum256([]byte(token))
	if t.grants[hash].account == account {
		delete(t.grants, hash)
	}
}

// serveToken answers POST /api/oauth/token, the client credentials grant. No
// exchange is recorded; the forms are those of RFC 6749.
func (e *Emulator) serveToken(w http.ResponseWriter, r *http.Request) {
	account, ok := e.account(w, r)
	if !ok {
		return
	}
	if r.PostForm.Get("grant_type") != "client_credentials" {
		writeOAuthError(w, http.StatusBadRequest, "unsupported_grant_type", "The grant type must be client_credentials.")
		return
	}
	writeOAuth(w, http.StatusOK, object{
		"access_token": e.guard.tokens.issue(account, e.clock.now()),
		"expires_in":   int(tokenLife / time.Second),
		"token_type":   "Bearer",
	})
}

// serveRevoke answers POST /api/oauth/revoke. A token that is not known is no
// error (RFC 7009); that of another account stays.
func (e *Emulator) serveRevoke(w http.ResponseWriter, r *http.Request) {
	account, ok := e.account(w, r)
	if !ok {
		return
	}
	token := r.PostForm.Get("token")
	if token == "" {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "The token is missing.")
		return
	}
	e.guard.tokens.revoke(token, account)
	w.Header().Set("Content-Length", strconv.Itoa(0))
	w.WriteHeader(http.StatusOK)
}

// account returns the service account whose credentials the request shows, and
// reads its form. It answers the request itself when either is wrong.
func (e *Emulator) account(w http.ResponseWriter, r *http.Request) (string, bool) {
	id, secret, _ := r.BasicAuth()
	want, known := e.guard.accounts[formDecoded(id)]
	if !known || !(same(formDecoded(secret), want) || same(secret, want)) {
		w.Header().Set("WWW-Authenticate", `Basic realm="`+realm+`"`)
		writeOAuthError(w, http.StatusUnauthorized, "invalid_client", "The client ID or the client secret is wrong.")
		return "", false
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "The form cannot be read.")
		return "", false
	}
	return formDecoded(id), true
}

// formDecoded undoes the encoding that RFC 6749 §2.3.1 asks of clients, and
// that curl -u does not do.
func formDecoded(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func writeOAuthError(w http.ResponseWriter, status int, code, description string) {
	writeOAuth(w, status, object{"error": code, "error_description": description})
}

func writeOAuth(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", plainMedia)
	w.Header().Set("Cache-Control", "no-store")
	writeBody(w, status, body)
}
