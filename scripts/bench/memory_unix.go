//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory gives the largest resident set of a process that has ended, in
// bytes.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	// Darwin counts in bytes, the other systems in kilobytes; the conversion is
	// for those on which the field is narrower.
	peak := int64(usage.Maxrss) //nolint:unconvert // narrower on 32-bit systems
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return peak
	}
	return peak << 10
}
