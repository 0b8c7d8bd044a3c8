package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"
)

const (
	// TokenLife is for how long an access token is good (API document).
	TokenLife = time.Hour
	// TokenRequests is how many tokens a service account may ask for in a
	// TokenWindow from one address. Errors of other tools show 10, later ones 50.
	TokenRequests = 10
	// TokenWindow is the minute of that limit.
	TokenWindow = time.Minute
	// MaxTokens is how many tokens of a service account are good at the same time
	// (MongoDB's documents).
	MaxTokens = 100
)

// Why there is no token for a service account whose credentials are right.
var (
	ErrTooOften = errors.New("too many requests for tokens")
	ErrTooMany  = errors.New("too many active tokens")
)

// Account returns the service account whose ID and secret a request shows, or
// nil.
func (g *Guard) Account(r *http.Request) *Principal {
	id, secret, _ := r.BasicAuth()
	p, known := g.accounts[formDecoded(id)]
	if !known || !(same(formDecoded(secret), p.Secret) || same(secret, p.Secret)) {
		return nil
	}
	return p
}

// formDecoded undoes the encoding that RFC 6749 §2.3.1 asks of clients, and
// that curl -u does not do.
func formDecoded(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// Issue makes a token for an account that asks from an address. Asked is the time by
// which requests are limited, and now the one by which tokens end.
func (g *Guard) Issue(account *Principal, from netip.Addr, asked, now time.Time) (string, error) {
	return g.tokens.issue(account, from, asked, now)
}

// Revoke ends a token, unless it is that of another account.
func (g *Guard) Revoke(account *Principal, token string) { g.tokens.revoke(account, token) }

// tokens are the access tokens given out, by their hash.
type tokens struct {
	mu     sync.Mutex
	grants map[[sha256.Size]byte]grant
	asked  map[asker][]time.Time // when a token was asked for, within the window
}

type grant struct {
	account *Principal
	expires time.Time
}

type asker struct {
	account string
	from    netip.Addr
}

func newTokens() *tokens {
	return &tokens{grants: map[[sha256.Size]byte]grant{}, asked: map[asker][]time.Time{}}
}

func (t *tokens) issue(account *Principal, from netip.Addr, asked, now time.Time) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(asked, now)
	who := asker{account.ID, from}
	if len(t.asked[who]) == TokenRequests {
		return "", ErrTooOften
	}
	t.asked[who] = append(t.asked[who], asked)
	active := 0
	for _, g := range t.grants {
		if g.account == account {
			active++
		}
	}
	if active == MaxTokens {
		return "", ErrTooMany
	}
	token := "mdb_at_" + rand.Text()
	t.grants[sha256.Sum256([]byte(token))] = grant{account: account, expires: now.Add(TokenLife)}
	return token, nil
}

// forget drops what no longer counts: tokens that have expired, and requests
// that are older than the window. That a refused request does not count is a
// guess.
func (t *tokens) forget(asked, now time.Time) {
	for hash, g := range t.grants {
		if !now.Before(g.expires) {
			delete(t.grants, hash)
		}
	}
	for who, times := range t.asked {
		for len(times) > 0 && asked.Sub(times[0]) >= TokenWindow {
			times = times[1:]
		}
		if len(times) == 0 {
			delete(t.asked, who)
		} else {
			t.asked[who] = times
		}
	}
}

// holder is the account that a token was given to, nil when the token is not
// good.
func (t *tokens) holder(token string, now time.Time) *Principal {
	t.mu.Lock()
	defer t.mu.Unlock()
	if g, ok := t.grants[sha256.Sum256([]byte(token))]; ok && now.Before(g.expires) {
		return g.account
	}
	return nil
}

func (t *tokens) revoke(account *Principal, token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	hash := sha256.Sum256([]byte(token))
	if t.grants[hash].account == account {
		delete(t.grants, hash)
	}
}
