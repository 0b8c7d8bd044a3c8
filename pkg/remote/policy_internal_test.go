package remote

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestPolicy has a row for every rule. Writes are all that is not GET; where
// both are met alike there is one row for both.
func TestPolicy(t *testing.T) {
	t.Parallel()
	const get, post = http.MethodGet, http.MethodPost
	const generic = "STREAM_PROCESSOR_GENERIC_ERROR"
	both := []string{get, post, http.MethodPatch, http.MethodDelete}
	writes := both[1:]
	back := verdict{}
	retry := func(rule rule, of int, after time.Duration, reason string) verdict {
		return verdict{true, after, rule.name, 1, of, reason}
	}
	reset := errors.New("read: connection reset")
	known := past{accepted: true, heard: true}
	for _, tc := range []struct {
		name    string
		methods []string
		a       attempt
		p       past
		want    verdict
	}{
		{"429 with a header", both, attempt{status: 429, header: header("Retry-After", "7")}, known, retry(limited, 30, 7*time.Second, "429 rate limited")},
		{"429 with a date", both, attempt{status: 429, header: header("Retry-After", "Sun, 22 Nov 2026 12:00:30 GMT", "Date", "Sun, 22 Nov 2026 12:00:10 GMT")}, known, retry(limited, 30, 20*time.Second, "429 rate limited")},
		{"429 with a date of nothing", both, attempt{status: 429, header: header("Retry-After", "Sun, 22 Nov 2026 12:00:30 GMT")}, known, retry(limited, 30, 10*time.Second, "429 rate limited")},
		{"429 with parameters", both, attempt{status: 429, code: "RATE_LIMITED_TOKEN_BUCKET", parameters: []string{"p", "6", "300", "100", "60"}}, known, retry(limited, 30, 6*time.Second, "429 rate limited")},
		{"429 in no time", both, attempt{status: 429, parameters: []string{"p", "0"}}, known, retry(limited, 30, time.Second, "429 rate limited")},
		{"429 with both", both, attempt{status: 429, header: header("Retry-After", "2"), parameters: []string{"p", "6"}}, known, retry(limited, 30, 2*time.Second, "429 rate limited")},
		{"429 that says nothing", both, attempt{status: 429}, known, retry(limited, 30, 10*time.Second, "429 rate limited")},
		{"429 for an hour", both, attempt{status: 429, header: header("Retry-After", "3600")}, known, back},
		{"429 nonsense", both, attempt{status: 429, header: header("Retry-After", "-1"), parameters: []string{"p", "soon"}}, known, retry(limited, 30, 10*time.Second, "429 rate limited")},
		{"a name that is cleaned up", both, attempt{status: 400, code: "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP"}, known, retry(notYet, 29, 10*time.Second, "400 CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP")},
		{"a network that is cleaned up", both, attempt{status: 409, code: "CONTAINERS_IN_USE"}, known, retry(notYet, 29, 10*time.Second, "409 CONTAINERS_IN_USE")},
		{"a pause of a busy cluster", both, attempt{status: 409, code: "CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES"}, known, retry(notYet, 29, 10*time.Second, "409 CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES")},
		{"a connection that is deployed", both, attempt{status: 409, code: "STREAM_KAFKA_CONNECTION_IS_DEPLOYING"}, known, retry(notYet, 29, 10*time.Second, "409 STREAM_KAFKA_CONNECTION_IS_DEPLOYING")},
		{"an upgrade of Atlas", both, attempt{status: 405, code: "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES"}, known, retry(notYet, 29, 10*time.Second, "405 WRITES_NOT_ALLOWED_DURING_APP_UPGRADES")},
		{"401 in mid-run", both, attempt{status: 401}, known, retry(unaccepted, 1, time.Second, "401 unauthorized")},
		{"401 in mid-run, since July 2026", both, attempt{status: 401, code: "UNEXPECTED_ERROR"}, known, retry(unaccepted, 1, time.Second, "401 UNEXPECTED_ERROR")},
		{"401 again", both, attempt{status: 401}, past{repeats: map[string]int{"unaccepted": 1}, accepted: true, heard: true}, back},
		{"401 at first", both, attempt{status: 401}, past{heard: true}, back},
		{"401 for want of a role", both, attempt{status: 401, code: "USER_UNAUTHORIZED"}, known, back},
		{"401 for want of a project", both, attempt{status: 401, code: "NOT_IN_GROUP"}, known, back},

		{"a read that got lost", []string{get}, attempt{err: reset}, known, retry(passing, 5, time.Second, "read: connection reset")},
		{"a write that got lost", writes, attempt{err: reset}, known, back},
		{"500 on a read", []string{get}, attempt{status: 500, code: "UNEXPECTED_ERROR"}, known, retry(passing, 5, time.Second, "500 internal server error")},
		{"500 on a write", writes, attempt{status: 500, code: "UNEXPECTED_ERROR"}, known, back},
		{"502 of a proxy on a read", []string{get}, attempt{status: 502, foreign: true}, known, retry(passing, 5, time.Second, "502 bad gateway from a proxy")},
		{"502 of a proxy, and never Atlas", []string{get}, attempt{status: 502, foreign: true}, past{}, retry(passing, 2, time.Second, "502 bad gateway from a proxy")},
		{"502 on a write", writes, attempt{status: 502, foreign: true}, known, back},
		{"503 on a read", []string{get}, attempt{status: 503}, known, retry(passing, 5, time.Second, "503 service unavailable")},
		{"503 for a while", []string{get}, attempt{status: 503, header: header("Retry-After", "20")}, known, retry(passing, 5, 20*time.Second, "503 service unavailable")},
		{"503 on a write", writes, attempt{status: 503}, known, back},
		{"504 of streams on a read", []string{get}, attempt{status: 504, code: "STREAM_PROCESSOR_TIMEOUT"}, known, retry(passing, 5, time.Second, "504 gateway timeout")},
		{"504 of streams on a write", writes, attempt{status: 504, code: "STREAM_PROCESSOR_TIMEOUT"}, known, back},
		{"503 after a long time", []string{get}, attempt{status: 503}, past{sending: 15 * time.Minute, heard: true}, back},
		{"429 after a long time", both, attempt{status: 429}, past{sending: 15 * time.Minute, heard: true}, retry(limited, 30, 10*time.Second, "429 rate limited")},
		{"429 after long pauses", both, attempt{status: 429}, past{pausing: 15 * time.Minute, heard: true}, back},
		{"408 on a read", []string{get}, attempt{status: 408}, known, retry(passing, 5, time.Second, "408 request timeout")},

		{"streams not ready", both, attempt{status: 400, code: generic, detail: "a problem: no healthy upstream."}, known, retry(hiccup, 3, 2*time.Second, "400 "+generic)},
		{"streams locked", both, attempt{status: 400, code: generic, detail: "timed out trying to acquire tenant lock."}, known, retry(hiccup, 3, 2*time.Second, "400 "+generic)},
		{"streams too slow on a read", []string{get}, attempt{status: 400, code: generic, detail: "upstream request timeout."}, known, retry(passing, 5, time.Second, "400 "+generic)},
		{"streams too slow on a write", writes, attempt{status: 400, code: generic, detail: "upstream request timeout."}, known, back},
		{"a mistake in a pipeline", both, attempt{status: 400, code: generic, detail: "connection named a does not exist."}, known, back},

		{"nobody there", both, attempt{err: reset, unsent: true}, known, retry(unreached, 5, time.Second, "read: connection reset")},
		{"nobody there, and never was", both, attempt{err: reset, unsent: true}, past{}, retry(unreached, 2, time.Second, "read: connection reset")},
		{"too many tokens a minute", both, attempt{err: notSent{&APIError{Method: post, Path: "/api/oauth/token", Status: 429}}, unsent: true}, past{}, retry(limited, 30, 10*time.Second, "POST /api/oauth/token: 429 Too Many Requests (others use the same budget: apply again later)")},
		{"no trust", both, attempt{err: reset, unsent: true, fatal: true}, known, back},
		{"nobody waits for it", both, attempt{status: 429}, past{single: true}, back},

		{"success", both, attempt{status: 200}, known, back},
		{"a redirect", both, attempt{status: 302, foreign: true}, known, back},
		{"a name that is taken", both, attempt{status: 400, code: "DUPLICATE_CLUSTER_NAME"}, known, back},
		{"processors", both, attempt{status: 403, code: "STREAM_TENANT_HAS_STREAM_PROCESSORS"}, known, back},
		{"a link in use", both, attempt{status: 400, code: "STREAM_PRIVATE_LINK_IN_USE"}, known, back},
		{"404", both, attempt{status: 404, code: "CLUSTER_NOT_FOUND"}, known, back},
		{"no room", both, attempt{status: 409, code: "OUT_OF_CAPACITY"}, known, back},
	} {
		for _, method := range tc.methods {
			t.Run(tc.name+" "+method, func(t *testing.T) {
				t.Parallel()
				a := tc.a
				a.method = method
				if diff := cmp.Diff(tc.want, decide(a, tc.p, 0), cmp.AllowUnexported(verdict{})); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for pair := range slices.Chunk(pairs, 2) {
		h.Set(pair[0], pair[1])
	}
	return h
}

// TestPauses holds the waits of every rule from the first to the last, and that
// there is a last one.
func TestPauses(t *testing.T) {
	t.Parallel()
	seconds := func(a attempt, jitter float64) []float64 {
		var waits []float64
		p := past{repeats: map[string]int{}, accepted: true, heard: true}
		for range 100 {
			v := decide(a, p, jitter)
			if !v.again {
				break
			}
			waits = append(waits, v.after.Seconds())
			p.repeats[v.rule]++
			p.pausing += v.after
		}
		return waits
	}
	for _, tc := range []struct {
		name   string
		a      attempt
		jitter float64
		want   []float64
	}{
		{"a read", attempt{method: http.MethodGet, err: io.EOF}, 0, []float64{1, 2, 4, 8, 16}},
		{"a read that others make too", attempt{method: http.MethodGet, err: io.EOF}, 0.5, []float64{1.25, 2.5, 5, 10, 20}},
		{"rate limits", attempt{status: 429}, 0, slices.Concat([]float64{10, 20, 40}, slices.Repeat([]float64{60}, 13))},
		{"rate limits of no time", attempt{status: 429, parameters: []string{"p", "0"}}, 0.5, slices.Concat([]float64{1.5, 2.5, 4.5, 8.5, 16.5}, slices.Repeat([]float64{30.5}, 25))},
		{"rate limits of long times", attempt{status: 429, header: header("Retry-After", "300")}, 0, []float64{300, 300, 300}},
		{"not yet", attempt{status: 409, code: "STREAM_KAFKA_CONNECTION_IS_DEPLOYING"}, 0, slices.Repeat([]float64{10}, 29)},
	} {
		if diff := cmp.Diff(tc.want, seconds(tc.a, tc.jitter)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	// A request that meets everything there is ends as well.
	p, waited := past{repeats: map[string]int{}, accepted: true, heard: true}, time.Duration(0)
	troubles := []attempt{{status: 429}, {status: 401}, {status: 500}, {err: io.EOF}, {status: 400, code: "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP"}}
	for i := 0; ; i++ {
		a := troubles[i%len(troubles)]
		a.method = http.MethodGet
		v := decide(a, p, 0.9)
		if !v.again {
			break
		}
		p.repeats[v.rule]++
		p.pausing += v.after
		if waited += v.after; waited > patience {
			t.Fatalf("waits %s after %v", waited, p.repeats)
		}
	}
}

// TestNeverBlindly holds whatever may come of a write: it is sent again only
// when it surely had no effect, and what may have had one says so.
func TestNeverBlindly(t *testing.T) {
	t.Parallel()
	codes := slices.Concat(slices.Collect(maps.Keys(byCode)), slices.Collect(maps.Keys(waysOut)), []string{"", "UNEXPECTED_ERROR", "STREAM_PROCESSOR_GENERIC_ERROR"})
	for status := 200; status < 600; status++ {
		for _, code := range codes {
			a := attempt{method: http.MethodPost, status: status, code: code}
			e := &APIError{Method: http.MethodPost, Status: status, Code: code}
			again := decide(a, past{accepted: true, heard: true}, 0).again
			if again && e.OutcomeUnknown() {
				t.Errorf("%d %s is sent again although nobody knows what became of it", status, code)
			}
			if byCode[code].name == "" && status >= 500 && !e.OutcomeUnknown() && code != "USER_UNAUTHORIZED" && code != "NOT_IN_GROUP" {
				t.Errorf("%d %s counts as refused", status, code)
			}
		}
	}
}

// TestUnsent tells requests that did not reach anybody from those of which that
// is not known.
func TestUnsent(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for _, tc := range []struct {
		err             error
		unsent, useless bool
	}{
		{dial, true, false},
		{fmt.Errorf("wrapped: %w", dial), true, false},
		{&net.OpError{Op: "proxyconnect", Err: io.EOF}, true, false},
		{&net.DNSError{Name: "cloud.example.com", IsNotFound: true}, true, false},
		{http.ErrSchemeMismatch, true, true},
		{notSent{errNoToken}, true, true},
		{notSent{&APIError{Status: 429}}, true, false},
		{notSent{&APIError{Status: 502}}, true, false},
		{notSent{&APIError{Status: 401, Code: "invalid_client"}}, true, true},
		{notSent{&APIError{Status: 403, Code: "access_denied"}}, true, true},
		{&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, false, false},
		{io.EOF, false, false},
		{io.ErrUnexpectedEOF, false, false},
		{errors.New("http2: server sent GOAWAY"), false, false},
	} {
		if unsent(tc.err) != tc.unsent || hopeless(tc.err) != tc.useless {
			t.Errorf("%v: unsent %t, hopeless %t; want %t and %t", tc.err, unsent(tc.err), hopeless(tc.err), tc.unsent, tc.useless)
		}
	}
}
