package remote

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// settling is for how long Atlas may deny what it has just made: it was seen to
// do so for seconds, for reads, for updates, and for creates inside of it.
const (
	settling    = 30 * time.Second
	settlePause = time.Second
)

// newborn remembers what this client has created, and when. An object that
// somebody else made gets no patience: for that a 404 is the truth.
type newborn struct {
	clock Clock

	mu   sync.Mutex
	made map[spec.Address]time.Time
}

func (n *newborn) add(addr spec.Address) {
	now := n.clock.Now()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.made[addr] = now
}

// forget drops addr and what was made inside of it, which goes with it.
func (n *newborn) forget(addr spec.Address) {
	n.mu.Lock()
	defer n.mu.Unlock()
	maps.DeleteFunc(n.made, func(a spec.Address, _ time.Time) bool {
		return a == addr || slices.Contains(a.Holders(), addr)
	})
}

// has reports whether addr was new at a point in time.
func (n *newborn) has(addr spec.Address, at time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	made, ok := n.made[addr]
	return ok && at.Before(made.Add(settling))
}

// settle repeats a call for as long as Atlas denies addr, what it lives in, or
// what it needs, although that was made a moment ago. A call that is denied had no
// effect. What counts is when it began: its answer may have taken longer than the
// patience.
func (n *newborn) settle(ctx context.Context, addr spec.Address, call func() error, needs ...spec.Address) error {
	for {
		begun := n.clock.Now()
		err := call()
		if !n.denied(addr, needs, err, begun) {
			return err
		}
		if err := n.clock.Sleep(ctx, settlePause); err != nil {
			return err
		}
	}
}

func (n *newborn) denied(addr spec.Address, needs []spec.Address, err error, at time.Time) bool {
	home, ok := addr.Home()
	if !ok {
		home = addr
	}
	if isMissingGroup(err) && !errors.Is(err, ErrNotFound) && n.has(home, at) {
		return true
	}
	if parent, ok := addr.ParentAddress(); ok && errors.Is(err, ErrNoParent) {
		return n.has(parent, at)
	}
	if errors.Is(err, ErrNoReference) {
		return slices.ContainsFunc(needs, func(need spec.Address) bool { return n.has(need, at) })
	}
	return errors.Is(err, ErrNotFound) && n.has(addr, at)
}

// settled is the driver of one address, with that patience.
type settled struct {
	driver
	born *newborn
	addr spec.Address // without a name: of a list
}

// needs lists what a body refers to, and Atlas wants to be there.
func (s settled) needs(body spec.Body) []spec.Address {
	return spec.Resource{Addr: s.addr, Body: body}.Pinned()
}

func (s settled) list(ctx context.Context, at Site, page int) (found listing, err error) {
	err = s.born.settle(ctx, s.addr, func() error {
		found, err = s.driver.list(ctx, at, page)
		return err
	})
	return found, err
}

func (s settled) get(ctx context.Context, at Site, ref Ref) (live spec.Resource, err error) {
	err = s.born.settle(ctx, s.addr, func() error {
		live, err = s.driver.get(ctx, at, ref)
		return err
	})
	return live, err
}

func (s settled) create(ctx context.Context, at Site, name string, want spec.Body, reveal Reveal) error {
	err := s.born.settle(ctx, s.addr, func() error { return s.driver.create(ctx, at, name, want, reveal) }, s.needs(want)...)
	if err == nil {
		s.born.add(s.addr)
	}
	return err
}

func (s settled) update(ctx context.Context, at Site, ref Ref, live, want spec.Body, reveal Reveal) error {
	return s.born.settle(ctx, s.addr, func() error { return s.driver.update(ctx, at, ref, live, want, reveal) }, s.needs(want)...)
}

func (s settled) delete(ctx context.Context, at Site, ref Ref) error {
	err := s.born.settle(ctx, s.addr, func() error { return s.driver.delete(ctx, at, ref) })
	if err == nil {
		s.born.forget(s.addr)
	}
	return err
}

func (s settled) probe(ctx context.Context, at Site, live *spec.Resource) error {
	return s.born.settle(ctx, s.addr, func() error { return s.driver.probe(ctx, at, live) })
}

// seenWithin is how long a write may be done without being seen. Atlas has
// shown its own objects within seconds; a request that a proxy gave up on may
// still be under way.
const seenWithin = 30 * time.Second

// WaitSeen gives the live counterpart of r as soon as there is one, whatever
// its state, or nil when there is none for as long as a write may go unseen. It is
// for what was created and got no answer about, by this run or by one that was
// killed.
func (c *Client) WaitSeen(ctx context.Context, r spec.Resource) (*spec.Resource, error) {
	var live *spec.Resource
	_, err := c.WaitChanged(ctx, r, func(now *spec.Resource) bool {
		live = now
		return live != nil
	})
	if live != nil {
		c.born.add(r.Addr)
	}
	return live, err
}

// WaitLeft reports whether a live object is gone or on its way out, as soon as it
// is, and that it is not when it stays for as long as a write may go unseen. One
// that has its name by then is another object. It is for what was deleted and got
// no answer about.
func (c *Client) WaitLeft(ctx context.Context, live spec.Resource) (bool, error) {
	left, err := c.WaitChanged(ctx, live, func(now *spec.Resource) bool {
		return now == nil || now.ID != live.ID || now.Phase == spec.Deleting
	})
	if left {
		c.born.forget(live.Addr)
	}
	return left, err
}

// WaitChanged shows r, or nil for what is not there, to changed until that says that
// nothing is to be waited for any more, and reports whether it did so within the time
// that a write may go unseen. It is for what was updated and got no answer about.
func (c *Client) WaitChanged(ctx context.Context, r spec.Resource, changed func(live *spec.Resource) bool) (bool, error) {
	live, err := c.Read(ctx, r)
	if err != nil || changed(live) {
		return err == nil, err
	}
	r.Timeout = seenWithin
	_, err = c.wait(ctx, r, func(live *spec.Resource) (bool, error) {
		if live != nil {
			c.show(live, r.Body)
		}
		return changed(live), nil
	}, nil)
	if _, never := errors.AsType[*stillError](err); never {
		return false, nil
	}
	return err == nil, c.secrets.scrub(err)
}
