package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// create makes the resource, unless exactly it is there already. A name that
// is on its way out is waited for.
func (w *worker) create(ctx context.Context) ending {
	want := *w.op.Want
	live, err := w.remote.Read(ctx, want)
	if err == nil && live != nil && live.Phase == spec.Deleting {
		live, err = w.pause(ctx, want, func() error { return w.remote.WaitGone(ctx, want, w.waiting) })
	}
	switch {
	case err != nil:
		return ending{err: err}
	case live != nil && live.Phase != spec.Deleting:
		return w.found(ctx, live)
	}
	if err := w.write(ctx, w.creation(want)); err != nil {
		if taken(err) { // somebody was faster
			if live, _ := w.remote.Read(ctx, want); live != nil && live.Phase != spec.Deleting {
				return w.found(ctx, live)
			}
		}
		return ending{err: err}
	}
	w.release()
	live, err = w.remote.WaitReady(ctx, want, w.waiting)
	if err != nil {
		return ending{err: err, wrote: true}
	}
	return w.complete(ctx, live)
}

// errUnseen ends a creation whose answer was lost and which cannot be seen, of a
// kind in which Atlas takes two objects of one name, or has no names: it may be on
// its way still, and a second one need not be refused.
var errUnseen = errors.New("no answer came, it cannot be seen yet, and Atlas would take a second one")

// creation is done when something is there in which nothing is otherwise than
// the document says; what is missing there is sent later.
func (w *worker) creation(want spec.Resource) attempt {
	return attempt{
		verb: plan.Create,
		send: func(ctx context.Context) error { return w.remote.Create(ctx, want) },
		ask: func(ctx context.Context) (bool, error) {
			live, err := w.remote.WaitSeen(ctx, want)
			t, _ := spec.TypeOf(want.Addr.Kind)
			switch {
			case err == nil && live == nil && t.Twins():
				return false, open(ctx, errUnseen)
			case err != nil || live == nil:
				return false, open(ctx, err)
			}
			left, err := w.left(live)
			left = slices.DeleteFunc(left, plan.Field.Adds)
			if err == nil && len(left) > 0 {
				err = appeared(left)
			}
			return err == nil, err
		},
	}
}

// found decides about a create of something that appeared since the plan. It is
// done when that can be used.
func (w *worker) found(ctx context.Context, live *spec.Resource) ending {
	fields, err := w.left(live)
	if err == nil && len(fields) == 0 && live.Phase != spec.Ready {
		w.release()
		_, err = w.remote.WaitReady(ctx, w.target(live), w.waiting)
	}
	switch {
	case err != nil:
		return ending{err: err}
	case len(fields) > 0:
		return ending{err: appeared(fields)}
	}
	return ending{note: "it is there already, as wanted"}
}

// complete sends what Atlas does not take on creation, such as the second half
// of a private endpoint. Mostly there is nothing. Should that fail, what was
// created is announced all the same.
func (w *worker) complete(ctx context.Context, live *spec.Resource) ending {
	end := ending{wrote: true, live: live}
	left, err := w.left(live)
	switch {
	case err != nil || len(left) == 0:
		end.err = err
		return end
	case slices.ContainsFunc(left, func(f plan.Field) bool { return f.ForcesReplace }):
		end.err = notTaken(left)
		return end
	}
	if live, end.err = w.again(ctx, live); end.err != nil {
		return end
	}
	t, _ := spec.TypeOf(w.op.Addr.Kind)
	want := w.target(live)
	want.Body = plan.Adopt(t, plan.Effective(*live, *w.op.Want), live.Body)
	if end.err = w.second(ctx, *live, want); end.err != nil {
		return end
	}
	w.release()
	if live, end.err = w.remote.WaitEffect(ctx, *live, want, w.waiting); end.err != nil {
		return end
	}
	end.live = live
	if left, end.err = w.left(live); end.err == nil && len(left) > 0 {
		end.err = notTaken(left)
	}
	return end
}

// second sends what a creation left over. It may be sent again as it is: nobody
// else knows the object yet.
func (w *worker) second(ctx context.Context, live, want spec.Resource) error {
	return w.write(ctx, attempt{
		verb: plan.Update,
		send: func(ctx context.Context) error { return w.remote.Update(ctx, live, want) },
		ask: func(ctx context.Context) (bool, error) {
			return w.changed(ctx, want, func(now *spec.Resource) (bool, error) {
				left, err := w.left(now)
				return err == nil && len(left) == 0, err
			})
		},
	})
}

// again takes slot and lane back for a second write, and reads before it.
func (w *worker) again(ctx context.Context, live *spec.Resource) (*spec.Resource, error) {
	live, err := w.pause(ctx, w.target(live), func() error { return nil })
	if err == nil && live == nil {
		err = errors.New("it was created, and deleted by somebody else: plan again")
	}
	return live, err
}

func notTaken(left []plan.Field) error {
	return fmt.Errorf("it was created, but Atlas did not take %s", paths(left))
}

// left lists in which fields live is not as the document wants it.
func (w *worker) left(live *spec.Resource) ([]plan.Field, error) {
	return plan.Left(*live, *w.op.Want)
}
