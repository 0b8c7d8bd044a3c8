package apply

import (
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// State is where a step stands.
type State string

// The states. A step starts at most once, waits and settles any number of times,
// and ends in exactly one of the last four.
const (
	Started  State = "started"
	Waiting  State = "waiting"  // the write is done; Atlas is at work
	Settling State = "settling" // the answer to a write was lost: Atlas is asked what came of it
	Done     State = "done"
	Failed   State = "failed"
	Unknown  State = "unknown" // a write was sent, and what came of it could not be found out
	Skipped  State = "skipped" // not started, since something before it failed
)

// Event is one thing that happened to a step.
type Event struct {
	Time   time.Time
	Addr   spec.Address
	Verb   plan.Action // Create, Update or Delete: a replacement is two steps
	State  State
	Detail string // Atlas's state while waiting; what was found when done without a write
	Err    error  // why it failed; while settling, how the answer was lost
	// Cause is what failed before, when skipped; zero when the run was interrupted. The
	// second half of a replacement whose first half was not done has itself.
	Cause   spec.Address
	Elapsed time.Duration // since the step started
}
