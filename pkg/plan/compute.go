package plan

import (
	"cmp"
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
	live, namesakes, err := match(want, live)
	if err != nil {
		return nil, err
	}
	c := newComputation(want, live, flags)
	c.namesakes = namesakes
	if err := c.checkFlags(); err != nil {
		return nil, err
	}
	if err := c.decide(); err != nil {
		return nil, err
	}
	c.leadAround()
	c.bury()
	if flags.Prune {
		c.prune()
	}
	c.spread()
	for flags.Prune && c.pruneUnused() {
		c.spread()
	}
	c.warnPinned()
	c.keepHomes()
	c.lasts()
	return c.plan()
}

// spread follows what was decided so far to everything that it concerns.
func (c *computation) spread() {
	c.guard()
	c.outlive()
	c.stall()
	c.cascade()
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
	taken   bool   // something else takes it along
}

type computation struct {
	flags    Flags
	declared map[spec.Address]*spec.Resource
	written  map[spec.Address]spec.Resource  // the same, with what the server ignores
	gone     map[spec.Address]*spec.Resource // what an earlier commit declared, and no file does now
	live     map[spec.Address]*spec.Resource // what is there and stays by itself
	other    map[spec.Address]*spec.Resource // what is leaving, absent or unavailable
	children map[spec.Address][]spec.Address // live children of a parent, sorted
	pinners  map[spec.Address][]spec.Address // what is live and keeps another from being deleted, sorted
	scope    map[spec.Address]bool           // what may be pruned
	keepers  map[spec.Address][]spec.Address // what is live and another has to stay for, sorted
	keptYet  map[spec.Address]bool           // see keeping
	changes  map[spec.Address]*change
	notices  []Notice

	namesakes map[spec.Address]string         // see match
	unmeant   map[spec.Address][]string       // see strangers
	needers   map[spec.Address][]spec.Address // see needersOf
}

func newComputation(want, live []spec.Resource, flags Flags) *computation {
	c := &computation{
		flags:    flags,
		declared: make(map[spec.Address]*spec.Resource, len(want)),
		written:  make(map[spec.Address]spec.Resource, len(want)),
		gone:     map[spec.Address]*spec.Resource{},
		live:     make(map[spec.Address]*spec.Resource, len(live)),
		other:    map[spec.Address]*spec.Resource{},
		children: map[spec.Address][]spec.Address{},
		pinners:  map[spec.Address][]spec.Address{},
		keepers:  map[spec.Address][]spec.Address{},
		keptYet:  map[spec.Address]bool{},
		changes:  make(map[spec.Address]*change, len(want)),
	}
	for i := range live {
		r := &live[i]
		if r.Phase == spec.Deleting || r.Phase == spec.Absent || r.Phase == spec.Unavailable {
			c.other[r.Addr] = r
			continue
		}
		c.live[r.Addr] = r
		if parent, ok := r.Addr.ParentAddress(); ok {
			c.children[parent] = append(c.children[parent], r.Addr)
		}
		c.pin(r)
		c.keep(r)
	}
	for _, lists := range []map[spec.Address][]spec.Address{c.children, c.pinners, c.keepers} {
		for _, addrs := range lists {
			slices.SortFunc(addrs, spec.Address.Compare)
		}
	}
	for _, addr := range sortedAddrs(c.other) {
		if c.other[addr].Phase == spec.Deleting {
			c.leaveWith(addr)
		}
	}
	for _, w := range want {
		if w.Gone {
			c.gone[w.Addr] = &w
			continue
		}
		c.declare(w)
	}
	return c
}

// declare takes a document in, without what the server ignores of it.
func (c *computation) declare(want spec.Resource) {
	c.declared[want.Addr], c.written[want.Addr] = &want, want
	live := cmp.Or(c.live[want.Addr], c.other[want.Addr])
	if live == nil {
		return
	}
	for _, text := range live.Notes {
		c.note(&want, text)
	}
	if want.Absent || len(live.Inert) == 0 {
		return
	}
	want.Body = spec.Clone(want.Body)
	for _, inert := range spec.DropInert(want.Body, *live) {
		c.note(&want, fmt.Sprintf("%s is ignored: %s", inert.Path, inert.Reason))
	}
}

// leaveWith makes what lives in something that is going away go as well.
func (c *computation) leaveWith(parent spec.Address) {
	for _, addr := range c.children[parent] {
		if r := c.live[addr]; r != nil {
			c.other[addr] = &spec.Resource{Addr: addr, Phase: spec.Deleting, State: r.State}
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
		switch other := c.other[addr]; {
		case other != nil && other.Phase == spec.Unavailable:
			ch.action, ch.blocked = Create, other.Detail
			if ch.want.Absent {
				ch.action = Delete
			}
		case ch.want.Absent && ch.live == nil:
			continue
		case ch.want.Absent:
			ch.action = Delete
		case ch.want.Over:
			c.over(ch)
			continue
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
	ch.want = new(ch.want.ToCreate())
	ch.action, ch.fields = Create, created(typeOf(*ch.want), ch.want.Body)
	ch.blocked = cmp.Or(c.misfit(ch.want), uncreatable(ch.want), early(ch), ch.verdict(true).Blocked)
	if gone := c.other[ch.addr]; gone != nil && gone.Phase == spec.Deleting {
		c.note(ch.want, fmt.Sprintf("one of that name is being deleted (%s): it is created when the name is free", gone.State))
	}
	c.noteStrangers(ch.want)
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
		ch.blocked = cmp.Or(c.misfit(ch.want), uncreatable(ch.want), ch.verdict(true).Blocked, c.mistakable(ch.addr))
	case len(fields) > 0:
		ch.action = Update
	}
	if ch.action != Replace {
		if err := c.recall(t, ch); err != nil {
			return err
		}
		c.sendSecrets(t, ch)
	}
	if ch.action == Update {
		ch.turnKnobs(t)
		ch.blocked = ch.verdict(false).Blocked
	}
	if ch.action == Update && t.FullUpdate {
		ch.blocked = cmp.Or(missingSecret(t, ch), ch.blocked)
	}
	if ch.action != 0 {
		ch.blocked = cmp.Or(ch.blocked, early(ch))
	}
	if ch.live.Phase == spec.Failed {
		c.note(ch.want, failedText(ch.live))
	}
	return nil
}

// mistakable says why something cannot be created anew: Atlas would then have
// two of its name, and nothing that tells them apart.
func (c *computation) mistakable(addr spec.Address) string {
	id, ok := c.namesakes[addr]
	if !ok {
		return ""
	}
	return fmt.Sprintf("the object with the ID %s has the same name: delete that one first, or declare it under another name", id)
}

// stall blocks what would be created in, or referring to, something whose own
// creation is blocked.
func (c *computation) stall() {
	for again := true; again; {
		again = false
		for _, addr := range sortedAddrs(c.changes) {
			ch := c.changes[addr]
			if ch.blocked == "" && (ch.action == Create || ch.action == Replace) {
				ch.blocked = c.waitsFor(ch.want)
				again = again || ch.blocked != ""
			}
		}
	}
}

func (c *computation) waitsFor(want *spec.Resource) string {
	for _, need := range want.Requires() {
		if first := c.changes[need]; first != nil && first.action == Create && first.blocked != "" {
			return fmt.Sprintf("it needs %s, which cannot be created", need)
		}
	}
	return ""
}

func failedText(live *spec.Resource) string {
	text := "Atlas reports state " + live.State
	if live.Detail != "" {
		text += ": " + live.Detail
	}
	return text
}

func (c *computation) note(want *spec.Resource, text string) {
	c.notices = append(c.notices, Notice{Addr: want.Addr, Origin: want.Origin, Text: text})
}

func sortedAddrs[V any](m map[spec.Address]V) []spec.Address {
	return slices.SortedFunc(maps.Keys(m), spec.Address.Compare)
}
