package emulator

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

// refuseByRule answers in the form that Atlas has for a status. With a code it is
// the common form; without, a form of its own. How long to wait after a 429 is in
// the text in any case, in the header only when the rule says so: raw 429s are not
// recorded.
func (e *Emulator) refuseByRule(w http.ResponseWriter, r *http.Request, effect fault.Effect) {
	wait := 6
	if effect.RetryAfter != nil {
		wait = *effect.RetryAfter
		w.Header().Set("Retry-After", strconv.Itoa(wait))
	}
	switch {
	case effect.Code != "":
		writeError(w, fail(effect.Status, effect.Code, "A fault was injected."))
	case effect.Status == http.StatusUnauthorized:
		e.challenge(w, e.clock.unhurried(), false) // in mid-run, with good credentials (recorded)
	case effect.Status == http.StatusTooManyRequests:
		writeError(w, errRateLimited(r.URL, wait, e.limitOf(r)))
	case effect.Status == http.StatusServiceUnavailable:
		w.WriteHeader(effect.Status) // without a body (recorded)
	default:
		writeError(w, fail(effect.Status, "UNEXPECTED_ERROR", "Unexpected error.")) // recorded
	}
}

// limitOf is the rate limit that a request would come up against, in the order of
// most of a project where there is none.
func (e *Emulator) limitOf(r *http.Request) Limit {
	if hit, ok := e.lookup(r); ok && hit.route != nil {
		if set, ok := endpointSetOf(hit.route.path); ok {
			return e.limits.of(set)
		}
	}
	return Limit{Capacity: 1200, Refill: 500}
}

// writePage answers as a proxy does that cannot reach Atlas: it knows none of
// Atlas's headers and no JSON. That there are such pages is recorded.
func writePage(w http.ResponseWriter, status int) {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	page := "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n" +
		"<center><h1>" + title + "</h1></center>\r\n</body>\r\n</html>\r\n"
	for name := range w.Header() {
		if name != "Date" && name != FaultHeader {
			w.Header().Del(name)
		}
	}
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(status)
	// The client may be gone; then nobody is left to tell.
	_, _ = w.Write([]byte(page))
}
