package remote

import (
	"fmt"
	"net/http"
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
)

// retried sends a request again that was refused for now.
func retried(clock Clock, next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		for attempt := 1; ; attempt++ {
			res, err := next.RoundTrip(r)
			if err != nil || attempt == retryLimit || !refusedForNow[res.Header.Get("X-Error-Code")] {
				return res, err
			}
			_ = res.Body.Close()
			if err := clock.Sleep(r.Context(), retryPause); err != nil {
				return nil, err
			}
			if r, err = again(r); err != nil {
				return nil, err
			}
		}
	})
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
