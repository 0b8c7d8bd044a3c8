package main

import (
	"fmt"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// progress turns events into lines on standard error, one an event.
type progress struct {
	env    env
	stream *stream
}

func (p progress) show(event apply.Event) {
	if event.Cause != event.Addr { // else its first half was told of
		p.env.say("%s: %s\n", event.Addr, eventText(event))
	}
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
		return fmt.Sprintf("%s, no sure answer, asking Atlas what came of it [%s elapsed]: %v", verb.doing, took, e.Err)
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
