package remote

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// WaitEffect waits until an update of live to want, which Atlas has accepted, has
// taken effect, and gives the object then. It is [Client.WaitReady] for what goes on
// looking ready for some time: a processor that was asked to stop runs on for a
// while. What had failed before may go on looking so for as long as a write may go
// unseen. What is not there for that long was deleted by somebody else.
func (c *Client) WaitEffect(ctx context.Context, live, want spec.Resource, report func(state string)) (*spec.Resource, error) {
	d, _, err := c.locate(ctx, want.Addr)
	if err != nil {
		return nil, err
	}
	e := &effect{
		states: d.reaches(live.Body, want.Body), ready: c.readiness(ctx, want), now: c.clock.Now,
		failed: live.Phase == spec.Failed, patience: c.clock.Now().Add(seenWithin),
		seen: c.clock.Now(),
	}
	now, err := c.wait(ctx, want, e.reached, report)
	if now != nil {
		c.show(now, want.Body)
	}
	return now, c.secrets.scrub(err)
}

var errVanished = errors.New("it is not there any more: plan again to see")

// effect tells when an update has taken effect.
type effect struct {
	states   []string // one of which it is to get into; none for any that is ready
	ready    func(*spec.Resource) (bool, error)
	now      func() time.Time
	failed   bool      // it had failed before, and nothing else was seen since
	patience time.Time // until when a failure from before may be seen
	seen     time.Time // when it was there last
}

func (e *effect) reached(live *spec.Resource) (bool, error) {
	if live == nil {
		if e.now().Sub(e.seen) < seenWithin {
			return false, nil
		}
		return false, errVanished
	}
	e.seen = e.now()
	e.failed = e.failed && live.Phase == spec.Failed
	switch {
	case slices.Contains(e.states, live.State):
		return true, nil
	case e.failed && len(e.states) == 0: // nobody asked it to recover
		return true, nil
	case e.failed && e.now().Before(e.patience):
		return false, nil
	case len(e.states) > 0 && live.Phase != spec.Failed:
		return false, nil
	}
	return e.ready(live)
}
