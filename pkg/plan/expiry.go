package plan

import (
	"fmt"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// At gives the documents as they are to be understood at a point in time, by the
// dates on which Atlas deletes some objects by itself. Where a date has passed
// nothing is missing, and nothing is made again; one that lies too far ahead
// Atlas does not take yet.
func At(want []spec.Resource, now time.Time) []spec.Resource {
	all := make([]spec.Resource, len(want))
	for i, w := range want {
		t, _ := spec.TypeOf(w.Addr.Kind)
		if date, ok := t.Expiry(w.Body); ok {
			w.Over = !date.After(now)
			if from := date.Add(-t.Expires.Within); t.Expires.Within > 0 && from.After(now) {
				w.Early = from
			}
		}
		all[i] = w
	}
	return all
}

// over says of a document whose date has passed that it is left alone: what is
// there cannot be changed to have that date.
func (c *computation) over(ch *change) {
	path := typeOf(*ch.want).Expires.Path
	if ch.live == nil {
		c.note(ch.want, path+" has passed: it is not created again, so the document can be taken out")
		return
	}
	c.note(ch.want, path+" has passed: it is left alone; to have it deleted, write ensure: absent")
}

// early says why a change has to wait: Atlas would not take its date.
func early(ch *change) string {
	t, path := typeOf(*ch.want), typeOf(*ch.want).Expires.Path
	if ch.want.Early.IsZero() || !touched([]string{path}, ch.fields) {
		return ""
	}
	return fmt.Sprintf("Atlas takes a %s of at most %d days ahead: apply it from %s on, or write an earlier one",
		path, t.Expires.Within/(24*time.Hour), ch.want.Early.UTC().Format(time.RFC3339))
}

// lasts adds what it means to the deletions of a collection of which nothing is left:
// once, to the last of them. Where all that it lives in goes as well there is nobody
// whom it concerns.
func (c *computation) lasts() {
	left := map[spec.Address]bool{}
	for addr := range c.live {
		if ch := c.changes[addr]; ch == nil || ch.action != Delete || ch.blocked != "" {
			left[collectionOf(addr)] = true
		}
	}
	for addr, ch := range c.changes {
		if ch.action == Create && ch.blocked == "" {
			left[collectionOf(addr)] = true
		}
	}
	for _, addr := range slices.Backward(sortedAddrs(c.changes)) {
		ch := c.changes[addr]
		t, _ := spec.TypeOf(addr.Kind)
		if t.Last == "" || ch.action != Delete || ch.blocked != "" || left[collectionOf(addr)] {
			continue
		}
		left[collectionOf(addr)] = true // it is said
		if !slices.ContainsFunc(addr.Holders(), c.leaves) {
			ch.hazards = append(ch.hazards, Hazard{HazardDisruption, t.Last})
		}
	}
}

// collectionOf is the address without its name.
func collectionOf(addr spec.Address) spec.Address {
	addr.Name = ""
	return addr
}
