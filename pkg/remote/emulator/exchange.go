package emulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Exchange is a request and its answer, as [Config] has it logged. It holds no
// secret: no header, nothing of a query but numbers and flags, and of a body what
// Atlas knows and gives back; see shownBody.
type Exchange struct {
	Time      time.Time       // when the request came; emulated
	Method    string          // as it was sent
	Path      string          // escaped, with the query
	Route     string          // the path as the API has it, below /api/atlas/v2; empty: there is no such route
	Status    int             // 0: the connection was closed without an answer
	ErrorCode string          // of the answer
	Duration  time.Duration   // emulated
	Bytes     int             // of the answer's body, as many as were sent
	Fault     string          // the rule by which the request went wrong
	Effect    int             // what Atlas had answered before the rule took over; 0: the request had no effect by then
	Body      json.RawMessage // of the request, compact; nil: it has none, or none that may be shown
}

// logExchanges tells of every request when it is over, also of one that ends
// without an answer.
func (e *Emulator) logExchanges(next http.Handler) http.Handler {
	if e.log == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := e.exchange(r)
		out := &observed{ResponseWriter: w}
		defer func() { // the handler may hang up, which is a panic
			x.Status, x.Bytes, x.ErrorCode, x.Effect = out.status, out.bytes, out.errorCode(), out.effect
			x.Duration, x.Fault = e.clock.now().Sub(x.Time), w.Header().Get(FaultHeader)
			e.log(x)
		}()
		next.ServeHTTP(out, r)
		if out.status == 0 {
			out.status = http.StatusOK // as the server does
		}
	})
}

// exchange is what a log tells of a request before it is answered.
func (e *Emulator) exchange(r *http.Request) Exchange {
	x := Exchange{Time: e.clock.now(), Method: r.Method, Path: shownPath(r.URL)}
	if hit, ok := e.lookup(r); ok && hit.route != nil {
		x.Route, x.Body = belowVersion(hit.route.path), shownBody(r, hit.route)
	}
	return x
}

// observed takes note of an answer that passes through.
type observed struct {
	http.ResponseWriter

	status int
	bytes  int
	effect int    // the status of an answer that a fault has kept
	failed []byte // the body of an error
}

// WriteHeader takes note of the status.
func (o *observed) WriteHeader(status int) {
	if o.status == 0 {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (o *observed) Write(p []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	if o.status >= http.StatusBadRequest {
		o.failed = append(o.failed, p...)
	}
	n, err := o.ResponseWriter.Write(p)
	o.bytes += n
	return n, err
}

// Unwrap lets the answer be flushed.
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// errorCode is that of an error: Atlas did not always repeat it in a header.
func (o *observed) errorCode() string {
	var body struct{ ErrorCode string }
	if json.Unmarshal(o.failed, &body) != nil {
		return "" // a page, or half of an answer
	}
	return body.ErrorCode
}

// shownPath is the path as it was sent. Of the query it keeps what is known to
// Atlas and is a number or a flag.
func shownPath(u *url.URL) string {
	if u.RawQuery == "" {
		return u.EscapedPath()
	}
	known := []string{"envelope", "includeConnections", "includeCount", "itemsPerPage", "pageNum", "pretty"}
	var parts []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(part, "=")
		_, err := strconv.Atoi(value)
		if !slices.Contains(known, name) || err != nil && value != "true" && value != "false" {
			part = hidden
		}
		parts = append(parts, part)
	}
	return u.EscapedPath() + "?" + strings.Join(parts, "&")
}
