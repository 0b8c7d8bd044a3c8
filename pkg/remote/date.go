package remote

import (
	"net/http"
	"sync/atomic"
	"time"
)

// Now is the time as Atlas has it, by the last of its answers: a date that Atlas
// acts upon means nothing by the clock of another machine. Before there is an
// answer it is the time of the client's clock.
func (c *Client) Now() time.Time {
	if told := c.date.Load(); told != 0 {
		return time.Unix(told, 0)
	}
	return c.clock.Now()
}

// dated keeps the latest date that an answer bears: answers overtake each other.
func dated(last *atomic.Int64, next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		date, err := http.ParseTime(res.Header.Get("Date"))
		for err == nil {
			then := last.Load()
			if date.Unix() <= then || last.CompareAndSwap(then, date.Unix()) {
				break
			}
		}
		return res, nil
	})
}
