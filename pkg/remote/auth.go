package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

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
	return bearer(func(context.Context) (string, error) { return string(t), nil }, func(context.Context, string) {}, next)
}

func (s ServiceAccount) authorize(c *Client, next http.RoundTripper) http.RoundTripper {
	config := clientcredentials.NewConfig(s.ID, s.Secret)
	config.TokenURL = c.baseURL + clientcredentials.TokenAPIPath
	config.RevokeURL = c.baseURL + clientcredentials.RevokeAPIPath
	session := &session{
		config: config,
		http:   &http.Client{Transport: refusals(next), CheckRedirect: noRedirects},
		clock:  c.clock,
		lock:   newLock(),
	}
	c.onClose = session.revoke
	return bearer(session.token, session.drop, next)
}

// bearer puts a token on every request, and drops one that is not accepted.
// Without a token nothing is sent.
func bearer(token func(context.Context) (string, error), drop func(context.Context, string), next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		text, err := token(r.Context())
		if err != nil {
			return nil, notSent{err}
		}
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+text)
		res, err := next.RoundTrip(r)
		if err == nil && res.StatusCode == http.StatusUnauthorized {
			drop(r.Context(), text)
		}
		return res, err
	})
}

// session holds the one token of a run. The token endpoint is rate limited and
// a service account has a hundred active tokens at most, so it is fetched once
// and given back. A refusal is final, too: asking again would be one more
// failed login.
type session struct {
	config *clientcredentials.Config
	http   *http.Client
	clock  Clock

	lock    lock // guards what follows
	current *auth.Token
	end     time.Time // of the token, by our clock
	refused error
	dropped int
}

// maxDropped is how many tokens of a run may turn out not to be accepted any
// more. It is few: a token that is good is not accepted either where the
// service account has no role, and each one that is fetched instead stays
// active for an hour.
const maxDropped = 3

// drop has the next request fetch a new token instead of one that was not
// accepted: it expired, or somebody revoked it.
func (s *session) drop(ctx context.Context, text string) {
	if s.lock.acquire(ctx) != nil {
		return // who asked is gone
	}
	defer s.lock.release()
	if s.current != nil && s.current.AccessToken == text && s.dropped < maxDropped {
		s.current = nil
		s.dropped++
	}
}

// expiryMargin is how long before its end a token is not used any more.
const expiryMargin = 10 * time.Second

func (s *session) token(ctx context.Context) (string, error) {
	if err := s.lock.acquire(ctx); err != nil {
		return "", err
	}
	defer s.lock.release()
	if s.refused != nil {
		return "", s.refused
	}
	if s.current != nil && (s.end.IsZero() || s.clock.Now().Before(s.end)) {
		return s.current.AccessToken, nil
	}
	token, err := s.config.Token(context.WithValue(ctx, auth.HTTPClient, s.http))
	if err != nil {
		err = fmt.Errorf("fetching a token for service account %s: %w", s.config.ClientID, tokenError(err))
		if errors.Is(err, ErrDenied) {
			s.refused = err
		}
		return "", err
	}
	// Its own expiry is by the clock of this machine, which is another one on
	// the emulator. Where the answer names none, a refusal will tell.
	s.current, s.end = token, time.Time{}
	if life, ok := token.Extra("expires_in").(float64); ok {
		s.end = s.clock.Now().Add(time.Duration(life*float64(time.Second)) - expiryMargin)
	}
	return token.AccessToken, nil
}

func (s *session) revoke(ctx context.Context) error {
	if err := s.lock.acquire(ctx); err != nil {
		return err
	}
	defer s.lock.release()
	if s.current == nil {
		return nil
	}
	if err := s.config.RevokeToken(context.WithValue(ctx, auth.HTTPClient, s.http), s.current); err != nil {
		return fmt.Errorf("revoking the access token: %w", tokenError(err))
	}
	s.current = nil
	return nil
}

// oauthCodes are the error codes of RFC 6749, section 5.2, and the one for too
// many tokens.
var oauthCodes = []string{
	"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
	"unsupported_grant_type", "invalid_scope", "access_denied",
}

// refusals makes an [*APIError] of a refusal to give or take a token. It keeps
// the status and a code that is known, and drops the rest: what an identity
// provider writes there, such as the credentials, is not ours to print.
func refusals(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err != nil || res.StatusCode < http.StatusMultipleChoices {
			return res, err
		}
		defer res.Body.Close()
		refusal := &APIError{Method: r.Method, Path: r.URL.Path, Status: res.StatusCode}
		var body struct{ Error string }
		if json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&body) == nil && slices.Contains(oauthCodes, body.Error) {
			refusal.Code = body.Error
		}
		return nil, refusal
	})
}

var errNoToken = errors.New("the answer is not what Atlas sends: is the base URL Atlas, or a proxy in between?")

// tokenError is why there was no answer about a token, or none to use.
func tokenError(err error) error {
	if refusal, ok := errors.AsType[*APIError](err); ok {
		return refusal
	}
	if unreachable, ok := errors.AsType[*url.Error](err); ok {
		return translate(unreachable)
	}
	return errNoToken
}

// noRedirects makes a redirect an answer: credentials go where they were told
// to go, and nowhere else.
func noRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
