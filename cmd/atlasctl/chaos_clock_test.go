package main

import (
	"context"
	"os"
	"strconv"
	"time"
)

// chaosSpeed is how much faster time goes in a chaos run: for the emulator by
// --speed, for atlasctl by the clock of [fast]. What takes Atlas a minute takes
// a third of a second.
const chaosSpeed = 200

// chaosEpoch is the variable that says, in seconds since 1970, when the fast time
// and the real one were the same. All processes of a run have the same, so that
// what one has written into the journal lies in the past of the next.
const chaosEpoch = "ATLASCTL_CHAOS_EPOCH"

// fast is atlasctl with a fast clock, and otherwise the very same program.
func fast() {
	e := newEnv()
	seconds, err := strconv.ParseInt(e.get(chaosEpoch), 10, 64)
	if err != nil {
		e.say("%s: %v\n", chaosEpoch, err)
		os.Exit(1)
	}
	epoch := time.Unix(seconds, 0)
	e.now = func() time.Time { return epoch.Add(chaosSpeed * time.Since(epoch)) }
	e.sleep = func(ctx context.Context, d time.Duration) error { return sleep(ctx, d/chaosSpeed) }
	os.Exit(run(context.Background(), e, os.Args[1:]))
}
