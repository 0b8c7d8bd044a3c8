package apply

import (
	"context"
	"errors"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Remote is all that apply needs of Atlas: four verbs, and waiting for what
// they set off. Absence is a nil resource. Deleting what is gone is success.
// Implementations must allow calls from several goroutines.
//
// The error of a verb may say two things about itself. OutcomeUnknown() bool
// tells that the write may have been done all the same, since its answer was
// lost; when it says no, the write surely was not done. AlreadyExists() bool tells that a create found its name taken.
type Remote interface {
	Read(ctx context.Context, r spec.Resource) (*spec.Resource, error)
	Create(ctx context.Context, want spec.Resource) error
	Update(ctx context.Context, live, want spec.Resource) error
	Delete(ctx context.Context, live spec.Resource) error

	// Inside gives what lives in r, which goes with r, and what refers to r and
	// keeps it from being deleted.
	Inside(ctx context.Context, r spec.Resource) ([]spec.Resource, error)

	// WaitReady and WaitGone wait as long as the resource may take, and tell
	// report Atlas's state when it changes and every ten seconds.
	WaitReady(ctx context.Context, r spec.Resource, report func(state string)) (*spec.Resource, error)
	WaitGone(ctx context.Context, r spec.Resource, report func(state string)) error
	// WaitEffect is WaitReady after an update of live to want, which may be seen
	// only after a while. What is not there any more is an error.
	WaitEffect(ctx context.Context, live, want spec.Resource, report func(state string)) (*spec.Resource, error)

	// WaitSeen gives r as soon as it can be seen at all, or nil when it could
	// not in the time that Atlas may take to show what was written.
	WaitSeen(ctx context.Context, r spec.Resource) (*spec.Resource, error)
	// WaitLeft reports whether what was live is gone or on its way out, as soon
	// as it is, and that it is not when it is still there after that time.
	WaitLeft(ctx context.Context, live spec.Resource) (bool, error)
	// WaitChanged shows what r is live, nil for nothing, to changed until that says
	// that nothing is to be waited for any more, and reports whether it did so in
	// that time.
	WaitChanged(ctx context.Context, r spec.Resource, changed func(live *spec.Resource) bool) (bool, error)
}

// Options says how to run.
type Options struct {
	// Parallelism is how many writes may be under way at once; what only
	// waits does not count. Less than 1 means 1.
	Parallelism int
	Now         func() time.Time
	// Journal hears of every write before it is sent. Nil means nobody does.
	Journal Journal
}

// Outcome is how one operation ended.
type Outcome struct {
	Addr    spec.Address
	Action  plan.Action
	State   State // Done, Failed, Unknown or Skipped
	Detail  string
	Err     error
	Cause   spec.Address
	Status  map[string]string // what whoever wrote it needs next
	Elapsed time.Duration
}

// Result is how a run ended: one outcome for each operation, in the order of
// the plan, and what was really written.
type Result struct {
	Outcomes    []Outcome
	Added       int // creates that were done, replacements included
	Changed     int
	Destroyed   int // deletes that were done, replacements included
	Interrupted bool
	Elapsed     time.Duration
}

// Count counts the outcomes of a state.
func (r Result) Count(s State) int {
	n := 0
	for _, o := range r.Outcomes {
		if o.State == s {
			n++
		}
	}
	return n
}

// Complete reports whether everything was done.
func (r Result) Complete() bool { return r.Count(Done) == len(r.Outcomes) }

// Requests estimates how many requests a plan takes, by what it is about: the
// read before each write, the write, and a look at the result.
func Requests(p *plan.Plan) map[spec.Address]int {
	requests := map[spec.Address]int{}
	for _, step := range p.Steps() {
		requests[p.Operations[step.Op].Addr] += 3
	}
	return requests
}

// Run does what the plan says. Steps start when all that must come before them
// is done; a step that fails takes those that depend on it with it, and
// nothing else. Every event goes to report, one at a time. When ctx is done no
// further step starts, writes that are under way finish, and waits end.
func Run(ctx context.Context, p *plan.Plan, remote Remote, opts Options, report func(Event)) Result {
	r := newRun(p, remote, opts, report)
	start := opts.Now()
	r.loop(ctx)
	result := r.result()
	result.Interrupted = errors.Is(ctx.Err(), context.Canceled)
	result.Elapsed = opts.Now().Sub(start)
	return result
}
