package remote

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// refusedForNow are the answers that mean "not yet": the request had no effect
// and succeeds a little later, whatever its method. They are told by their
// code, since the same statuses mean other things too.
var refusedForNow = map[string]bool{
	// The name of a cluster that was just deleted is still being cleaned up.
	"CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP": true,
	// A Kafka connection cannot be deleted before it is deployed.
	"STREAM_KAFKA_CONNECTION_IS_DEPLOYING": true,
}

const (
	retryPause = 10 * time.Second
	retryLimit = 30 // five minutes
	// limitedPause bounds the wait that a 429 may ask for.
	limitedPause = 5 * time.Minute
)

// retried sends a request again that was refused for now.
func retried(clock Clock, next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		for attempt := 1; ; attempt++ {
			res, err := next.RoundTrip(r)
			if err != nil || attempt == retryLimit {
				return res, err
			}
			pause, ok := pauseAfter(res, attempt)
			if !ok {
				return res, nil
			}
			_ = res.Body.Close()
			if err := clock.Sleep(r.Context(), pause); err != nil {
				return nil, err
			}
			if r, err = again(r); err != nil {
				return nil, err
			}
		}
	})
}

// pauseAfter says whether an answer is a refusal for now, and how long to wait.
// A wait that Atlas names is often too short where many wait at once, so that
// the attempts drift apart.
func pauseAfter(res *http.Response, attempt int) (time.Duration, bool) {
	switch {
	case refusedForNow[errorCode(res)]:
		return retryPause, true
	case res.StatusCode == http.StatusTooManyRequests:
		named, ok := namedPause(res)
		if !ok {
			return retryPause, true
		}
		return min(max(named, time.Duration(attempt)*time.Second), limitedPause), true
	}
	return 0, false
}

// namedPause is the wait that a 429 names: in a header, or else among the
// parameters of its body, as a number or as text.
func namedPause(res *http.Response) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && seconds >= 0 {
		return time.Duration(seconds) * time.Second, true
	}
	var body struct{ Parameters []any }
	err := json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&body)
	if err != nil || len(body.Parameters) < 2 {
		return 0, false
	}
	seconds, err := strconv.Atoi(fmt.Sprint(body.Parameters[1]))
	return time.Duration(seconds) * time.Second, err == nil && seconds >= 0
}

// errorCode gives the code of a refusal, empty when there is none. The header
// repeats it since November 2025; without it the code is looked for in the body,
// which is left as it was.
func errorCode(res *http.Response) string {
	code := res.Header.Get("X-Error-Code")
	if code != "" || res.StatusCode < http.StatusBadRequest || res.StatusCode >= http.StatusInternalServerError {
		return code
	}
	const enough = 64 << 10 // of a body that says no more than a code and a sentence
	start, err := io.ReadAll(io.LimitReader(res.Body, enough))
	res.Body = &peeked{io.MultiReader(bytes.NewReader(start), res.Body), res.Body} // which fails again where it failed
	var body struct{ ErrorCode string }
	if err != nil || json.Unmarshal(start, &body) != nil {
		return ""
	}
	return body.ErrorCode
}

// peeked is a body of which the start was read already.
type peeked struct {
	io.Reader
	io.Closer
}

// again copies a request whose body was read.
func again(r *http.Request) (*http.Request, error) {
	c := r.Clone(r.Context())
	if r.GetBody == nil {
		return c, nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, fmt.Errorf("sending the request again: %w", err)
	}
	c.Body = body
	return c, nil
}
