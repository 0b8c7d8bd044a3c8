package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestExitCode(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want int
	}{
		{"done", nil, 0},
		{"an error", errors.New("no"), 1},
		{"a timeout is an error", fmt.Errorf("reading: %w", context.DeadlineExceeded), 1},
		{"changes pending", said{errPending}, 2},
		{"partly done", said{errPartial}, 3},
		{"not the approved plan", fmt.Errorf("%w: another digest", errMismatch), 4},
		{"a guard", refusedf("this plan needs --allow delete"), 5},
		{"interrupted", errInterrupted, 130},
		{"interrupted below", fmt.Errorf("listing: %w", context.Canceled), 130},
		{"interrupted wins over partly done", said{errors.Join(errPartial, errInterrupted)}, 130},
	} {
		if got := exitCode(test.err); got != test.want {
			t.Errorf("%s: exit code %d, want %d", test.name, got, test.want)
		}
		if line := fmt.Sprintf("\n  %-5d", test.want); !strings.Contains(exitHelp, line) {
			t.Errorf("%s: the help does not explain exit code %d", test.name, test.want)
		}
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	failure := errors.New("failure")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := withTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-late.Done()
	endless, cancel := withTimeout(t.Context(), 0)
	defer cancel()
	for _, test := range []struct {
		name string
		ctx  context.Context
		want string
		code int
	}{
		{"nothing happened", endless, "failure", 1},
		{"interrupted", cancelled, "interrupted", 130},
		{"out of time", late, "--timeout of 1ns is over", 1},
	} {
		got := interrupted(test.ctx, failure)
		if got.Error() != test.want || exitCode(got) != test.code {
			t.Errorf("%s: got %v and code %d, want %s and code %d", test.name, got, exitCode(got), test.want, test.code)
		}
	}
}
