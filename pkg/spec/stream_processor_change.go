package spec

import "fmt"

// What can become of a processor is decided by its state: Atlas changes one only
// while it stands still, starts any, and stops what runs.

// judgeProcessor says whether a change can be made, and what it costs.
func judgeProcessor(c Change) Verdict {
	want := c.Want.(*StreamProcessor)
	if c.Anew {
		return Verdict{Blocked: newProcessor(c, want)}
	}
	live := c.Live.(*StreamProcessor)
	v := Verdict{Blocked: processorTransition(stateOf(live), stateOf(want))}
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
	v.Hazards = processorHazards(stateOf(live), stateAfter(live, want), changes && runs)
	if c.Touches("options") && startsOver(want) && stateOf(live) != ProcessorCreated {
		v.Hazards = append(v.Hazards, "drops its checkpoint: what it holds in windows is lost, and events may be missed or processed twice")
	}
	return v
}

// newProcessor says why a processor cannot be made as the document wants it.
func newProcessor(c Change, want *StreamProcessor) string {
	live, _ := c.Live.(*StreamProcessor)
	switch {
	case stateOf(want) == ProcessorStopped:
		return "what is made anew was never started and cannot be STOPPED: declare state: CREATED, which does not run either, or STARTED"
	case live != nil && stateOf(live) == ProcessorStarted && want.State == nil:
		return "it runs, and is made anew without being started: declare state: STARTED, or state: CREATED"
	}
	return ""
}

// processorTransition says why a processor cannot get from one state into another.
// No state at all is FAILED, or one that does not last.
func processorTransition(from, to string) string {
	if from == "" {
		from = "neither STARTED nor CREATED"
	}
	switch {
	case to == "", to == from, to == ProcessorStarted, to == ProcessorStopped && from == ProcessorStarted:
		return ""
	case to == ProcessorStopped:
		return fmt.Sprintf("only what is STARTED can be STOPPED, and it is %s: declare state: CREATED if it never ran, which does not run either, or STARTED", from)
	}
	return fmt.Sprintf("only what was never started is CREATED, and it is %s: declare state: STOPPED or STARTED, or leave state out", from)
}

// processorHazards says what a change does to data that flows.
func processorHazards(from, to string, interrupts bool) []string {
	switch {
	case from == ProcessorStarted && to == ProcessorStopped:
		return []string{"stops it"}
	case interrupts:
		return []string{"stops it and starts it again"}
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
