package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// delete removes the resource that the plan saw, and no other of its name.
func (w *worker) delete(ctx context.Context) ending {
	planned := *w.op.Live
	live, err := w.remote.Read(ctx, planned)
	switch {
	case err != nil:
		return ending{err: err}
	case live == nil:
		return ending{note: "it is gone already", wrote: w.goesAlong()}
	case live.ID != planned.ID:
		return ending{err: conflict("it was deleted and made anew since the plan")}
	}
	if reason := w.op.Reconsider(live.Body, nil); w.op.Action == plan.Replace && reason != "" {
		return ending{err: &ConflictError{Conflicts: []plan.Conflict{{Reason: reason}}}}
	}
	end := ending{note: "it was on its way out already", wrote: w.goesAlong()}
	if live.Phase != spec.Deleting {
		switch going, err := w.inside(ctx, *live); {
		case err != nil:
			return ending{err: err}
		case len(going) > 0:
			if _, err := w.pause(ctx, *live, func() error { return w.gone(ctx, going) }); err != nil {
				return ending{err: err}
			}
			return w.delete(ctx) // much can have happened meanwhile
		}
		err := w.write(ctx, w.deletion(*live))
		if halted(err) {
			return w.deleteHalted(ctx, *live)
		}
		if err != nil {
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

// halted reports whether a deletion was only begun: what is to be deleted comes to a
// halt, and has to be asked for again.
func halted(err error) bool {
	e, ok := errors.AsType[interface {
		error
		Halted() bool
	}](err)
	return ok && e.Halted()
}

// deleteHalted deletes what was asked to stop, when it has.
func (w *worker) deleteHalted(ctx context.Context, live spec.Resource) ending {
	rest := live
	rest.Body = nil
	now, err := w.pause(ctx, live, func() error {
		_, err := w.remote.WaitEffect(ctx, live, rest, w.waiting)
		return err
	})
	if err == nil && now == nil {
		return ending{note: "it is gone already", wrote: true}
	}
	end := ending{err: err}
	if err == nil {
		end = w.delete(ctx)
	}
	end.begun = true
	if end.err != nil && !end.wrote {
		end.err = fmt.Errorf("%w; it was stopped for that", end.err)
	}
	return end
}

// goesAlong reports whether Atlas deletes such an object along with the last one in
// it, which comes before it in a plan: then the run has deleted both.
func (w *worker) goesAlong() bool {
	return slices.ContainsFunc(spec.Children(w.op.Addr.Kind), func(t spec.Type) bool { return t.LastTakesParent })
}

// deletion is done when what was live is gone, or going, or another one. Before it
// is sent again, the one that was lost gets the time to arrive: it goes by the name,
// and would take whatever has that name by then.
func (w *worker) deletion(live spec.Resource) attempt {
	return attempt{
		verb: plan.Delete,
		send: func(ctx context.Context) error { return w.remote.Delete(ctx, live) },
		ask: func(ctx context.Context) (bool, error) {
			left, err := w.remote.WaitLeft(ctx, live)
			return left, open(ctx, err)
		},
	}
}

// inside refuses to delete something with anything in it, or with anything that
// keeps it. Everything that the plan saw is gone by now; what is there came later,
// and nobody approved its deletion. What is on its way out no plan shows: an earlier run, or somebody
// else, has deleted it, and it may be in the way until it is gone.
func (w *worker) inside(ctx context.Context, live spec.Resource) (going []spec.Resource, err error) {
	inside, err := w.remote.Inside(ctx, live)
	if err != nil {
		return nil, err
	}
	for _, r := range inside {
		if r.Phase != spec.Deleting {
			return nil, conflict("%s appeared %s since the plan", r.Addr, where(r, live))
		}
	}
	return inside, nil
}

// where says how something stands to what is deleted.
func where(r, live spec.Resource) string {
	if slices.Contains(r.Addr.Holders(), live.Addr) {
		return "in it"
	}
	return "and refers to it"
}

// gone waits until there is none of them any more.
func (w *worker) gone(ctx context.Context, going []spec.Resource) error {
	for _, r := range going {
		if err := w.remote.WaitGone(ctx, r, w.waiting); err != nil {
			return fmt.Errorf("waiting for %s to be gone: %w", r.Addr, err)
		}
	}
	return nil
}
