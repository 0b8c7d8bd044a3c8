package remote

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// FailedError means that Atlas gave up on an object.
type FailedError struct{ State, Detail string }

// Error gives Atlas's state and message.
func (e *FailedError) Error() string {
	if e.Detail == "" {
		return "Atlas reports state " + e.State
	}
	return "Atlas reports state " + e.State + ": " + e.Detail
}

// WaitReady waits until the live counterpart of r can be used, and gives it.
// Report hears the state when it changes, and every ten seconds; it may be nil.
// An object that is not there is not there yet: Atlas answers 404 for a moment
// after a create. The deadline is r's own, or that of its kind.
//
// However many waits there are in a collection, they share one list request a
// tick.
func (c *Client) WaitReady(ctx context.Context, r spec.Resource, report func(state string)) (*spec.Resource, error) {
	live, err := c.wait(ctx, r, c.readiness(ctx, r), report)
	if live != nil {
		c.show(live, r.Body)
	}
	return live, c.secrets.scrub(err)
}

// WaitGone waits until the live counterpart of r is there no more. Otherwise
// it is like [Client.WaitReady].
func (c *Client) WaitGone(ctx context.Context, r spec.Resource, report func(state string)) error {
	_, err := c.wait(ctx, r, gone, report)
	return err
}

// readiness is ready for what has been probed.
func (c *Client) readiness(ctx context.Context, r spec.Resource) func(*spec.Resource) (bool, error) {
	return func(live *spec.Resource) (bool, error) {
		if live == nil || live.Phase != spec.Ready {
			return ready(live)
		}
		d, at, err := c.locate(ctx, r.Addr)
		if err == nil {
			err = d.probe(ctx, at, live)
		}
		if errors.Is(err, ErrNotFound) { // it has vanished since the list
			return false, nil
		}
		if err != nil {
			return false, err
		}
		return ready(live)
	}
}

func ready(live *spec.Resource) (bool, error) {
	if live == nil {
		return false, nil
	}
	if live.Phase == spec.Failed {
		return false, &FailedError{live.State, live.Detail}
	}
	return live.Phase == spec.Ready, nil
}

func gone(live *spec.Resource) (bool, error) { return live == nil, nil }

func (c *Client) wait(ctx context.Context, r spec.Resource, reached func(*spec.Resource) (bool, error), report func(string)) (*spec.Resource, error) {
	w := c.join(collectionOf(r.Addr))
	defer c.leave(w)
	limit := timeout(r)
	deadline := c.clock.Now().Add(limit)
	pulse, failures := pulse{report: report}, 0
	for {
		// Ticks that were missed are not made up for: a list may take long,
		// and the lid of a notebook may be closed for an hour.
		tick := w.next(c.clock.Now())
		if err := c.sleepUntil(ctx, w.at(tick), &pulse); err != nil {
			return nil, err
		}
		live, asked, err := c.snapshot(ctx, w, tick, r)
		if err != nil {
			// What was written is not undone by a list that fails.
			if failures++; failures < maxFailures && ctx.Err() == nil && !errors.Is(err, ErrDenied) {
				continue
			}
			return nil, err
		}
		failures = 0
		if done, err := reached(live); done || err != nil {
			return live, err
		}
		pulse.beat(c.clock.Now(), stateOf(live))
		// Whatever time has passed since, only a look from after the deadline
		// can say that it was not enough.
		if !asked.Before(deadline) {
			return nil, &stillError{pulse.state, limit}
		}
	}
}

// stillError means that a wait took longer than it may. What is waited for may
// come about all the same.
type stillError struct {
	state string
	after time.Duration
}

func (e *stillError) Error() string {
	return fmt.Sprintf("still %s after %s: it may get there later; plan again to see", e.state, e.after)
}

// maxFailures is how many lists in a row may fail before a wait gives up.
const maxFailures = 5

// timeout is how long r may take, by its document or by its kind.
func timeout(r spec.Resource) time.Duration {
	if r.Timeout > 0 {
		return r.Timeout
	}
	t, _ := spec.TypeOf(r.Addr.Kind)
	return t.Timeout
}

func stateOf(live *spec.Resource) string {
	switch {
	case live == nil:
		return "absent"
	case live.State == "":
		return live.Phase.String()
	}
	return live.State
}

func (c *Client) sleepUntil(ctx context.Context, when time.Time, p *pulse) error {
	for {
		now := c.clock.Now()
		p.beat(now, p.state)
		left := when.Sub(now)
		if left <= 0 {
			return ctx.Err()
		}
		if err := c.clock.Sleep(ctx, min(left, p.next(now))); err != nil {
			return err
		}
	}
}

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
