package auth

import (
	"crypto/subtle"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Principal is somebody who is known, and what their credentials are good for.
type Principal struct {
	ID       string // the public key, or the client ID
	Secret   string // the private key, or the client secret
	ReadOnly bool
	Projects []string       // by name or ID; empty: all of them
	Networks []netip.Prefix // empty: from everywhere
}

// Owns reports whether a project is one of theirs.
func (p *Principal) Owns(id, name string) bool {
	return len(p.Projects) == 0 || slices.Contains(p.Projects, id) || slices.Contains(p.Projects, name)
}

func (p *Principal) comesFrom(address netip.Addr) bool {
	return len(p.Networks) == 0 ||
		slices.ContainsFunc(p.Networks, func(n netip.Prefix) bool { return n.Contains(address) })
}

// Reason is why a request is refused.
type Reason int

// The reasons, in the order in which they are found.
const (
	None      Reason = iota // it is not refused
	Unproven                // no credentials, or wrong ones
	Stale                   // the right ones, with a nonce that has expired
	Elsewhere               // from an address that they are not good for
	Reading                 // a write, by somebody who may only read
)

// Verdict is what the guard says of a request.
type Verdict struct {
	Refused Reason
	As      *Principal // nil when nothing is proven
	From    netip.Addr // the address of the request
}

// Guard knows who may come in, and what the challenges and tokens that it gave
// out are worth. Its methods may be called at the same time.
type Guard struct {
	open     bool // nobody is known, so that nobody is asked
	keys     map[string]*Principal
	accounts map[string]*Principal
	nonces   *nonces
	tokens   *tokens
}

// New makes a guard that knows API keys and service accounts. With neither it
// admits everybody, as a principal without a name.
func New(keys, accounts []Principal) *Guard {
	return &Guard{
		open:     len(keys)+len(accounts) == 0,
		keys:     byID(keys),
		accounts: byID(accounts),
		nonces:   newNonces(),
		tokens:   newTokens(),
	}
}

func byID(all []Principal) map[string]*Principal {
	index := make(map[string]*Principal, len(all))
	for i := range all {
		index[all[i].ID] = &all[i]
	}
	return index
}

// Judge decides about a request at a time. It takes note of the use of a nonce,
// so that a request is judged once.
func (g *Guard) Judge(r *http.Request, now time.Time) Verdict {
	v := Verdict{From: Address(r)}
	if g.open {
		v.As = &Principal{}
		return v
	}
	v.As, v.Refused = g.prove(r, now)
	switch {
	case v.Refused != None:
	case !v.As.comesFrom(v.From):
		v.Refused = Elsewhere
	case v.As.ReadOnly && writes(r.Method):
		v.Refused = Reading
	}
	return v
}

func (g *Guard) prove(r *http.Request, now time.Time) (*Principal, Reason) {
	scheme, credentials, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch strings.ToLower(scheme) {
	case "digest":
		return g.proveDigest(r, credentials, now)
	case "bearer":
		if p := g.tokens.holder(strings.TrimSpace(credentials), now); p != nil {
			return p, None
		}
	}
	return nil, Unproven
}

func writes(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// Address is where a request comes from by the connection that it came on; it
// is invalid where there is none.
func Address(r *http.Request) netip.Addr {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return from.Addr().Unmap()
}

// same compares secrets in constant time.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
