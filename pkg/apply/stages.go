package apply

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// maxStages is more than any update takes, unless somebody else takes back what it
// does.
const maxStages = 8

func (w *worker) staged() bool {
	t, _ := spec.TypeOf(w.op.Addr.Kind)
	return t.Staged
}

// inStages sends an update. Where Atlas takes one change after the other it goes on
// as long as each of them changes something. One that leaves something otherwise for a
// while is under way until that is put back, as a single write would be: an
// interruption does not end it before its time is up.
func (w *worker) inStages(ctx context.Context, live, want *spec.Resource) ending {
	t, _ := spec.TypeOf(w.op.Addr.Kind)
	if t.Restores() {
		if ctx.Err() != nil {
			return ending{err: context.Cause(ctx)}
		}
		going, stop := overtime(ctx)
		defer stop()
		ctx, w.finishing = going, true
	}
	end := w.stage(ctx, live, want)
	for n := 1; t.Staged && n < maxStages && end.err == nil && len(end.left) > 0 && w.op.Moved(live.Body, end.live.Body); n++ {
		live = end.live
		end = w.next(ctx, live, want.Body)
	}
	if t.Restores() && end.err != nil && ctx.Err() == nil {
		end = w.putBack(ctx, end, want.Body)
	}
	if t.Restores() && end.err == nil {
		w.journal.Through(w.op.Addr)
	}
	return end
}

// next sends what is left of an update of which a part is done.
func (w *worker) next(ctx context.Context, live *spec.Resource, sent spec.Body) ending {
	now, err := w.pause(ctx, w.target(live), func() error { return nil })
	if err == nil && w.vanished(now) {
		err = errVanished
	}
	var want *spec.Resource
	if err == nil {
		want, err = w.remainder(now, sent)
	}
	if err != nil || want == nil {
		return ending{err: err, wrote: true, live: now}
	}
	end := w.stage(ctx, now, want)
	end.wrote = true
	return end
}

// errVanished ends an update in several writes of what somebody else has deleted, or
// made anew, since the first of them.
var errVanished = conflict("somebody else deleted it while it was being changed, nothing of the change is left")

func (w *worker) vanished(now *spec.Resource) bool {
	return now == nil || now.Phase == spec.Deleting || now.ID != w.op.Live.ID
}

// remainder gives what is left of an update that was sent and may be half done.
// What it leaves otherwise for a while is no change by somebody else.
func (w *worker) remainder(live *spec.Resource, sent spec.Body) (*spec.Resource, error) {
	whole := w.target(live)
	body, halfDone := w.op.Restore(live.Body, sent)
	whole.Body = body
	want, err := w.recheck(&whole)
	if err == nil && want == nil && len(halfDone) > 0 {
		want = &whole
	}
	return want, err
}

// putBack ends an update that has failed: what it left otherwise, and nobody planned
// to change, it puts back. Its error says what of it is done all the same.
func (w *worker) putBack(ctx context.Context, end ending, sent spec.Body) ending {
	live, err := w.pause(ctx, w.target(w.op.Live), func() error { return nil })
	switch {
	case err != nil:
		return end
	case w.vanished(live): // be it that this is why it failed
		return ending{err: errVanished}
	}
	done := w.op.Done(live.Body)
	end.wrote = len(done)+len(w.ours) > 0
	switch {
	case len(done) > 0:
		end.err = fmt.Errorf("%w; %s is changed already", end.err, paths(done))
	case len(w.ours) > 0:
		end.err = fmt.Errorf("%w; this run had changed %s by then", end.err, paths(w.ours))
	}
	body, off := w.op.Restore(live.Body, sent)
	if len(off) == 0 || live.Phase == spec.Failed {
		return end
	}
	if w.back { // it is this that has failed
		end.err, end.wrote = fmt.Errorf("%w; %s", end.err, suspended("%s is %s now, not %s", off)), true
		return end
	}
	if err := w.resume(ctx, live, body, sent); err != nil {
		end.err, end.wrote = fmt.Errorf("%w; %s, and that could not be put back: %w", end.err, suspended("%s is %s now, not %s", off), err), true
		return end
	}
	end.err = fmt.Errorf("%w; %s", end.err, suspended("%s was %s for that, and is %s again", off))
	return end
}

// urgency reports whether nothing is left to be sent but what puts back what an update
// has left otherwise; and if there is more, after what time that has to wait.
func (w *worker) urgency(live *spec.Resource, sent spec.Body) (back bool, patience time.Duration) {
	_, off := w.op.Restore(live.Body, sent)
	left, err := w.op.Undone(*live)
	switch {
	case len(off) == 0:
		return false, 0
	case err == nil && len(left) == len(off):
		return true, 0
	}
	return false, standstill
}

// resume puts back what an update has left otherwise, and waits until it is.
func (w *worker) resume(ctx context.Context, live *spec.Resource, body, sent spec.Body) error {
	want := w.target(live)
	want.Body = body
	err := w.write(ctx, attempt{
		verb: plan.Update,
		send: func(ctx context.Context) error { return w.remote.Update(ctx, *live, want) },
		ask: func(ctx context.Context) (bool, error) {
			return w.changed(ctx, want, func(now *spec.Resource) (bool, error) {
				_, off := w.op.Restore(now.Body, sent)
				return len(off) == 0, nil
			})
		},
	})
	if err != nil {
		return err
	}
	w.release()
	_, err = w.remote.WaitEffect(ctx, *live, want, w.waiting)
	return err
}

// suspended says what is otherwise than before, and how that was.
func suspended(format string, off []plan.Field) string {
	texts := make([]string, len(off))
	for i, f := range off {
		texts[i] = fmt.Sprintf(format, strings.Join(f.Path, "."), plan.Show(f.Before), plan.Show(f.After))
	}
	return strings.Join(texts, ", ")
}
