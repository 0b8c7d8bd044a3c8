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
