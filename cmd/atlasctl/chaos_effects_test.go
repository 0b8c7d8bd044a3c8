package main

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// history is what happened to one object, or to those that had its name one after
// the other.
type history struct {
	created, deleted int  // by atlasctl, as Atlas did it
	going            bool // it has been deleted since it was created
	there            bool // it is there, as far as the log tells
	writes           int  // requests to write it, whatever came of them
	edited, vanished int  // by somebody else; at most, since Atlas may have refused
}

// count counts what the log tells.
func (c *chaos) count(t *testing.T) map[spec.Address]*history {
	t.Helper()
	ids := c.stock(t).ids
	maps.Copy(ids, c.before.ids)
	histories := map[spec.Address]*history{}
	for _, x := range exchanges(t, c.log) {
		objects := c.objectsOf(x, ids)
		if len(objects) == 0 && x.isWrite() {
			t.Errorf("what is %s %s for?", x.Method, x.Path)
		}
		for _, addr := range objects {
			if histories[addr] == nil {
				histories[addr] = &history{there: len(c.before.objects[addr]) > 0}
			}
			histories[addr].add(x, addr.Kind)
		}
	}
	return histories
}

func (y *history) add(x exchange, kind spec.Kind) {
	if x.isWrite() {
		y.writes++
	}
	_, action := cutAction(x.Path)
	switch {
	case x.Method == http.MethodPost && x.done() && action == "":
		if !y.there || !changedByPost(kind) {
			y.created++
		}
		y.there, y.going = true, false
	case x.Method == http.MethodDelete && x.done() && !y.going:
		// Of what is going already, Atlas takes another deletion without effect,
		// and of some it shows nothing, so that one whose answer was lost is sent
		// again.
		y.deleted, y.there, y.going = y.deleted+1, false, true
	}
	if x.edited() {
		y.edited++
	}
	if x.vanished() {
		y.vanished++
	}
}

// changedByPost reports whether what makes an object of a kind also changes it.
func changedByPost(kind spec.Kind) bool {
	t, known := spec.TypeOf(kind)
	return known && slices.ContainsFunc(spectest.Of(t.Kind).Samples, func(s spectest.Sample) bool { return s.Updates == http.MethodPost })
}

// disturbed is how often somebody else may have made a difference to an object:
// by changing it, or by taking away or changing what it lives in, needs or is
// needed by. What is told apart by something that others can change counts for all
// of its parent.
func (c *chaos) disturbed(histories map[spec.Address]*history, addr spec.Address) int {
	n := 0
	t, _ := spec.TypeOf(addr.Kind)
	for other, y := range histories {
		switch {
		case other == addr, c.related()[addr][other],
			t.Key != "" && other.Kind == addr.Kind && parentOf(other) == parentOf(addr),
			addr.Project == other.Project && unnamed(other.Kind) && (unnamed(addr.Kind) || referable(addr.Kind) || len(t.Pins) > 0):
			n += y.edited + y.vanished
		case other == parentOf(addr):
			n += y.vanished
		}
	}
	return n
}

// unnamed reports whether the objects of a kind have no name in Atlas: one that has
// come and gone in between has an ID that neither state knows, so that it may have
// been any of its project.
func unnamed(kind spec.Kind) bool {
	t, _ := spec.TypeOf(kind)
	return t.Identity != nil
}

// related tells for each object of the world which others keep it, or are kept by
// it, or live in one that is.
func (c *chaos) related() map[spec.Address]map[spec.Address]bool {
	if c.relations != nil {
		return c.relations
	}
	c.relations = map[spec.Address]map[spec.Address]bool{}
	relate := func(a, b spec.Address) {
		if c.relations[a] == nil {
			c.relations[a] = map[spec.Address]bool{}
		}
		c.relations[a][b] = true
	}
	for _, r := range slices.Concat(c.world.live, c.world.want) {
		for _, need := range r.Requires() {
			if t, _ := spec.TypeOf(need.Kind); referable(need.Kind) || t.Identity != nil {
				relate(r.Addr, need)
				relate(need, r.Addr)
			}
		}
	}
	for again := true; again; { // what is related to a relation is one
		again = false
		for a, of := range c.relations {
			for b := range of {
				for d := range c.relations[b] {
					if !of[d] && d != a {
						relate(a, d)
						again = true
					}
				}
			}
		}
	}
	return c.relations
}

// checkEffects holds what Atlas did for atlasctl against the plan: an object is
// created once where it has to be, and deleted once, and otherwise only as often
// as somebody else took it away; what the plan does not name is left alone.
func (c *chaos) checkEffects(t *testing.T, histories map[spec.Address]*history) {
	t.Helper()
	actions := c.actions()
	for addr, action := range actions {
		if histories[addr] == nil && c.disturbed(histories, addr) == 0 && !wentWithLast(histories, addr) {
			t.Errorf("%s was to be done to %s, and nothing was asked for", action, addr)
		}
	}
	for addr, y := range histories {
		action, planned := actions[addr]
		others := c.disturbed(histories, addr)
		var creates, deletes int
		if planned {
			creates, deletes = due(action)
		}
		if y.created > creates+others || y.created < creates && others == 0 {
			t.Errorf("%s was created %d times: the plan wants %d, and somebody else has interfered %d times", addr, y.created, creates, others)
		}
		if y.deleted > deletes || y.deleted < deletes && others == 0 && !wentWithLast(histories, addr) {
			t.Errorf("%s was deleted %d times: the plan wants %d, and somebody else has interfered %d times", addr, y.deleted, deletes, others)
		}
		if !planned && y.writes > 0 && (others == 0 || c.stranger(addr)) {
			t.Errorf("%s is not in the plan, and %d requests tried to write it", addr, y.writes)
		}
	}
}

// wentWithLast reports whether an object may have gone without being asked to, as
// the last one in it did.
func wentWithLast(histories map[spec.Address]*history, parent spec.Address) bool {
	for addr, y := range histories {
		if t, _ := spec.TypeOf(addr.Kind); t.LastTakesParent && parentOf(addr) == parent && y.deleted > 0 {
			return true
		}
	}
	return false
}

// due is how many times an action creates and deletes.
func due(action plan.Action) (creates, deletes int) {
	switch action {
	case plan.Create:
		return 1, 0
	case plan.Replace:
		return 1, 1
	case plan.Delete:
		return 0, 1
	case plan.Update:
	}
	return 0, 0
}

// check is everything that must hold when a run is over.
func (c *chaos) check(t *testing.T) {
	t.Helper()
	histories := c.count(t)
	c.checkEffects(t, histories)
	c.checkStock(t, histories)
	c.checkSecrets(t)
	c.checkOutputs(t)
}
