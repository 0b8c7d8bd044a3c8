package remote

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
)

// retrier sends a request, and sends it again for as long as the policy has it
// so. Every time it takes part in the budget and is signed anew.
type retrier struct {
	clock  Clock
	jitter func() float64
	report func(Wait)
	budget *budget
	next   http.RoundTripper // signs

	retries         atomic.Int64
	accepted, heard atomic.Bool
}

// RoundTrip gives a whole answer or an error that says, by OutcomeUnknown, what
// it means for a write.
func (t *retrier) RoundTrip(r *http.Request) (*http.Response, error) {
	p := past{repeats: map[string]int{}, single: isSingle(r.Context())}
	for {
		e, took := t.send(r)
		p.sending += took
		p.accepted, p.heard = t.accepted.Load(), t.heard.Load()
		v := decide(e.attempt, p, t.jitter())
		if !v.again {
			return e.result()
		}
		p.repeats[v.rule]++
		p.pausing += v.after
		t.retries.Add(1)
		t.report(Wait{v.attempt, v.of, v.after, v.reason, r.Method, r.URL.Path})
		if err := t.clock.Sleep(r.Context(), v.after); err != nil {
			return nil, notSent{fmt.Errorf("waiting to send it again after %s: %w", v.reason, err)}
		}
		var err error
		if r, err = again(r); err != nil {
			return nil, notSent{err}
		}
	}
}

// send sends a request once, within the budget, and says how long that took
// without the time in which it waited for its turn.
func (t *retrier) send(r *http.Request) (exchange, time.Duration) {
	permit, err := t.budget.acquire(r)
	if err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return exchange{attempt: attempt{method: r.Method, err: err, unsent: true, fatal: true}}, 0
	}
	start := t.clock.Now()
	e := exchanged(r, t.next)
	t.budget.settle(permit, e.attempt)
	if e.err == nil && !e.foreign {
		t.heard.Store(true)
		if e.admitted() {
			t.accepted.Store(true)
		}
	}
	return e, t.clock.Now().Sub(start)
}

// admitted reports whether an answer of Atlas is one to somebody that it knows.
func (a attempt) admitted() bool {
	return a.status < http.StatusInternalServerError && a.status != http.StatusUnauthorized && a.status != http.StatusTooManyRequests
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

type singleKey struct{}

// single marks requests that nobody wants to wait for: they are sent once.
func single(ctx context.Context) context.Context { return context.WithValue(ctx, singleKey{}, true) }

func isSingle(ctx context.Context) bool { return ctx.Value(singleKey{}) != nil }

// Wait tells that a request waits before it is sent: again, because it was
// refused or got lost, or for the first time, because the budget is used up.
type Wait struct {
	Attempt, Of  int // the retry that comes, and the last there can be; 0 for the budget
	For          time.Duration
	Reason       string
	Method, Path string
}

// String is the wait as a line for a person.
func (w Wait) String() string {
	if w.Of == 0 {
		return fmt.Sprintf("waiting %s: %s", seconds(w.For), w.Reason)
	}
	return fmt.Sprintf("retry %d/%d in %s: %s", w.Attempt, w.Of, seconds(w.For), w.Reason)
}

// seconds is a duration as people say it, rounded up.
func seconds(d time.Duration) string {
	if d >= 2*time.Minute {
		return fmt.Sprintf("%d min", (d+time.Minute-1)/time.Minute)
	}
	return fmt.Sprintf("%d s", (d+time.Second-1)/time.Second)
}
