package main

import (
	"fmt"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// heartbeat is how often a step that only waits is heard of.
const heartbeat = 10 * time.Second

// progress turns events into lines on standard error: one an event, none that
// says what the last one said already.
type progress struct {
	env    env
	stream *stream
	last   map[spec.Address]line
}

// line is what was last said of a step.
type line struct {
	at     time.Time
	detail string
}

func newProgress(e env, s *stream) *progress {
	return &progress{env: e, stream: s, last: map[spec.Address]line{}}
}

func (p *progress) show(event apply.Event) {
	last := p.last[event.Addr]
	if event.State == apply.Waiting && event.Detail == last.detail && event.Time.Sub(last.at) < heartbeat {
		return
	}
	p.last[event.Addr] = line{event.Time, event.Detail}
	p.env.say("%s: %s\n", event.Addr, eventText(event))
	_ = p.stream.step(event) // a reader that is gone must not end the run
}

func eventText(e apply.Event) string {
	verb := verbs[e.Verb]
	took := e.Elapsed.Round(time.Second)
	switch e.State {
	case apply.Started:
		return verb.doing + "..."
	case apply.Waiting:
		return fmt.Sprintf("still %s, Atlas says %s [%s elapsed]", verb.doing, e.Detail, took)
	case apply.Settling:
		return fmt.Sprintf("no answer to %s (%v), asking Atlas what came of it [%s elapsed]", verb.doing, e.Err, took)
	case apply.Failed:
		return fmt.Sprintf("FAILED after %s: %v", took, e.Err)
	case apply.Unknown:
		return fmt.Sprintf("UNKNOWN after %s: %v", took, e.Err)
	case apply.Skipped:
		return "skipped, because " + causeText(e.Cause)
	case apply.Done:
		if e.Detail != "" {
			return "nothing to do: " + e.Detail
		}
	}
	return fmt.Sprintf("%s after %s", verb.done, took)
}

func causeText(cause spec.Address) string {
	if cause == (spec.Address{}) {
		return "the run was interrupted"
	}
	return cause.String() + " failed"
}

var verbs = map[plan.Action]struct{ doing, done string }{
	plan.Create: {"creating", "created"},
	plan.Update: {"updating", "updated"},
	plan.Delete: {"deleting", "deleted"},
}
