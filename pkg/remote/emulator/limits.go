package emulator

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/limit"
)

// limitsBegin is the day from which on answers carry the headers of rate limits
// (recorded). Before it nothing is limited here: how Atlas did it is not known.
var limitsBegin = time.Date(2026, time.January, 19, 0, 0, 0, 0, time.UTC)

// refillPeriod is the one that every refusal on record names.
const refillPeriod = time.Minute

// Limit is the rate limit of an endpoint set: so many requests at once, and so
// many more a minute.
type Limit struct {
	Capacity, Refill int
}

// maxLimit keeps the arithmetic of buckets within its range.
const maxLimit = 1_000_000

func (l Limit) valid() bool {
	return l.Capacity > 0 && l.Capacity <= maxLimit && l.Refill > 0 && l.Refill <= maxLimit
}

func (l Limit) rate() limit.Rate {
	return limit.Rate{Capacity: l.Capacity, Refill: l.Refill, Period: refillPeriod}
}

// limits are the endpoint sets with what the configuration makes of them, and
// their buckets. Buckets are full when an emulator begins: they are no part of
// the state.
type limits struct {
	given   map[string]Limit // by the ID of the set
	buckets limit.Buckets
}

func checkLimits(given map[string]Limit) error {
	for _, id := range slices.Sorted(maps.Keys(given)) {
		if _, ok := endpointSetByID(id); !ok {
			return fmt.Errorf("configuring the emulator: there is no endpoint set %q, only %s", id, strings.Join(EndpointSets(), ", "))
		}
		if !given[id].valid() {
			return fmt.Errorf("configuring the emulator: endpoint set %s: capacity and refill must be from 1 to %d", id, maxLimit)
		}
	}
	return nil
}

// of is the limit of a set as it applies.
func (l *limits) of(set endpointSet) Limit {
	if given, ok := l.given[set.id]; ok {
		return given
	}
	return set.limit
}

// admit takes a token for a request and says in the headers what is left. It
// lets pass what has no bucket, or asks for a project that the caller will not
// get to see (recorded: no headers with GROUP_NOT_FOUND), and what came before
// there were limits.
func (e *Emulator) admit(h http.Header, r *http.Request, hit found) error {
	now := e.clock.now()
	if now.Before(limitsBegin) {
		return nil
	}
	set, subject, ok := e.drawsFrom(r, hit, now)
	if !ok {
		return nil
	}
	rate := e.limits.of(set)
	name := set.id + " " + subject
	verdict := e.limits.buckets.Take(name, rate.rate(), now)
	h.Set("RateLimit-Limit", strconv.Itoa(rate.Capacity))
	h.Set("RateLimit-Remaining", strconv.Itoa(verdict.Remaining))
	if verdict.Admitted {
		return nil
	}
	// Rounded down: that is how refusals come to say "after 0 seconds" (recorded).
	wait := int(verdict.Wait / time.Second)
	// Atlas says that the header may be missing; here it is missing from every
	// other refusal or so, drawn from the bucket and the number of the refusal.
	if sum("Retry-After", name, strconv.Itoa(verdict.Refusals))[0]%2 == 0 {
		h.Set("Retry-After", strconv.Itoa(wait))
	}
	return errRateLimited(r.URL, wait, rate)
}

// drawsFrom is the set of a request and whose bucket of it: the project's or
// the caller's. Whoever inspects the limits of a project draws from that one's.
func (e *Emulator) drawsFrom(r *http.Request, hit found, now time.Time) (set endpointSet, subject string, ok bool) {
	who, group := callerOf(r).As, hit.params["groupId"]
	if set, ok = endpointSetOf(hit.route.path); !ok {
		return set, "", false
	}
	if set.id == inspectionOfUser && r.URL.Query().Has("groupId") {
		group = r.URL.Query().Get("groupId")
		set, _ = endpointSetByID(inspectionOfGroup)
	}
	if set.scope == scopeUser {
		return set, who.ID, true
	}
	e.mu.RLock()
	defer e.mu.RUnlock()
	project, ok := e.state.find(projectKey(group), now)
	return set, group, ok && who.Owns(project.ID, textAt(project.Fields, "name"))
}

// errRateLimited has the recorded wording. Its path is decoded and has no slash
// in front (recorded); that its numbers are numbers is from MongoDB's documents.
func errRateLimited(at *url.URL, wait int, l Limit) *apiError {
	path, period := strings.TrimPrefix(at.Path, "/"), int(refillPeriod/time.Second)
	err := fail(http.StatusTooManyRequests, "RATE_LIMITED_TOKEN_BUCKET",
		fmt.Sprintf("Rate limit exceeded for %s. Please retry after %d seconds. Request capacity: %d. Refill rate: %d per %d seconds. "+
			"For more information, see: http://dochub.mongodb.org/core/atlas-api-rate-limit.", path, wait, l.Capacity, l.Refill, period))
	err.params = []any{path, wait, l.Capacity, l.Refill, period}
	return err
}

// refuse answers an error of an operation. A 401 carries a challenge, as RFC 9110
// has it, and neither an error code nor limits in its headers (recorded).
func (e *Emulator) refuse(w http.ResponseWriter, err error) {
	if known, ok := errors.AsType[*apiError](err); ok && known.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", e.guard.Challenge(e.clock.unhurried(), false))
		w.Header().Del("RateLimit-Limit")
		w.Header().Del("RateLimit-Remaining")
	}
	writeError(w, err)
}
