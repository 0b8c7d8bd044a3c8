package remote

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"sync"
)

// scrubber knows every secret that went into a request, and takes them out of
// errors: Atlas, or a proxy, may repeat the request that it complains about.
type scrubber struct {
	mu    sync.Mutex
	known map[string]bool // the spellings of every secret
}

// learn remembers a secret, in the spellings that an answer may have it in.
func (s *scrubber) learn(secret string) {
	if secret == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]bool{}
	}
	for _, spelling := range []string{secret, inJSON(secret, false), inJSON(secret, true), url.QueryEscape(secret), url.PathEscape(secret)} {
		s.known[spelling] = true
	}
}

// inJSON is a text as it stands in JSON, with or without the escapes that keep
// it from being HTML.
func inJSON(text string, html bool) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(html)
	_ = enc.Encode(text) // text always encodes
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(b.String(), "\n"), `"`), `"`)
}

// scrub gives err without the secrets in its text. Where a secret is so short
// that taking it out would show where it was, the whole text goes.
func (s *scrubber) scrub(err error) error {
	if err == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	text := err.Error()
	clean := text
	for _, secret := range sortedKeys(s.known) {
		switch {
		case !strings.Contains(clean, secret):
		case len(secret) < 4:
			clean = "the answer repeats a secret and is not shown"
		default:
			clean = strings.ReplaceAll(clean, secret, "(secret)")
		}
	}
	if clean == text {
		return err
	}
	return scrubbed{clean, err}
}

// scrubbed is an error whose text is safe to show. What it wraps decides what
// it is, and is never printed.
type scrubbed struct {
	text string
	err  error
}

func (s scrubbed) Error() string { return s.text }

func (s scrubbed) Is(target error) bool { return errors.Is(s.err, target) }
