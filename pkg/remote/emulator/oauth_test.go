package emulator_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestServiceAccount(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, credentials)
	rt := emu.Transport()
	got := sendRequest(t, rt, oauthRequest(t, "token", credentials.ServiceAccounts[0], "grant_type", "client_credentials"))
	token, _ := got.body["access_token"].(string)
	wantDiff(t, got.body, object{"access_token": token, "expires_in": 3600.0, "token_type": "Bearer"})

	wantStatus := func(token string, want int) {
		t.Helper()
		req := newRequest(t, "GET", api+project, "")
		req.Header.Set("Authorization", "Bearer "+token)
		if got := sendRequest(t, rt, req); got.status != want {
			t.Errorf("got %d %s, want %d", got.status, got.raw, want)
		}
	}
	revoke := func(account emulator.ServiceAccount, token string) {
		t.Helper()
		got := sendRequest(t, rt, oauthRequest(t, "revoke", account, "token", token))
		if got.status != http.StatusOK || got.raw != "" {
			t.Errorf("revoke: got %d %s", got.status, got.raw)
		}
	}
	wantStatus(token, http.StatusOK)
	revoke(credentials.ServiceAccounts[1], token)
	wantStatus(token, http.StatusOK) // another account cannot revoke it
	revoke(credentials.ServiceAccounts[0], token)
	wantStatus(token, http.StatusUnauthorized)
	revoke(credentials.ServiceAccounts[0], token)

	got = sendRequest(t, rt, oauthRequest(t, "token", credentials.ServiceAccounts[1], "grant_type", "client_credentials"))
	token = got.body["access_token"].(string)
	emu.Advance(time.Hour - second)
	wantStatus(token, http.StatusOK)
	emu.Advance(second)
	wantStatus(token, http.StatusUnauthorized)
}

func TestServiceAccountRefused(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, credentials)
	known := credentials.ServiceAccounts[1]
	tests := []struct {
		name, endpoint string
		account        emulator.ServiceAccount
		form           []string
		status         int
		code           string
	}{
		{"wrong secret", "token", emulator.ServiceAccount{ID: known.ID, Secret: "guess"}, []string{"grant_type", "client_credentials"}, 401, "invalid_client"},
		{"unknown account", "token", emulator.ServiceAccount{ID: "x", Secret: "other"}, []string{"grant_type", "client_credentials"}, 401, "invalid_client"},
		{"no account", "revoke", emulator.ServiceAccount{}, []string{"token", "x"}, 401, "invalid_client"},
		{"another grant", "token", known, []string{"grant_type", "password"}, 400, "unsupported_grant_type"},
		{"no token", "revoke", known, nil, 400, "invalid_request"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := sendRequest(t, emu.Transport(), oauthRequest(t, test.endpoint, test.account, test.form...))
			if got.status != test.status || got.body["error"] != test.code {
				t.Errorf("got %d %s, want %d %s", got.status, got.raw, test.status, test.code)
			}
		})
	}
}

// oauthRequest sends the credentials encoded, as golang.org/x/oauth2 does.
func oauthRequest(t *testing.T, endpoint string, account emulator.ServiceAccount, form ...string) *http.Request {
	t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	req := newRequest(t, "POST", base+"/api/oauth/"+endpoint, values.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if account.ID != "" {
		req.SetBasicAuth(url.QueryEscape(account.ID), url.QueryEscape(account.Secret))
	}
	return req
}
