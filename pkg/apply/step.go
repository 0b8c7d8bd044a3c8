package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
		end.err = fmt.Errorf("%s %s: %w", r.steps[i].Verb, w.op.Addr, end.err)
	}
	w.say(message{end: &end})
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

// create makes the resource, unless exactly it is there already. A name that
// is on its way out is waited for.
func (w *worker) create(ctx context.Context) ending {
	want := *w.op.Want
	live, err := w.remote.Read(ctx, want)
	if err != nil {
		return ending{err: err}
	}
	if live != nil && live.Phase == spec.Deleting {
		if err := w.remote.WaitGone(ctx, want, w.waiting); err != nil {
			return ending{err: err}
		}
		live = nil
	}
	if live != nil {
		return w.found(live)
	}
	// A write that has begun is not taken back by an interruption: its
	// outcome would be unknown.
	if err := w.remote.Create(context.WithoutCancel(ctx), want); err != nil {
		return ending{err: err}
	}
	w.release()
	_, err = w.remote.WaitReady(ctx, want, w.waiting)
	return ending{err: err, wrote: true}
}

// found decides about a create of something that appeared since the plan.
func (w *worker) found(live *spec.Resource) ending {
	t, _ := spec.TypeOf(w.op.Addr.Kind)
	fields, err := plan.Compare(t, live.Body, w.op.Want.Body)
	switch {
	case err != nil:
		return ending{err: err}
	case len(fields) > 0:
		return ending{err: fmt.Errorf("conflict: it appeared since the plan, with another %s: plan again", paths(fields))}
	}
	return ending{note: "it is there already, as wanted"}
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
	want := *w.op.Want
	want.Body = body
	if err := w.remote.Update(context.WithoutCancel(ctx), *live, want); err != nil {
		return ending{err: err}
	}
	w.release()
	after, err := w.remote.WaitReady(ctx, *w.op.Want, w.waiting)
	if err != nil {
		return ending{err: err, wrote: true}
	}
	return ending{err: w.verify(after), wrote: true}
}

// ready reads what is live and waits until it can be changed.
func (w *worker) ready(ctx context.Context) (*spec.Resource, error) {
	live, err := w.remote.Read(ctx, *w.op.Want)
	switch {
	case err != nil:
		return nil, err
	case live == nil || live.Phase == spec.Deleting:
		return nil, errors.New("conflict: it was deleted since the plan: plan again")
	case live.Phase == spec.Pending:
		return w.remote.WaitReady(ctx, *w.op.Want, w.waiting)
	}
	return live, nil
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
	if live.Phase != spec.Deleting {
		if err := w.remote.Delete(context.WithoutCancel(ctx), *live); err != nil {
			return ending{err: err}
		}
	}
	w.release()
	if w.op.Want != nil {
		planned.Timeout = w.op.Want.Timeout
	}
	return ending{err: w.remote.WaitGone(ctx, planned, w.waiting), wrote: true}
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
