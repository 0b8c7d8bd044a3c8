package main

import (
	"maps"
	"net/http"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// history is what happened to one object, or to those that had its name one after
// the other.
type history struct {
	created, deleted int  // by atlasctl, as Atlas did it
	going            bool // it has been deleted since it was created
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
		addr, ok := c.objectOf(x, ids)
		if !ok {
			if x.isWrite() {
				t.Errorf("what is %s %s for?", x.Method, x.Path)
			}
			continue
		}
		if histories[addr] == nil {
			histories[addr] = &history{}
		}
		histories[addr].add(x)
	}
	return histories
}

func (y *history) add(x exchange) {
	if x.isWrite() {
		y.writes++
	}
	switch {
	case x.Method == http.MethodPost && x.done():
		y.created, y.going = y.created+1, false
	case x.Method == http.MethodDelete && x.done() && !y.going:
		// Of what is going already, Atlas takes another deletion without effect,
		// and of some it shows nothing, so that one whose answer was lost is sent
		// again.
		y.deleted, y.going = y.deleted+1, true
	}
	if x.edited() {
		y.edited++
	}
	if x.vanished() {
		y.vanished++
	}
}

// disturbed is how often somebody else may have made a difference to an object:
// by taking it or its parent away, or by changing it. Endpoints are told apart by
// a comment that others can change, so that one for all of an instance.
func disturbed(histories map[spec.Address]*history, addr spec.Address) int {
	n, parent := 0, parentOf(addr)
	for other, y := range histories {
		switch {
		case other == addr,
			addr.Kind == spec.KindServerlessPrivateEndpoint && other.Kind == addr.Kind && parentOf(other) == parent:
			n += y.edited + y.vanished
		case other == parent:
			n += y.vanished
		}
	}
	return n
}

// checkEffects holds what Atlas did for atlasctl against the plan: an object is
// created once where it has to be, and deleted once, and otherwise only as often
// as somebody else took it away; what the plan does not name is left alone.
func (c *chaos) checkEffects(t *testing.T, histories map[spec.Address]*history) {
	t.Helper()
	actions := c.actions()
	for addr, action := range actions {
		if histories[addr] == nil && disturbed(histories, addr) == 0 {
			t.Errorf("%s was to be done to %s, and nothing was asked for", action, addr)
		}
	}
	for addr, y := range histories {
		action, planned := actions[addr]
		others := disturbed(histories, addr)
		var creates, deletes int
		if planned {
			creates, deletes = due(action)
		}
		if y.created > creates+others || y.created < creates && others == 0 {
			t.Errorf("%s was created %d times: the plan wants %d, and somebody else has interfered %d times", addr, y.created, creates, others)
		}
		if y.deleted > deletes || y.deleted < deletes && others == 0 {
			t.Errorf("%s was deleted %d times: the plan wants %d, and somebody else has interfered %d times", addr, y.deleted, deletes, others)
		}
		if !planned && y.writes > 0 && (others == 0 || c.stranger(addr)) {
			t.Errorf("%s is not in the plan, and %d requests tried to write it", addr, y.writes)
		}
	}
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
