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
	if flags.Prune {
		c.noteSpared()
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
	objects  byID
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
		objects:  newByID(live),
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
		r := c.objects.told(&live[i])
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
	want = *c.objects.told(&want)
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
		if differs(c.written[want.Addr], *live, inert.Path) {
			c.note(&want, fmt.Sprintf("%s is ignored: %s", inert.Path, inert.Reason))
		}
	}
}

// differs reports whether a document wants something else at a path than is live:
// where the two agree, it makes no difference that it is ignored.
func differs(want, live spec.Resource, path string) bool {
	if live.Body == nil {
		return true
	}
	t := typeOf(want)
	fields, err := Compare(t, live.Body, want.Body)
	return err != nil || concerned(t, path, fields)
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

func (c *computation) note(want *spec.Resource, text string) {
	c.notices = append(c.notices, Notice{Addr: want.Addr, Origin: want.Origin, Text: text})
}

func sortedAddrs[V any](m map[spec.Address]V) []spec.Address {
	addrs := slices.AppendSeq(make([]spec.Address, 0, len(m)), maps.Keys(m))
	slices.SortFunc(addrs, spec.Address.Compare)
	return addrs
}
