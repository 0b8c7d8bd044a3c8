package emulator

import (
	"context"
	"sync"
	"time"
)

// Emulated time lies between these days: before the first there was no Atlas, and
// the dates that IDs begin with do not go far beyond the last.
var (
	timeBegins = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	timeEnds   = time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// clock is emulated time. It stands still between calls of advance unless it
// has a pace, and for good when it has come to its end.
type clock struct {
	mu    sync.Mutex
	base  time.Time        // emulated time, without what the pace adds
	speed float64          // emulated seconds a real second; 0 stands still
	wall  func() time.Time // nil when speed is 0
	began time.Time        // real time at which the pace began
}

func newClock(start time.Time, speed float64, wall func() time.Time) *clock {
	c := &clock{base: start, speed: speed, wall: wall}
	if speed > 0 {
		c.began = wall()
	}
	return c
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.read()
}

func (c *clock) read() time.Time {
	if c.speed == 0 {
		return c.base
	}
	passed := float64(c.wall().Sub(c.began)) * c.speed
	if passed >= float64(timeEnds.Sub(c.base)) {
		return timeEnds
	}
	return c.base.Add(time.Duration(passed))
}

// unhurried is the time by which credentials end: it moves with the clock when
// that is moved, but keeps the pace of the real one. Clients count the life of a
// token by their own clock, and would not notice that it is over sooner.
func (c *clock) unhurried() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.speed == 0 {
		return c.base
	}
	return c.base.Add(c.wall().Sub(c.began))
}

// advance moves the clock on; time never goes back.
func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base = c.base.Add(min(max(d, 0), timeEnds.Sub(c.base)))
}

// reach moves the clock to t unless it is already past it, so that sleeps at
// the same time overlap instead of adding up.
func (c *clock) reach(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if behind := t.Sub(c.read()); behind > 0 {
		c.base = c.base.Add(min(behind, timeEnds.Sub(c.base)))
	}
}

// sleep returns when the clock shows d more than at the call: at once by moving
// it, or after really waiting when it has a pace.
func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d <= 0 {
		return nil
	}
	if c.speed == 0 {
		c.reach(c.now().Add(d))
		return nil
	}
	const century = 100 * 365 * 24 * time.Hour // a real one: more than anybody waits
	timer := time.NewTimer(time.Duration(min(float64(d)/c.speed, float64(century))))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
