package spec

import (
	"cmp"
	"fmt"
)

// What can become of a processor is decided by its state: Atlas changes one only
// while it stands still, starts any, and stops what runs.

// judgeProcessor says whether a change can be made, and what it costs.
func judgeProcessor(c Change) Verdict {
	want := c.Want.(*StreamProcessor)
	if c.Anew {
		return Verdict{Blocked: newProcessor(c, want)}
	}
	live := c.Live.(*StreamProcessor)
	v := Verdict{Blocked: processorTransition(cmp.Or(stateOf(live), c.State), stateOf(want))}
	changes := c.Touches("pipeline") || c.Touches("options") || c.Touches("tier")
	runs := stateOf(live) == ProcessorStarted
	switch {
	case v.Blocked != "":
	case changes && runs && want.State == nil:
		v.Blocked = "it runs, and has to be stopped for this: declare state: STARTED, so that it is started again whatever happens meanwhile, or state: STOPPED"
	case c.Touches("tier") && stateAfter(live, want) != ProcessorStarted:
		v.Blocked = "Atlas sets the tier when it starts a processor: declare state: STARTED, or leave tier as it is"
	case movesSource(live, want) && stateOf(live) != ProcessorCreated && !startsOver(want):
		v.Blocked = "another $source has no use for the checkpoint: declare options.resumeFromCheckpoint: false, by which what the processor holds is lost"
	}
	v.Costs = processorCosts(stateOf(live), stateAfter(live, want), changes && runs)
	if c.Touches("options") && startsOver(want) && stateOf(live) != ProcessorCreated {
		v.Costs = append(v.Costs, Cost{"drops-checkpoint", "drops its checkpoint: what it holds in windows is lost, and events may be missed or processed twice"})
	}
	return v
}

// newProcessor says why a processor cannot be made as the document wants it. One that
// is to be STOPPED is CREATED, which does not run either.
func newProcessor(c Change, want *StreamProcessor) string {
	if live, _ := c.Live.(*StreamProcessor); live != nil && stateOf(live) == ProcessorStarted && want.State == nil {
		return "it runs, and is made anew without being started: declare state: STARTED, or state: CREATED"
	}
	return ""
}

// atRest gives what the states have in common in which a processor does not run, and
// from which it can be started: whoever wants one has what he wants with the other.
func atRest(state string) string {
	if state == ProcessorCreated || state == ProcessorStopped {
		return "at rest"
	}
	return state
}

// processorTransition says why a processor cannot get from one state into another.
// Atlas stops only what is STARTED, and makes nothing CREATED again.
func processorTransition(from, to string) string {
	switch {
	case to == "", to == ProcessorStarted, atRest(from) == atRest(to), to == ProcessorStopped && from == ProcessorStarted:
		return ""
	case from == ProcessorStarted:
		return "only what was never started is CREATED, and it is STARTED: declare state: STOPPED or STARTED, or leave state out"
	}
	return fmt.Sprintf("only what is STARTED can be %s, and it is %s: declare state: STARTED, or leave state out", to, cmp.Or(from, "in no state that lasts"))
}

// processorCosts says what a change does to data that flows.
func processorCosts(from, to string, interrupts bool) []Cost {
	switch {
	case from == ProcessorStarted && to == ProcessorStopped:
		return []Cost{{"stops", "stops it"}}
	case interrupts:
		return []Cost{{"restarts", "stops it and starts it again"}}
	}
	return nil
}

func stateOf(p *StreamProcessor) string {
	if p.State == nil {
		return ""
	}
	return *p.State
}

// stateAfter is the state that a processor is in after an update.
func stateAfter(live, want *StreamProcessor) string {
	if want.State == nil {
		return stateOf(live)
	}
	return *want.State
}

// startsOver reports whether a document drops the checkpoint.
func startsOver(p *StreamProcessor) bool {
	return p.Options != nil && p.Options.ResumeFromCheckpoint != nil && !*p.Options.ResumeFromCheckpoint
}

// movesSource reports whether a processor is to read from elsewhere.
func movesSource(live, want *StreamProcessor) bool {
	if live.Pipeline == nil || want.Pipeline == nil {
		return false
	}
	return sourceOf(live.Pipeline) != sourceOf(want.Pipeline)
}
