package remote

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// budget keeps requests within what Atlas takes. Each set of endpoints has a
// bucket of its own in each project; who finds its bucket empty waits for a
// token, in the order in which they came.
type budget struct {
	clock  Clock
	report func(Wait)

	mu     sync.Mutex // guards what follows, and what is in the queues
	sets   endpointSets
	queues map[string]*queue
	places map[collection]string // the paths of lists, for forecasts
	took   time.Duration         // of all requests with an answer
	count  int
}

// queue is a bucket and those who wait for its tokens.
type queue struct {
	bucket
	set     string // the name of the endpoint set, for people
	example request
	turn    lock
	waiting int
	told    time.Time // when a wait was last reported
}

// request is what of a request decides which bucket it takes from.
type request struct{ method, path string }

func newBudget(clock Clock, report func(Wait)) *budget {
	return &budget{clock: clock, report: report, queues: map[string]*queue{}, places: map[collection]string{}}
}

// slot is a permit, and the queue that it is of.
type slot struct {
	*queue
	permit
}

// acquire takes a token, when there is one.
func (b *budget) acquire(r *http.Request) (slot, error) {
	q := b.enter(r)
	defer b.leave(q)
	// Whoever has the turn is the only one who watches the clock; the others
	// stand in line behind it.
	if err := q.turn.acquire(r.Context()); err != nil {
		return slot{}, err
	}
	defer q.turn.release()
	for {
		permit, wait, report := b.tryTake(q)
		if wait == 0 {
			return slot{q, permit}, nil
		}
		if shut := b.shut(q); shut > patience { // as it was given back to whoever was told so
			return slot{}, fmt.Errorf("no requests for %s are taken for another %s: %s", q.set, seconds(shut), waysOutByStatus[http.StatusTooManyRequests])
		}
		if report != nil {
			report.Method, report.Path = r.Method, r.URL.Path
			b.report(*report)
		}
		if err := b.clock.Sleep(r.Context(), wait); err != nil {
			return slot{}, fmt.Errorf("waiting for the budget of %s: %w", q.set, err)
		}
	}
}

func (b *budget) enter(r *http.Request) *queue {
	b.mu.Lock()
	defer b.mu.Unlock()
	if col, ok := r.Context().Value(placeKey{}).(collection); ok {
		b.places[col] = r.URL.EscapedPath()
	}
	q := b.queue(request{r.Method, r.URL.EscapedPath()})
	q.waiting++
	return q
}

func (b *budget) leave(q *queue) {
	b.mu.Lock()
	defer b.mu.Unlock()
	q.waiting--
}

// tryTake takes a token, or says how long there will be none. Those who wait
// are told of together, and no more often than a heartbeat.
func (b *budget) tryTake(q *queue) (permit, time.Duration, *Wait) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	wait := q.wait(now, 1)
	if wait == 0 {
		return q.take(now), 0, nil
	}
	if !q.told.IsZero() && now.Sub(q.told) < heartbeat {
		return permit{}, wait, nil
	}
	q.told = now
	reason := "Atlas takes no requests for " + q.set
	if q.heard && !q.closed.After(now) {
		reason = fmt.Sprintf("budget of %.0f requests for %s is used up", q.limit, q.set)
	}
	return permit{}, wait, &Wait{For: q.wait(now, float64(q.waiting)), Reason: reason}
}

// shut is for how long Atlas wants no request.
func (b *budget) shut(q *queue) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return q.closed.Sub(b.clock.Now())
}

// settle takes in what came of a request.
func (b *budget) settle(s slot, a attempt) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	s.land(now)
	if a.err == nil {
		b.took += now.Sub(s.taken)
		b.count++
	}
	limit, left := number(a.header, "RateLimit-Limit"), number(a.header, "RateLimit-Remaining")
	if limit > 0 && left >= 0 {
		s.left(now, s.permit, limit, left)
	}
	switch {
	case a.status == http.StatusTooManyRequests:
		s.setRate(a.bucketRate())
		wait, _ := a.told()
		s.refuse(now, wait)
	case a.unsent, limit < 0 && (a.status == http.StatusUnauthorized || a.status == http.StatusNotFound):
		s.giveBack() // Atlas does not count these
	}
}

// bucketRate is what a 429 says of the bucket, in its last three parameters:
// its capacity, and what comes in in so many seconds.
func (a attempt) bucketRate() (limit, perSecond float64) {
	if len(a.parameters) < 5 {
		return 0, 0
	}
	var n [3]float64
	for i := range n {
		n[i], _ = strconv.ParseFloat(a.parameters[2+i], 64)
	}
	if n[2] <= 0 {
		return 0, 0
	}
	return n[0], n[1] / n[2]
}

// number is the value of a header that is a number, or -1.
func number(h http.Header, name string) float64 {
	n, err := strconv.ParseUint(h.Get(name), 10, 31)
	if err != nil {
		return -1
	}
	return float64(n)
}

// queue finds the bucket of a request. The caller holds the lock.
func (b *budget) queue(r request) *queue {
	key, name, set := b.sets.place(r)
	q := b.queues[key]
	if q == nil {
		q = &queue{set: name, example: r, turn: newLock()}
		q.setRate(set.capacity, set.perSecond)
		b.queues[key] = q
	}
	return q
}

// use begins to tell buckets apart as Atlas does. What is known of them stays:
// where two turn out to be one, the emptier is right.
func (b *budget) use(sets endpointSets) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sets = sets
	old := b.queues
	b.queues = map[string]*queue{}
	for _, key := range sortedKeys(old) {
		q := old[key]
		key, name, set := sets.place(q.example)
		if other := b.queues[key]; other != nil && (!q.heard || other.heard && other.tokens <= q.tokens) {
			continue
		}
		q.set = name
		q.setRate(set.capacity, set.perSecond)
		b.queues[key] = q
	}
}

// groupOf gives the ID of the project that a path is in, empty for none.
func groupOf(path string) string {
	s := strings.Split(strings.TrimPrefix(path, apiPrefix), "/")
	if len(s) > 1 && s[0] == "groups" && IsProjectID(s[1]) {
		return s[1]
	}
	return ""
}
