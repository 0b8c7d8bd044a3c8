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
	w := &worker{remote: r.remote, journal: r.journal, op: r.op(i), now: r.now, say: func(m message) {
		m.step = i
		r.messages <- m
	}}
	var end ending
	switch r.steps[i].Verb {
	case plan.Create:
		end = w.after(ctx, w.create)
	case plan.Update:
		end = w.after(ctx, w.update)
	case plan.Delete, plan.Replace:
		end = w.after(ctx, w.delete)
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
	begun bool           // something was written that is no result
	live  *spec.Resource // as it is after the write, where that is known
	left  []plan.Field   // what an update did not change
}

// cause gives the error, and for an interruption why there was one and what it
// means; which call it happened to hit is of no interest.
func (e ending) cause(ctx context.Context) error {
	_, unknown := errors.AsType[unknownError](e.err)
	interrupted := ctx.Err() != nil && (errors.Is(e.err, ctx.Err()) || errors.Is(e.err, context.Cause(ctx)))
	switch {
	case unknown || !interrupted:
		return e.err
	case e.wrote || e.begun:
		return fmt.Errorf("stopped waiting, Atlas is still at work on it, plan again to see: %w", context.Cause(ctx))
	}
	return fmt.Errorf("stopped before the write, nothing was changed: %w", context.Cause(ctx))
}

// worker is one step under way.
type worker struct {
	remote   Remote
	journal  Journal
	op       plan.Operation
	now      func() time.Time
	say      func(message)
	released bool
	// finishing says that it leaves something otherwise than anybody wants it, so
	// that it goes on for a while when the run is over.
	finishing bool
	// back says that what was sent last puts back what the update had left otherwise.
	back bool
	// ours is what the writes of an update have changed, whatever it is by now.
	ours []plan.Field
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
	w.say(message{again: again, finishing: w.finishing})
	if !<-again {
		return nil, context.Cause(ctx)
	}
	w.released = false
	return w.remote.Read(ctx, r)
}

// after does something when what it needs is ready, and what is in its way gone.
func (w *worker) after(ctx context.Context, do func(context.Context) ending) ending {
	for _, need := range w.op.Awaits {
		_, err := w.pause(ctx, need, func() error {
			if need.Phase == spec.Deleting {
				return w.remote.WaitGone(ctx, need, w.waiting)
			}
			_, err := w.remote.WaitReady(ctx, need, w.waiting)
			return err
		})
		if err != nil {
			return ending{err: fmt.Errorf("waiting for %s: %w", need.Addr, err)}
		}
	}
	return do(ctx)
}

// target is the document, with the ID of the live object that it means.
func (w *worker) target(live *spec.Resource) spec.Resource {
	want := *w.op.Want
	want.ID = live.ID
	return want
}

func paths(fields []plan.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = strings.Join(f.Path, ".")
	}
	return strings.Join(names, ", ")
}
