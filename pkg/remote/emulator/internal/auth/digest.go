package auth

import (
	"crypto/hmac"
	"crypto/md5" // the algorithm that Atlas asks for
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Realm is what Atlas calls itself in a challenge (recorded).
const Realm = "MMS Public API"

const (
	// nonceAge is for how long a nonce is good. Atlas's own limit is not known; five
	// minutes is what servers commonly take.
	nonceAge = 5 * time.Minute
	// replayWindow is how far a request may be overtaken by later ones of the same
	// nonce: a client that reuses its challenge for parallel requests does not
	// send their counts in order.
	replayWindow = 1024
	// maxNonces bounds the nonces remembered while time stands still.
	maxNonces = 4096
)

// nonces gives out nonces and remembers how often each was used. A nonce carries
// its date and a signature, so that a challenge that nobody answers costs
// nothing.
type nonces struct {
	secret [sha256.Size]byte // of this process

	mu    sync.Mutex
	used  map[string]*counts
	order []string // of first use
}

// counts are the values of nc seen with one nonce.
type counts struct {
	highest uint64
	seen    map[uint64]bool
}

func newNonces() *nonces {
	n := &nonces{used: map[string]*counts{}}
	_, _ = rand.Read(n.secret[:]) // never fails
	return n
}

// Challenge is the value of WWW-Authenticate of a refusal, its parts in the
// recorded order.
func (g *Guard) Challenge(now time.Time, stale bool) string {
	return fmt.Sprintf(`Digest realm=%q, domain="", nonce=%q, algorithm=MD5, qop="auth", stale=%t`,
		Realm, g.nonces.issue(now), stale)
}

func (n *nonces) issue(now time.Time) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(now.UnixNano()))
	raw = append(raw, make([]byte, 8)...)
	_, _ = rand.Read(raw[8:]) // never fails
	raw = append(raw, n.sign(raw)...)
	return base64.StdEncoding.EncodeToString(raw)
}

func (n *nonces) sign(raw []byte) []byte {
	mac := hmac.New(sha256.New, n.secret[:])
	mac.Write(raw)
	return mac.Sum(nil)[:8]
}

// fresh reports whether a nonce is one of ours and not too old.
func (n *nonces) fresh(nonce string, now time.Time) bool {
	raw, err := base64.StdEncoding.DecodeString(nonce)
	if err != nil || len(raw) != 24 || !hmac.Equal(raw[16:], n.sign(raw[:16])) {
		return false
	}
	issued := time.Unix(0, int64(binary.BigEndian.Uint64(raw)))
	return now.Sub(issued) <= nonceAge
}

// spend takes a count of a nonce, once.
func (n *nonces) spend(nonce string, count uint64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	c, ok := n.used[nonce]
	if !ok {
		if len(n.order) == maxNonces {
			delete(n.used, n.order[0])
			n.order = n.order[1:]
		}
		c = &counts{seen: map[uint64]bool{}}
		n.used[nonce] = c
		n.order = append(n.order, nonce)
	}
	if c.seen[count] || count+replayWindow <= c.highest {
		return false
	}
	c.seen[count] = true
	c.highest = max(c.highest, count)
	if len(c.seen) > 2*replayWindow {
		for old := range c.seen {
			if old+replayWindow <= c.highest {
				delete(c.seen, old)
			}
		}
	}
	return true
}

// proveDigest checks a digest by RFC 7616, with the one algorithm and the one
// quality of protection that the challenge offers. A count that was seen before
// is a replay, which proves nothing.
func (g *Guard) proveDigest(r *http.Request, credentials string, now time.Time) (*Principal, Reason) {
	part := parseDigest(credentials)
	key, known := g.keys[part["username"]]
	count, err := strconv.ParseUint(part["nc"], 16, 32)
	if !known || err != nil || len(part["nc"]) != 8 || part["cnonce"] == "" ||
		part["realm"] != Realm || part["qop"] != "auth" || part["uri"] != requestURI(r) ||
		(part["algorithm"] != "" && !strings.EqualFold(part["algorithm"], "MD5")) {
		return nil, Unproven
	}
	ha1 := md5Hex(key.ID, Realm, key.Secret)
	ha2 := md5Hex(r.Method, part["uri"])
	want := md5Hex(ha1, part["nonce"], part["nc"], part["cnonce"], "auth", ha2)
	switch {
	case !same(strings.ToLower(part["response"]), want):
		return nil, Unproven
	case !g.nonces.fresh(part["nonce"], now):
		return nil, Stale
	case !g.nonces.spend(part["nonce"], count):
		return nil, Unproven
	}
	return key, None
}

func requestURI(r *http.Request) string {
	if r.RequestURI != "" {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}

func md5Hex(parts ...string) string {
	hash := md5.Sum([]byte(strings.Join(parts, ":")))
	return hex.EncodeToString(hash[:])
}

// parseDigest reads the parameters of an Authorization header: name=value or
// name="quoted value", separated by commas.
func parseDigest(s string) map[string]string {
	parts := map[string]string{}
	for s != "" {
		name, rest, ok := strings.Cut(s, "=")
		if !ok {
			return parts
		}
		name = strings.ToLower(strings.Trim(name, " ,\t"))
		parts[name], s = parseValue(strings.TrimLeft(rest, " \t"))
	}
	return parts
}

func parseValue(s string) (value, rest string) {
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, ",")
		return strings.TrimSpace(value), rest
	}
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return out.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String(), ""
}
