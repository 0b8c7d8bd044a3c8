package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

const oauthPath = "/api/oauth/"

func oauthRoutes() []route {
	return []route{
		{method: http.MethodPost, path: oauthPath + "token", serve: (*Emulator).serveToken},
		{method: http.MethodPost, path: oauthPath + "revoke", serve: (*Emulator).serveRevoke},
	}
}

// serveToken answers POST /api/oauth/token, the client credentials grant. No
// exchange is recorded; the forms are those of RFC 6749.
func (e *Emulator) serveToken(w http.ResponseWriter, r *http.Request) {
	account := e.account(w, r)
	if account == nil {
		return
	}
	if r.PostForm.Get("grant_type") != "client_credentials" {
		writeOAuthError(w, http.StatusBadRequest, "unsupported_grant_type", "The grant type must be client_credentials.")
		return
	}
	token, err := e.guard.Issue(account, auth.Address(r), e.clock.now(), e.clock.unhurried())
	switch {
	case errors.Is(err, auth.ErrTooOften):
		writeError(w, errTokenRequests())
	case errors.Is(err, auth.ErrTooMany):
		writeOAuthError(w, http.StatusForbidden, "access_denied", "Access Token limit reached")
	default:
		writeOAuth(w, http.StatusOK, object{
			"access_token": token,
			"expires_in":   int(auth.TokenLife / time.Second),
			"token_type":   "Bearer",
		})
	}
}

// errTokenRequests has the form that the documents of MongoDB's Terraform
// provider show, numbers among the parameters included.
func errTokenRequests() *apiError {
	const path, minutes = oauthPath + "token", int(auth.TokenWindow / time.Minute)
	err := fail(http.StatusTooManyRequests, "RATE_LIMITED",
		fmt.Sprintf("Resource %s is limited to %d requests every %d minutes.", path, auth.TokenRequests, minutes))
	err.params = []any{path, auth.TokenRequests, minutes}
	return err
}

// serveRevoke answers POST /api/oauth/revoke. A token that is not known is no
// error (RFC 7009); that of another account stays.
func (e *Emulator) serveRevoke(w http.ResponseWriter, r *http.Request) {
	account := e.account(w, r)
	if account == nil {
		return
	}
	token := r.PostForm.Get("token")
	if token == "" {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "The token is missing.")
		return
	}
	e.guard.Revoke(account, token)
	w.Header().Set("Content-Length", strconv.Itoa(0))
	w.WriteHeader(http.StatusOK)
}

// account returns the service account whose credentials the request shows, and
// reads its form. It answers the request itself, and returns nil, when either is
// wrong.
func (e *Emulator) account(w http.ResponseWriter, r *http.Request) *auth.Principal {
	account := e.guard.Account(r)
	if account == nil {
		w.Header().Set("WWW-Authenticate", `Basic realm="`+auth.Realm+`"`)
		writeOAuthError(w, http.StatusUnauthorized, "invalid_client", "The client ID or the client secret is wrong.")
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "The form cannot be read.")
		return nil
	}
	return account
}

func writeOAuthError(w http.ResponseWriter, status int, code, description string) {
	writeOAuth(w, status, object{"error": code, "error_description": description})
}

func writeOAuth(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", plainMedia)
	w.Header().Set("Cache-Control", "no-store")
	writeBody(w, status, body)
}
