package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// haste is how much faster time goes in tests of the binary: for the emulator by
// --speed, for atlasctl by the clock of [hasty]. What takes Atlas a minute takes
// a third of a second.
const haste = 200

// epochKey is the variable that says, in seconds since 1970, when the fast time
// and the real one were the same. All processes of a test have the same, so that
// what one has written into the journal lies in the past of the next.
const epochKey = "ATLASCTL_TEST_EPOCH"

// epoch is a value for it: now.
func epoch() string { return strconv.FormatInt(time.Now().Unix(), 10) }

// hasty is atlasctl with a fast clock where there is an epoch, and otherwise the
// very same program. The emulator has a flag for that.
func hasty() {
	e := newEnv()
	if text, set := e.lookup(epochKey); set && !slices.Contains(os.Args[1:], "emulator") {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			e.say("%s: %v\n", epochKey, err)
			os.Exit(1)
		}
		start := time.Unix(seconds, 0)
		e.now = func() time.Time { return start.Add(haste * time.Since(start)) }
		e.sleep = func(ctx context.Context, d time.Duration) error { return sleep(ctx, d/haste) }
	}
	os.Exit(run(context.Background(), e, os.Args[1:]))
}

// withHaste is the arguments of an emulator that keeps up, unless they say how fast
// it is.
func withHaste(args []string) []string {
	if slices.Contains(args, "--speed") {
		return args
	}
	return append([]string{"--speed", fmt.Sprint(haste)}, args...)
}
