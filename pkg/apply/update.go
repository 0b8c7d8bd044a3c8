package apply

import (
	"context"
	"fmt"
	"slices"

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
	end := w.stage(ctx, live, want)
	t, _ := spec.TypeOf(w.op.Addr.Kind)
	for left := len(w.op.Fields); t.Staged && end.err == nil && len(end.left) > 0 && len(end.left) < left; {
		left = len(end.left)
		end = w.next(ctx, end)
	}
	if end.err == nil {
		end.err = notChanged(end.left)
	}
	return end
}

// next sends what is left of an update of which Atlas takes one change after the
// other.
func (w *worker) next(ctx context.Context, end ending) ending {
	live, err := w.pause(ctx, w.target(end.live), func() error { return nil })
	if err == nil && live == nil {
		err = errDeleted
	}
	var want *spec.Resource
	if err == nil {
		want, err = w.recheck(live)
	}
	if err != nil || want == nil {
		return ending{err: err, wrote: true, live: end.live}
	}
	end = w.stage(ctx, live, want)
	end.wrote = true
	return end
}

// stage sends an update, and tells what it left over.
func (w *worker) stage(ctx context.Context, live, want *spec.Resource) ending {
	sent := want.Body
	err := w.write(ctx, attempt{
		verb:  plan.Update,
		send:  func(ctx context.Context) error { return w.remote.Update(ctx, *live, *want) },
		blind: slices.ContainsFunc(w.op.Fields, func(f plan.Field) bool { return f.Secret }),
		ask: func(ctx context.Context) (bool, error) {
			return w.changed(ctx, w.target(live), func(now *spec.Resource) (done bool, err error) {
				live = now
				want, err = w.remainder(live, sent)
				return want == nil, err
			})
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
	left, err := w.op.Undone(after.Body)
	return ending{err: err, wrote: true, live: after, left: left}
}

// changed finds out whether an update whose answer was lost was done. It may be under
// way still, so that only time can tell that it was not.
func (w *worker) changed(ctx context.Context, r spec.Resource, judge func(live *spec.Resource) (done bool, err error)) (bool, error) {
	var verdict error
	done, err := w.remote.WaitChanged(ctx, r, func(live *spec.Resource) (done bool) {
		if live == nil || live.Phase == spec.Deleting {
			verdict = errDeleted
			return true
		}
		done, verdict = judge(live)
		return done || verdict != nil
	})
	if err != nil {
		return false, open(ctx, err)
	}
	return done, verdict
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

var errDeleted = conflict("it was deleted since the plan")

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

// notChanged holds Atlas to its word: some fields it takes without an error and
// leaves as they are.
func notChanged(left []plan.Field) error {
	if len(left) == 0 {
		return nil
	}
	return fmt.Errorf("the update was accepted, but Atlas did not change %s", paths(left))
}
