package apply

import (
	"context"
	"fmt"
	"slices"
	"time"

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
	end := w.inStages(ctx, live, want)
	if end.err == nil {
		end.err = notChanged(end.left)
	}
	return end
}

// stage sends an update, of which Atlas may take a part, and tells what it left over.
func (w *worker) stage(ctx context.Context, live, want *spec.Resource) ending {
	sent := want.Body
	var patience time.Duration
	w.back, patience = w.urgency(live, sent)
	err := w.write(ctx, attempt{
		verb: plan.Update, patience: patience,
		send:  func(ctx context.Context) error { return w.remote.Update(ctx, *live, *want) },
		blind: slices.ContainsFunc(w.op.Fields, func(f plan.Field) bool { return f.Secret }),
		ask: func(ctx context.Context) (bool, error) {
			return w.changed(ctx, w.target(live), func(now *spec.Resource) (bool, error) {
				rest, err := w.remainder(now, sent)
				switch {
				case err != nil:
					return false, err
				case rest == nil, w.staged() && w.op.Moved(live.Body, now.Body): // the part that was sent
					return true, nil
				}
				live, want = now, rest
				return false, nil
			})
		},
	})
	if err != nil {
		return ending{err: err}
	}
	w.release()
	after, err := w.remote.WaitEffect(ctx, *live, *want, w.waiting)
	if err != nil {
		return ending{err: err, wrote: true}
	}
	w.ours = append(w.ours, w.op.Changed(live.Body, after.Body)...)
	left, err := w.op.Undone(*after)
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
