package main

import (
	"context"
	"errors"
	"fmt"
)

// exitHelp stands in the help text and is the contract.
const exitHelp = `Exit codes:
  0    done, or nothing to do
  1    error
  2    changes pending (only with --detailed-exitcode)
  3    some operations failed
  4    the plan differs from the approved one
  5    refused by a guard, or the plan has a blocked resource
  130  interrupted`

// The outcomes that have an exit code of their own. Each is wrapped into an
// error that says what happened, or returned bare when all has been said.
var (
	errPending     = errors.New("changes pending")
	errPartial     = errors.New("some operations failed")
	errMismatch    = errors.New("the plan differs from the approved one")
	errUsedUp      = errors.New("the approval is used up")
	errRefused     = errors.New("refused")
	errInterrupted = errors.New("interrupted")
)

// said marks an outcome of which the user has been told in full.
type said struct{ error }

func (s said) Unwrap() error { return s.error }

// exitCode maps an error to the exit code. An interruption wins over what it
// left unfinished.
func exitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return 130
	case errors.Is(err, errPending):
		return 2
	case errors.Is(err, errPartial):
		return 3
	case errors.Is(err, errMismatch), errors.Is(err, errUsedUp):
		return 4
	case errors.Is(err, errRefused):
		return 5
	}
	return 1
}

// refusedf is an error of a guard.
func refusedf(format string, args ...any) error {
	return fmt.Errorf("%w: %w", errRefused, fmt.Errorf(format, args...))
}
