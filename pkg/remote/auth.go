package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"

	"go.mongodb.org/atlas-sdk/v20250312018/auth"
	"go.mongodb.org/atlas-sdk/v20250312018/auth/clientcredentials"
)

// Credentials are one way to prove who is calling: an [APIKey], a
// [ServiceAccount] or a [Token].
type Credentials interface {
	authorize(c *Client, next http.RoundTripper) http.RoundTripper
	String() string
}

// APIKey is a programmatic API key; requests are signed with HTTP digest.
type APIKey struct{ Public, Private string }

// ServiceAccount is an OAuth 2 client; requests carry a token that is fetched
// once a run and revoked at its end.
type ServiceAccount struct{ ID, Secret string }

// Token is an access token that somebody else fetched, and will revoke.
type Token string

// String names the credentials without the secret part.
func (k APIKey) String() string { return "API key " + k.Public }

// String names the credentials without the secret part.
func (s ServiceAccount) String() string { return "service account " + s.ID }

// String names the credentials without the secret part.
func (Token) String() string { return "access token" }

// GoString is String, for %#v.
func (k APIKey) GoString() string { return k.String() }

// GoString is String, for %#v.
func (s ServiceAccount) GoString() string { return s.String() }

// GoString is String, for %#v.
func (t Token) GoString() string { return t.String() }

func (k APIKey) authorize(_ *Client, next http.RoundTripper) http.RoundTripper {
	return digestAuth(k, next)
}

func (t Token) authorize(_ *Client, next http.RoundTripper) http.RoundTripper {
	return bearer(func(context.Context) (string, error) { return string(t), nil }, next)
}

func (s ServiceAccount) authorize(c *Client, next http.RoundTripper) http.RoundTripper {
	config := clientcredentials.NewConfig(s.ID, s.Secret)
	config.TokenURL = c.baseURL + clientcredentials.TokenAPIPath
	config.RevokeURL = c.baseURL + clientcredentials.RevokeAPIPath
	session := &session{config: config, http: &http.Client{Transport: next, CheckRedirect: noRedirects}}
	c.onClose = session.revoke
	return bearer(session.token, next)
}

// bearer puts a token on every request.
func bearer(token func(context.Context) (string, error), next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		text, err := token(r.Context())
		if err != nil {
			return nil, err
		}
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+text)
		return next.RoundTrip(r)
	})
}

// session holds the one token of a run. The token endpoint is rate limited and
// a service account has a hundred active tokens at most, so it is fetched once
// and given back.
type session struct {
	config *clientcredentials.Config
	http   *http.Client

	mu      sync.Mutex
	current *auth.Token
}

func (s *session) token(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current.Valid() {
		return s.current.AccessToken, nil
	}
	// The run outlives the request that happens to need the token first.
	ctx = context.WithValue(context.WithoutCancel(ctx), auth.HTTPClient, s.http)
	token, err := s.config.Token(ctx)
	if err != nil {
		return "", tokenError(s.config.ClientID, err)
	}
	s.current = token
	return token.AccessToken, nil
}

func (s *session) revoke(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil
	}
	ctx = context.WithValue(ctx, auth.HTTPClient, s.http)
	if err := s.config.RevokeToken(ctx, s.current); err != nil {
		return fmt.Errorf("revoking the access token: %w", err)
	}
	s.current = nil
	return nil
}

// tokenError keeps the status and drops the body: what an identity provider
// writes there is not ours to print.
func tokenError(id string, err error) error {
	var refused interface{ Error() string }
	if text := err.Error(); strings.Contains(text, "oauth2: ") && errors.As(err, &refused) {
		line, _, _ := strings.Cut(strings.TrimPrefix(text, "oauth2: "), "\n")
		return fmt.Errorf("fetching a token for service account %s: %s: %w", id, line, ErrDenied)
	}
	return fmt.Errorf("fetching a token for service account %s: %w", id, err)
}

// noRedirects makes a redirect an answer: credentials go where they were told
// to go, and nowhere else.
func noRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
