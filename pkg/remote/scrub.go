package remote

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
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

// scrub gives err without the secrets in what the server said. Our own words
// about the request hold none, and stay.
func (s *scrubber) scrub(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	said := text
	api, ok := errors.AsType[*APIError](err)
	if ok {
		said = api.Detail
	}
	clean := s.clean(said)
	if clean == said {
		return err
	}
	if ok {
		copied := *api
		copied.Detail, api = clean, &copied
	}
	return scrubbed{strings.ReplaceAll(text, said, clean), api, err}
}

// clean takes the secrets out of a text, the longest first, since one may be
// the beginning of another. Where one is so short that it may be part of any
// word, the whole text goes.
func (s *scrubber) clean(text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var pairs []string
	for _, secret := range slices.SortedFunc(maps.Keys(s.known), longestFirst) {
		if len(secret) < 4 && strings.Contains(text, secret) {
			return "what the server said repeats a secret and is not shown"
		}
		pairs = append(pairs, secret, "(secret)")
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func longestFirst(a, b string) int {
	return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
}

// scrubbed is an error whose text is safe to show. What it wraps decides what
// it is, and is never printed.
type scrubbed struct {
	text string
	api  *APIError // what Atlas answered, without the secrets; nil for none
	err  error
}

func (s scrubbed) Error() string { return s.text }

func (s scrubbed) Is(target error) bool { return errors.Is(s.err, target) }

// As gives what Atlas answered, which is safe to show too.
func (s scrubbed) As(target any) bool {
	api, ok := target.(**APIError)
	if ok && s.api != nil {
		*api = s.api
	}
	return ok && s.api != nil
}

// OutcomeUnknown is what the error says that it wraps.
func (s scrubbed) OutcomeUnknown() bool {
	e, ok := errors.AsType[interface {
		error
		OutcomeUnknown() bool
	}](s.err)
	return ok && e.OutcomeUnknown()
}

// AlreadyExists is what the error says that it wraps.
func (s scrubbed) AlreadyExists() bool { return s.api != nil && s.api.AlreadyExists() }
