package apply

import (
	"context"
	"errors"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// update changes the planned fields of what is live now, and checks that Atlas
// did so.
func (w *worker) update(ctx context.Context) ending {
	live, err := w.ready(ctx)
	if err != nil {
		return ending{err: err}
	}
	want, err := w.recheck(live)
	if err != nil {
		return ending{err: err}
	}
	if want == nil {
		return ending{note: "it is as wanted already"}
	}
	sent := want.Body
	err = w.write(ctx, attempt{
		verb: plan.Update,
		send: func(ctx context.Context) error { return w.remote.Update(ctx, *live, *want) },
		ask: func(ctx context.Context) (bool, error) {
			again, err := w.remote.Read(ctx, w.target(live))
			switch {
			case err != nil:
				return false, open(ctx, err)
			case again == nil:
				return false, errDeleted
			}
			live = again
			want, err = w.remainder(live, sent)
			return want == nil, err
		},
	})
	if err != nil {
		return ending{err: err}
	}
	w.release()
	after, err := w.remote.WaitReady(ctx, w.target(live), w.waiting)
	if err != nil {
		return ending{err: err, wrote: true}
	}
	return ending{err: w.verify(after), wrote: true, live: after}
}

// recheck gives the update to send, nil when there is nothing left to do.
func (w *worker) recheck(live *spec.Resource) (*spec.Resource, error) {
	body, conflicts := w.op.Recheck(live.Body)
	switch {
	case len(conflicts) > 0:
		return nil, &ConflictError{Conflicts: conflicts}
	case body == nil:
		return nil, nil
	}
	want := w.target(live)
	want.Body = body
	return &want, nil
}

// remainder gives what is left of an update that was sent and may be half done.
// What it leaves otherwise for a while is no change by somebody else.
func (w *worker) remainder(live *spec.Resource, sent spec.Body) (*spec.Resource, error) {
	t, _ := spec.TypeOf(w.op.Addr.Kind)
	whole := w.target(live)
	body, halfDone := plan.Restore(t, live.Body, sent)
	whole.Body = body
	want, err := w.recheck(&whole)
	if err == nil && want == nil && halfDone {
		want = &whole
	}
	return want, err
}

var errDeleted = errors.New("conflict: it was deleted since the plan: plan again")

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
		err = errDeleted
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
