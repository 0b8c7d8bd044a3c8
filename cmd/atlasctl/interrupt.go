package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
)

// endSignals are those that end a run. A terminal that goes away does not where
// whoever started it wants that ignored, which is what nohup is for.
func endSignals() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) {
		return []os.Signal{syscall.SIGINT, syscall.SIGTERM}
	}
	return []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}
}

// exitOnSignal ends the process at the next signal, whatever it is at. That is
// not left to the system: a script starts what runs in its background with
// SIGINT ignored.
func exitOnSignal() {
	again := make(chan os.Signal, 1)
	signal.Notify(again, endSignals()...)
	<-again
	os.Exit(exitCode(errInterrupted))
}

// sayStopping tells that an interruption was heard, since it may take a while to
// come to an end.
func (e env) sayStopping(ctx context.Context) {
	e.say("%v: nothing more is begun, writes under way have %s to finish; a signal ends it at once\n",
		interrupted(ctx, nil), apply.Grace)
}

// withTimeout bounds a run; zero means no bound.
func withTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, d, fmt.Errorf("--timeout of %s is over", d))
}

// interrupted tells an interruption from a failure that it caused.
func interrupted(ctx context.Context, err error) error {
	switch cause := context.Cause(ctx); {
	case cause == nil:
		return err
	case errors.Is(cause, context.Canceled):
		return errInterrupted
	default:
		return cause
	}
}
