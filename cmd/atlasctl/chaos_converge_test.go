package main

import (
	"math/rand/v2"
	"strings"
	"testing"
)

const (
	// stormyRounds is how often apply is run while things go wrong, calmRounds
	// how often it may take when nothing does any more: what a second editor did
	// last may be under way still.
	stormyRounds = 8
	calmRounds   = 3
)

// converge runs apply until there is nothing left to do.
func (c *chaos) converge(t *testing.T, r *rand.Rand) {
	t.Helper()
	c.startEmulator(t, true)
	resume, empty := false, false
	for round := 0; round < stormyRounds && !empty; round++ {
		var until moment
		if round < stormyRounds-2 && r.IntN(100) < 55 {
			until = drawMoment(r)
		}
		code := c.apply(t, until, resume)
		record := c.record(t)
		resume = code != exitMismatch && record != nil && !record.Finished() && r.IntN(2) == 0
		empty = code == 0 && c.plan(t) == 0
	}
	settled := empty && c.secondEditor(t) == 0
	c.stopEmulator(t)
	c.startEmulator(t, false)
	for round := 0; c.plan(t) != 0; round++ {
		if settled || round == calmRounds {
			t.Fatal("the last plan is not empty, and nothing goes wrong any more")
		}
		if code := c.apply(t, moment{}, false); code == 1 {
			t.Fatal("apply fails, and nothing goes wrong any more")
		}
	}
	c.stopEmulator(t)
}

// The exit codes that a run can have to do with.
const (
	exitFailed   = 1
	exitPending  = 2
	exitPartial  = 3
	exitMismatch = 4
)

// apply runs it and holds its exit code against what has happened.
func (c *chaos) apply(t *testing.T, until moment, resume bool) int {
	t.Helper()
	args := []string{"apply", "--auto-approve", "--allow", "delete,replace"}
	if resume {
		args = []string{"apply", "--resume"}
	}
	journal, logged := c.journal(), c.logged()
	code := c.atlasctl(t, until, args...)
	switch code {
	case 0, killed:
	case exitPartial:
		if !c.struck("") {
			t.Error("something failed, and nothing had gone wrong")
		}
	case exitMismatch:
		if !resume || c.secondEditor(t) == 0 {
			t.Error("the plan is another one, and nobody has changed anything")
		}
	case exitFailed:
		if !c.struck(logged) {
			t.Error("apply failed, and nothing had gone wrong")
		}
		if strings.Contains(string(since(journal, c.journal())), `"type":"intend"`) {
			t.Error("apply wrote, and ended without telling how that went")
		}
	default:
		t.Errorf("apply ended with %d", code)
	}
	return code
}

// struck reports whether a request went wrong since the log ended as given. A
// line is written when its answer is out, so that it may come after the end of
// the process that got the answer.
func (c *chaos) struck(logged string) bool {
	_, err := await(func() string { return strings.TrimPrefix(c.logged(), logged) }, `"fault":`, nil)
	return err == nil
}

// plan runs it and gives its exit code.
func (c *chaos) plan(t *testing.T) int {
	t.Helper()
	logged := c.logged()
	code := c.atlasctl(t, moment{}, "plan", "--detailed-exitcode")
	if code != 0 && code != exitPending && (code != exitFailed || !c.struck(logged)) {
		t.Fatalf("plan ended with %d", code)
	}
	return code
}
