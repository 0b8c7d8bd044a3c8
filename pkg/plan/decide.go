package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

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
