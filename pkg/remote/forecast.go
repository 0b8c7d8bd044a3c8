package remote

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Forecast is what a run will cost, as far as it can be known before it.
type Forecast struct {
	Requests int
	// Of the budget that is the tightest one: what it is of, its capacity and
	// what is left of it. Limit is 0 when Atlas has not told any.
	Set              string
	Limit, Remaining int
	// Takes is how long that takes at least: by the budgets, and by what a request
	// took on average so far.
	Takes time.Duration
}

// String is the forecast as a line for a person.
func (f Forecast) String() string {
	text := fmt.Sprintf("%d requests", f.Requests)
	if f.Limit > 0 {
		text += fmt.Sprintf(", budget %d", f.Limit)
		if f.Remaining < f.Limit {
			text += fmt.Sprintf(" (%d left)", f.Remaining)
		}
	}
	if f.Takes > 0 {
		text += ", about " + seconds(f.Takes)
	}
	return text
}

type placeKey struct{}

// placed marks a request as the list of a collection, from which forecasts know
// the budget of its objects.
func placed(ctx context.Context, col collection) context.Context {
	return context.WithValue(ctx, placeKey{}, col)
}

// Forecast says what it costs to send so many requests about each of these
// objects, so many of them at once: reads, writes and their share of the lists
// that wait for them. The collections have to be fetched before: what is in
// others counts as requests of no known budget.
func (c *Client) Forecast(requests map[spec.Address]int, parallel int) Forecast {
	b := c.budget
	b.mu.Lock()
	defer b.mu.Unlock()
	var f Forecast
	perCollection := map[collection]int{}
	for addr, n := range requests {
		f.Requests += n
		col := collectionOf(addr)
		if v, isView := c.drivers[col.kind].(view); isView {
			col.kind = v.of
		}
		perCollection[col] += n
	}
	now, tightest := b.clock.Now(), math.Inf(1)
	for _, q := range b.shares(perCollection) {
		wait, left := q.forecast(now, q.need)
		f.Takes = max(f.Takes, wait)
		if spare := left - float64(q.need); spare < tightest || spare == tightest && q.set < f.Set {
			tightest = spare
			f.Set, f.Limit, f.Remaining = q.set, int(q.limit), int(max(0, left))
		}
	}
	if b.count > 0 {
		each := b.took / time.Duration(b.count)
		f.Takes = max(f.Takes, each*time.Duration(f.Requests)/time.Duration(parallel))
	}
	return f
}

// share is how many requests go to one budget.
type share struct {
	*queue
	need int
}

// shares sorts requests by their budgets. Which of them write is not known:
// where Atlas counts reads and writes apart, both budgets are held to bear all.
// The caller holds the lock.
func (b *budget) shares(requests map[collection]int) map[*queue]share {
	shares := map[*queue]share{}
	for col, n := range requests {
		path, ok := b.places[col]
		if !ok {
			continue
		}
		read, write := b.queue(request{"GET", path}), b.queue(request{"POST", path})
		shares[read] = share{read, shares[read].need + n}
		if write != read {
			shares[write] = share{write, shares[write].need + n}
		}
	}
	for q := range shares {
		if q.limit == 0 { // nothing is known of it
			delete(shares, q)
		}
	}
	return shares
}

// forecast gives how long n requests take at least, and what is left now. A
// bucket that nothing was heard of is taken to be full.
func (b *bucket) forecast(now time.Time, n int) (time.Duration, float64) {
	full := *b
	if !full.heard {
		full.heard, full.tokens, full.at = true, full.limit, now
	}
	wait := full.wait(now, float64(n))
	return wait, full.tokens
}
