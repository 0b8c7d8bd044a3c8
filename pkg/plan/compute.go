package plan

import (
	"fmt"
	"maps"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Compute gives the plan that makes live equal to want. Both are resources of
// any kinds and projects in any order; live holds everything that was listed
// and its values are masked (see [spec.Mask]). Compute reads nothing else and
// changes neither slice.
func Compute(want, live []spec.Resource, flags Flags) (*Plan, error) {
	c := newComputation(want, live, flags)
	if err := c.checkFlags(); err != nil {
		return nil, err
	}
	if err := c.decide(); err != nil {
		return nil, err
	}
	if flags.Prune {
		c.prune()
	}
	c.guard()
	c.cascade()
	return c.plan()
}

// change is what has been decided about one resource so far.
type change struct {
	addr    spec.Address
	action  Action // zero when there is nothing to do
	want    *spec.Resource
	live    *spec.Resource
	fields  []Field
	hazards []Hazard
	blocked string // why it cannot be done; empty when it can
}

type computation struct {
	flags    Flags
	declared map[spec.Address]*spec.Resource
	live     map[spec.Address]*spec.Resource // without what is going away anyway
	leaving  map[spec.Address]*spec.Resource // what is going away anyway
	children map[spec.Address][]spec.Address // live children of a parent, sorted
	changes  map[spec.Address]*change
	notices  []Notice
}

func newComputation(want, live []spec.Resource, flags Flags) *computation {
	c := &computation{
		flags:    flags,
		declared: make(map[spec.Address]*spec.Resource, len(want)),
		live:     make(map[spec.Address]*spec.Resource, len(live)),
		leaving:  map[spec.Address]*spec.Resource{},
		children: map[spec.Address][]spec.Address{},
		changes:  make(map[spec.Address]*change, len(want)),
	}
	for i := range want {
		c.declared[want[i].Addr] = &want[i]
	}
	for i := range live {
		r := &live[i]
		if r.Phase == spec.Deleting {
			c.leaving[r.Addr] = r
			continue
		}
		c.live[r.Addr] = r
		if parent, ok := r.Addr.ParentAddress(); ok {
			c.children[parent] = append(c.children[parent], r.Addr)
		}
	}
	for _, addrs := range c.children {
		slices.SortFunc(addrs, spec.Address.Compare)
	}
	for _, addr := range sortedAddrs(c.leaving) {
		c.leaveWith(addr)
	}
	return c
}

// leaveWith makes what lives in something that is going away go as well.
func (c *computation) leaveWith(parent spec.Address) {
	for _, addr := range c.children[parent] {
		if r := c.live[addr]; r != nil {
			c.leaving[addr] = r
			delete(c.live, addr)
			c.leaveWith(addr)
		}
	}
	delete(c.children, parent)
}

func (c *computation) checkFlags() error {
	if c.flags.Prune && len(c.declared) == 0 {
		return fmt.Errorf("--prune without any document would delete everything: declare at least one resource")
	}
	for _, addr := range c.flags.Rotate {
		want := c.declared[addr]
		if want == nil || want.Absent {
			return fmt.Errorf("--rotate %s: no document declares it", addr)
		}
		if len(spec.SecretRefs(want.Body)) == 0 {
			return fmt.Errorf("--rotate %s: %s has no secret", addr, want.Origin)
		}
	}
	return nil
}

// decide compares every document with what is live.
func (c *computation) decide() error {
	for _, addr := range sortedAddrs(c.declared) {
		ch := &change{addr: addr, want: c.declared[addr], live: c.live[addr]}
		switch {
		case ch.want.Absent && ch.live == nil:
			continue
		case ch.want.Absent:
			ch.action = Delete
		case ch.live == nil:
			c.create(ch)
		default:
			if err := c.compare(ch); err != nil {
				return fmt.Errorf("%s: %w", addr, err)
			}
		}
		c.changes[addr] = ch
	}
	return nil
}

func (c *computation) create(ch *change) {
	ch.action, ch.fields = Create, created(ch.want.Body)
	ch.blocked = uncreatable(ch.want)
	if gone := c.leaving[ch.addr]; gone != nil {
		c.notice(ch, fmt.Sprintf("one of that name is being deleted (%s): it is created when the name is free", gone.State))
	}
}

// compare decides between nothing, an update in place and a replacement.
func (c *computation) compare(ch *change) error {
	t, _ := spec.TypeOf(ch.addr.Kind)
	fields, err := Compare(t, ch.live.Body, ch.want.Body)
	if err != nil {
		return err
	}
	ch.fields = fields
	switch {
	case slices.ContainsFunc(fields, func(f Field) bool { return f.ForcesReplace }):
		ch.action = Replace
		ch.blocked = uncreatable(ch.want)
	case len(fields) > 0:
		ch.action = Update
	}
	if ch.action != Replace {
		c.sendSecrets(t, ch)
	}
	if ch.action == Update && t.FullUpdate {
		ch.blocked = missingSecret(t, ch)
	}
	if ch.live.Phase == spec.Failed {
		c.notice(ch, failedText(ch.live))
	}
	return nil
}

func failedText(live *spec.Resource) string {
	text := "Atlas reports state " + live.State
	if live.Detail != "" {
		text += ": " + live.Detail
	}
	return text
}

func (c *computation) notice(ch *change, text string) {
	n := Notice{Addr: ch.addr, Text: text}
	if ch.want != nil {
		n.Origin = ch.want.Origin
	}
	c.notices = append(c.notices, n)
}

func sortedAddrs[V any](m map[spec.Address]V) []spec.Address {
	return slices.SortedFunc(maps.Keys(m), spec.Address.Compare)
}
