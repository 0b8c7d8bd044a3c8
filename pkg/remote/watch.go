package remote

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// watch is the shared polling of one collection. Its ticks come at fixed times
// after its start, ever further apart.
type watch struct {
	col   collection
	users int // guarded by Client.mu
	start time.Time

	lock  lock      // guards what follows
	tick  int       // the tick of the list that is held; 0 is none
	asked time.Time // when that list was asked for
	found listing
}

// gaps are the seconds between one tick and the next; the last one repeats.
var gaps = []time.Duration{1, 1, 2, 2, 3, 4, 5, 7, 10, 15}

// at gives the time of a tick, counted from 1.
func (w *watch) at(tick int) time.Time {
	var sum time.Duration
	for i := range tick {
		sum += gaps[min(i, len(gaps)-1)]
	}
	return w.start.Add(sum * time.Second)
}

// next gives the first tick after now.
func (w *watch) next(now time.Time) int {
	tick := 1
	for !w.at(tick).After(now) {
		tick++
	}
	return tick
}

func (c *Client) join(col collection) *watch {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.watches[col]
	if w == nil {
		w = &watch{col: col, start: c.clock.Now(), lock: newLock()}
		c.watches[col] = w
	}
	w.users++
	return w
}

func (c *Client) leave(w *watch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w.users--; w.users == 0 {
		delete(c.watches, w.col)
	}
}

// snapshot gives the object as of the tick, or a later one, and when Atlas was
// asked. The first who asks lists; the others wait for that list and share it.
func (c *Client) snapshot(ctx context.Context, w *watch, tick int, r spec.Resource) (*spec.Resource, time.Time, error) {
	if err := w.lock.acquire(ctx); err != nil {
		return nil, time.Time{}, err
	}
	defer w.lock.release()
	if w.tick < tick {
		asked := c.clock.Now()
		found, err := c.list(ctx, w.col)
		if err != nil && !errors.Is(err, ErrNoParent) {
			return nil, asked, err
		}
		w.tick, w.asked, w.found = tick, asked, found
	}
	live, err := w.found.only(r)
	return live, w.asked, err
}

// only gives the object that r means: the one of r's ID, or else of its name,
// if there is one alone.
func (l listing) only(r spec.Resource) (*spec.Resource, error) {
	var found *spec.Resource
	for _, o := range l.resources {
		switch {
		case r.ID != "" && o.ID != r.ID, r.ID == "" && o.Addr != r.Addr:
			continue
		case found != nil:
			return nil, fmt.Errorf("there are several of this name, with the IDs %s and %s: plan again", found.ID, o.ID)
		}
		found = &o
	}
	if found == nil && l.unavailable != "" { // neither there nor gone
		return nil, errors.New(l.unavailable)
	}
	if found != nil {
		found.Addr, found.Body = r.Addr, spec.Clone(found.Body)
	}
	return found, nil
}
