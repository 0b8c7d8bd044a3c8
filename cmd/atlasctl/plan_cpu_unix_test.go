//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime is what this process has worked so far, which says more than a clock
// where others work, too.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
