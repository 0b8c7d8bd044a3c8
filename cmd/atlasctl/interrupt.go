package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

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
