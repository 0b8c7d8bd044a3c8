package emulator_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/recorded"
)

// wantBody compares members and JSON types, and the words of a vocabulary: other
// values are another server's. An error is compared whole, and byte for byte
// where its layout is known.
func (p *player) wantBody(e recorded.Exchange, got answer, want any) {
	p.Helper()
	have := decoded(p.T, got.raw)
	if e.Status < http.StatusBadRequest {
		whole, _ := want.(object)
		_, isList := whole["results"] // which holds what others have made
		have, want = form("", have, !isList), form("", want, !isList)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		p.Errorf("%s: %s %s (-want +got):\n%s", e.Name, e.Method, e.Path, diff)
	}
	if e.Raw != "" && got.raw != e.Raw {
		p.Errorf("%s: got the bytes %q, want %q", e.Name, got.raw, e.Raw)
	}
}

// word is a value out of a vocabulary of Atlas, and no name that somebody chose.
var word = regexp.MustCompile(`^[A-Z][A-Za-z0-9_-]*$`)

// form replaces values by the names of their JSON types, but for words, if they
// matter. A state is none: those are compared by themselves. A list has the
// forms of its members, each once: how many there are is no matter of form,
// whether there are any is.
func form(name string, value any, words bool) any {
	switch v := value.(type) {
	case object:
		out := object{}
		for name, member := range v {
			out[name] = form(name, member, words)
		}
		return out
	case []any:
		forms := map[string]any{}
		for _, member := range v {
			f := form(name, member, words)
			key, err := json.Marshal(f)
			if err != nil {
				panic(err) // it was JSON a moment ago
			}
			forms[string(key)] = f
		}
		out := []any{}
		for _, key := range slices.Sorted(maps.Keys(forms)) {
			out = append(out, forms[key])
		}
		return out
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "number with a fraction"
		}
		return "number"
	case string:
		if words && name != "stateName" && name != "state" && word.MatchString(v) {
			return v
		}
		return "text"
	case bool:
		return "flag"
	}
	return value // null
}

// statesOf are the states that a body shows, by name or ID of the object.
func statesOf(body any) map[string]string {
	states := map[string]string{}
	o, _ := body.(object)
	results, isList := o["results"].([]any)
	if !isList {
		results = []any{body}
	}
	for _, result := range results {
		one, _ := result.(object)
		for _, member := range []string{"stateName", "state"} {
			state, ok := one[member].(string)
			if !ok {
				continue
			}
			if name, named := one["name"].(string); named {
				states[name] = state
			} else if id, has := one["_id"].(string); has {
				states[id] = state
			}
		}
	}
	return states
}

// sameStates compares the objects that both have: a list of Atlas may hold more.
func sameStates(got, want map[string]string) bool {
	for name, state := range got {
		if other, both := want[name]; both && other != state {
			return false
		}
	}
	return true
}

// wantStates holds every state to the recorded one.
func (p *player) wantStates(e recorded.Exchange, raw string, want any) {
	p.Helper()
	got, wanted := statesOf(decoded(p.T, raw)), statesOf(want)
	maps.Copy(p.states, got)
	reason := p.tables.otherState(e.Name)
	switch alike := sameStates(got, wanted); {
	case alike && reason != "":
		p.Errorf("%s: the table says %q, but the states are as recorded: take the entry out", e.Name, reason)
	case !alike && reason == "":
		p.Errorf("%s: got the states %v, want %v", e.Name, got, wanted)
	}
}

var nonce = regexp.MustCompile(`nonce="[^"]+"`)

// wantHeaders compares the headers that clients read. They must also be missing
// where Atlas has none.
func (p *player) wantHeaders(e recorded.Exchange, got http.Header) {
	p.Helper()
	for _, name := range []string{"Content-Type", "X-Error-Code", "Deprecation", "Sunset", "Location", "WWW-Authenticate"} {
		plain := func(h http.Header) string { return nonce.ReplaceAllString(p.here(h.Get(name)), "nonce") }
		if plain(got) != plain(e.Header) {
			p.Errorf("%s: got %s %q, want %q", e.Name, name, got.Get(name), e.Header.Get(name))
		}
	}
	p.wantRateLimit(e, got)
}

// wantRateLimit compares the capacity, and the rest by its form: others had
// used the project as well.
func (p *player) wantRateLimit(e recorded.Exchange, got http.Header) {
	p.Helper()
	const limit, remaining = "RateLimit-Limit", "RateLimit-Remaining"
	if got.Get(limit) != e.Header.Get(limit) {
		p.Errorf("%s: got %s %q, want %q", e.Name, limit, got.Get(limit), e.Header.Get(limit))
	}
	if e.Header.Get(remaining) == "" && got.Get(remaining) == "" {
		return
	}
	left, err := strconv.Atoi(got.Get(remaining))
	if capacity, _ := strconv.Atoi(e.Header.Get(limit)); err != nil || left < 0 || left > capacity {
		p.Errorf("%s: got %s %q, want a number up to %d", e.Name, remaining, got.Get(remaining), capacity)
	}
}
