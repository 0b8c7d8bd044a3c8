package limit

import (
	"sync"
	"time"
)

// Rate says how much a bucket holds, and how fast it fills: Refill tokens a
// Period. All three are positive.
type Rate struct {
	Capacity int
	Refill   int
	Period   time.Duration
}

// token is the time in which one token comes back.
func (r Rate) token() time.Duration { return r.Period / time.Duration(r.Refill) }

// Verdict is the answer to a request for one token.
type Verdict struct {
	Admitted  bool
	Remaining int           // tokens that are left
	Wait      time.Duration // until there is one, when the request is not admitted
	Refusals  int           // of this bucket so far, this one included
}

// Buckets are buckets by name. The zero value is ready to use, also by several
// goroutines at once.
type Buckets struct {
	mu     sync.Mutex
	byName map[string]*bucket
}

// bucket keeps one date instead of a level: when it will be full again, if
// nobody takes anything. All else follows from it and the rate. Requests at the
// same time may look at a clock in another order than they come in here: what
// counts is the latest time that was seen.
type bucket struct {
	full     time.Time
	seen     time.Time
	refusals int
}

// Take takes a token out of a bucket, if there is one.
func (b *Buckets) Take(name string, rate Rate, now time.Time) Verdict {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.byName == nil {
		b.byName = map[string]*bucket{}
	}
	one, ok := b.byName[name]
	if !ok {
		one = &bucket{}
		b.byName[name] = one
	}
	return one.take(rate, now)
}

func (b *bucket) take(rate Rate, now time.Time) Verdict {
	if now.Before(b.seen) {
		now = b.seen
	}
	b.seen = now
	whole := time.Duration(rate.Capacity) * rate.token()
	missing := max(b.full.Sub(now), 0) + rate.token()
	if missing > whole {
		b.refusals++
		return Verdict{Wait: missing - whole, Refusals: b.refusals}
	}
	b.full = now.Add(missing)
	return Verdict{Admitted: true, Remaining: int((whole - missing) / rate.token()), Refusals: b.refusals}
}
