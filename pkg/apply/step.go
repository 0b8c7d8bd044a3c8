package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// work does one step and tells the loop how it goes. The slot and the lane are
// held while Atlas is read and written, not while it is waited for.
func (r *run) work(ctx context.Context, i int) {
	w := &worker{remote: r.remote, op: r.op(i), say: func(m message) {
		m.step = i
		r.messages <- m
	}}
	var end ending
	switch r.steps[i].Verb {
	case plan.Create:
		end = w.create(ctx)
	case plan.Update:
		end = w.update(ctx)
	case plan.Delete, plan.Replace:
		end = w.delete(ctx)
	}
	w.release()
	if end.err != nil {
		end.err = end.cause(ctx)
		if w.op.Action == plan.Replace { // it has two steps: say which
			end.err = fmt.Errorf("%s: %w", r.steps[i].Verb, end.err)
		}
	}
	w.say(message{end: &end})
}

// ending is how a step ended.
type ending struct {
	err   error
	note  string // why nothing was written
	wrote bool
	live  *spec.Resource // as it is after the write, where that is known
}

// cause gives the error, and for an interruption why there was one and what it
// means; which call it happened to hit is of no interest.
func (e ending) cause(ctx context.Context) error {
	interrupted := ctx.Err() != nil && (errors.Is(e.err, ctx.Err()) || errors.Is(e.err, context.Cause(ctx)))
	switch {
	case interrupted && e.wrote:
		return fmt.Errorf("stopped waiting, Atlas is still at work on it, plan again to see: %w", context.Cause(ctx))
	case interrupted:
		return fmt.Errorf("stopped before the write, nothing was sent: %w", context.Cause(ctx))
	}
	return e.err
}

// worker is one step under way.
type worker struct {
	remote   Remote
	op       plan.Operation
	say      func(message)
	released bool
}

func (w *worker) release() {
	if !w.released {
		w.released = true
		w.say(message{released: true})
	}
}

func (w *worker) waiting(state string) { w.say(message{waiting: state}) }

// pause gives slot and lane to others while Atlas is waited for, and reads the
// resource again when it has them back.
func (w *worker) pause(ctx context.Context, r spec.Resource, wait func() error) (*spec.Resource, error) {
	w.release()
	if err := wait(); err != nil {
		return nil, err
	}
	again := make(chan bool)
	w.say(message{again: again})
	if !<-again {
		return nil, context.Cause(ctx)
	}
	w.released = false
	return w.remote.Read(ctx, r)
}

// grace is how long a write that has begun may go on after the run is over.
const grace = 30 * time.Second

var errNoAnswer = errors.New("the run ended and Atlas did not answer in time, so that the outcome is unknown: plan again to see")

// write does a write that is not taken back by an interruption once it has
// begun, since its outcome would be unknown; but an Atlas that does not answer
// cannot keep the run from ending.
func (w *worker) write(ctx context.Context, do func(context.Context) error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	going, giveUp := context.WithCancelCause(context.WithoutCancel(ctx))
	defer giveUp(nil)
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, func() { giveUp(errNoAnswer) })
		context.AfterFunc(going, func() { timer.Stop() })
	})
	defer stop()
	err := do(going)
	if err != nil && errors.Is(context.Cause(going), errNoAnswer) {
		return errNoAnswer
	}
	return err
}

// target is the document, with the ID of the live object that it means.
func (w *worker) target(live *spec.Resource) spec.Resource {
	want := *w.op.Want
	want.ID = live.ID
	return want
}

// update changes the planned fields of what is live now, and checks that Atlas
// did so.
func (w *worker) update(ctx context.Context) ending {
	live, err := w.ready(ctx)
	if err != nil {
		return ending{err: err}
	}
	body, conflicts := w.op.Recheck(live.Body)
	if len(conflicts) > 0 {
		return ending{err: conflictError(conflicts)}
	}
	if body == nil {
		return ending{note: "it is as wanted already"}
	}
	want := w.target(live)
	want.Body = body
	if err := w.write(ctx, func(ctx context.Context) error { return w.remote.Update(ctx, *live, want) }); err != nil {
		return ending{err: err}
	}
	w.release()
	after, err := w.remote.WaitReady(ctx, w.target(live), w.waiting)
	if err != nil {
		return ending{err: err, wrote: true}
	}
	return ending{err: w.verify(after), wrote: true, live: after}
}

// ready reads what is live and waits until it can be changed.
func (w *worker) ready(ctx context.Context) (*spec.Resource, error) {
	live, err := w.remote.Read(ctx, w.target(w.op.Live))
	if err == nil && live != nil && live.Phase == spec.Pending {
		target := w.target(live)
		live, err = w.pause(ctx, target, func() error {
			_, err := w.remote.WaitReady(ctx, target, w.waiting)
			return err
		})
	}
	if err == nil && (live == nil || live.Phase == spec.Deleting) {
		err = errors.New("conflict: it was deleted since the plan: plan again")
	}
	return live, err
}

// verify holds Atlas to its word: some fields it takes without an error and
// leaves as they are.
func (w *worker) verify(after *spec.Resource) error {
	ignored, err := w.op.Undone(after.Body)
	if err == nil && len(ignored) > 0 {
		err = fmt.Errorf("the update was accepted, but Atlas did not change %s", paths(ignored))
	}
	return err
}

// delete removes the resource that the plan saw, and no other of its name.
func (w *worker) delete(ctx context.Context) ending {
	planned := *w.op.Live
	live, err := w.remote.Read(ctx, planned)
	switch {
	case err != nil:
		return ending{err: err}
	case live == nil:
		return ending{note: "it is gone already"}
	case live.ID != planned.ID:
		return ending{err: errors.New("conflict: it was deleted and made anew since the plan: plan again")}
	}
	end := ending{note: "it was on its way out already"}
	if live.Phase != spec.Deleting {
		if err := w.empty(ctx, *live); err != nil {
			return ending{err: err}
		}
		if err := w.write(ctx, func(ctx context.Context) error { return w.remote.Delete(ctx, *live) }); err != nil {
			return ending{err: err}
		}
		end = ending{wrote: true}
	}
	w.release()
	if w.op.Want != nil {
		planned.Timeout = w.op.Want.Timeout
	}
	end.err = w.remote.WaitGone(ctx, planned, w.waiting)
	return end
}

// empty refuses to delete something with anything in it. Everything that the
// plan saw there is gone by now; what is there came later, and nobody approved
// its deletion.
func (w *worker) empty(ctx context.Context, live spec.Resource) error {
	inside, err := w.remote.Inside(ctx, live)
	if err != nil {
		return err
	}
	for _, r := range inside {
		if r.Phase != spec.Deleting {
			return fmt.Errorf("conflict: %s appeared in it since the plan: plan again", r.Addr)
		}
	}
	return nil
}

func conflictError(conflicts []plan.Conflict) error {
	lines := make([]string, len(conflicts))
	for i, c := range conflicts {
		lines[i] = c.String()
	}
	return fmt.Errorf("conflict: somebody changed it since the plan: %s: plan again", strings.Join(lines, "; "))
}

func paths(fields []plan.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = strings.Join(f.Path, ".")
	}
	return strings.Join(names, ", ")
}
