package apply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Grace is how long a write that has begun may go on after the run is over, and
// the question what came of it.
const Grace = 30 * time.Second

// maxWrites is how often a write may be sent whose answer gets lost, as often as a
// read. In between Atlas is asked for as long as the write may be under way, which
// is the pause that an Atlas in trouble needs, and only what was not done by then is
// sent again.
const maxWrites = 6

// standstill is after what time a change is not sent again for which something stands
// still that is to run: the second time that it gets lost is the last, or the first if
// that took longer. What follows half a minute later is that it runs again.
const standstill = 45 * time.Second

var errNoAnswer = errors.New("the run ended before Atlas told what came of it")

// unknownError is the end of a step of which nobody knows whether its write was
// done: its answer was lost, and so was that to the question.
type unknownError struct{ cause error }

func (e unknownError) Error() string {
	return fmt.Sprintf("%v: whether it was done is unknown, plan again to see", e.cause)
}

func (e unknownError) Unwrap() error { return e.cause }

// lost reports whether the error of a write says that it may have been done all
// the same, and whether it says anything about that.
func lost(err error) (may, says bool) {
	e, ok := errors.AsType[interface {
		error
		OutcomeUnknown() bool
	}](err)
	return ok && e.OutcomeUnknown(), ok
}

// taken reports whether a create found its name taken.
func taken(err error) bool {
	e, ok := errors.AsType[interface {
		error
		AlreadyExists() bool
	}](err)
	return ok && e.AlreadyExists()
}

// attempt is one write that may have to be sent several times.
type attempt struct {
	verb plan.Action
	send func(context.Context) error
	// ask finds out what came of a write whose answer was lost, and takes the time
	// for that in which a lost write can arrive. Done means that it was done; an
	// error that it must not be sent again.
	ask func(context.Context) (done bool, err error)
	// blind says that a part of it leaves no trace that ask could find, so that to
	// see nothing does not mean that it was not done.
	blind bool
	// patience is after what time it is not sent again; zero does not limit that.
	patience time.Duration
}

// last reports whether it is not sent once more.
func (a attempt) last(sent int, after time.Duration) bool {
	return sent == maxWrites || a.patience > 0 && after >= a.patience
}

// write sends a write until it is known to be done or refused. It is not taken
// back by an interruption once it has begun, since its outcome would be
// unknown; but an Atlas that does not answer cannot keep the run from ending.
// No error means that it was done, by whichever of the attempts.
func (w *worker) write(ctx context.Context, a attempt) error {
	going, stop := overtime(ctx)
	defer stop()
	begun := w.now()
	for sent := 1; ; sent++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		record := Write{Addr: w.op.Addr, Verb: a.verb}
		if err := w.journal.Intend(record); err != nil {
			return fmt.Errorf("nothing was sent, since the journal cannot be written: %w", err)
		}
		again, err := w.once(ctx, going, a)
		last := a.last(sent, w.now().Sub(begun))
		if again && a.blind && last {
			again, err = false, unknownError{err}
		}
		if _, unknown := errors.AsType[unknownError](err); !unknown {
			w.journal.Settled(record, err)
		}
		if !again {
			return err
		}
		if last {
			return fmt.Errorf("sent %s without an effect: %w", spec.Count(sent, "time"), err)
		}
	}
}

// once sends a write once, and settles what came of it. Again says that it was
// not done, and may be sent again.
func (w *worker) once(ctx, going context.Context, a attempt) (again bool, err error) {
	err = a.send(going)
	may, says := lost(err)
	over := errors.Is(context.Cause(going), errNoAnswer)
	switch {
	case err != nil && over && (may || !says):
		return false, unknownError{errNoAnswer}
	case over && errors.Is(err, errNoAnswer): // it stood in line all the time
		return false, context.Cause(ctx)
	case !may:
		return false, err
	}
	w.say(message{settling: err})
	switch done, asked := a.ask(going); {
	case asked != nil:
		return false, asked
	case done:
		return false, nil
	}
	return true, err
}

// overtime is a context that outlives ctx by the grace.
func overtime(ctx context.Context) (context.Context, func()) {
	going, giveUp := context.WithCancelCause(context.WithoutCancel(ctx))
	unhook := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(Grace, func() { giveUp(errNoAnswer) })
		context.AfterFunc(going, func() { timer.Stop() })
	})
	return going, func() {
		unhook()
		giveUp(nil)
	}
}

// open makes the error of a question after a lost write one that says that
// nobody knows.
func open(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(context.Cause(ctx), errNoAnswer):
		return unknownError{errNoAnswer}
	}
	return unknownError{err}
}
