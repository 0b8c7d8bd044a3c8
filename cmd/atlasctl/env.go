package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
)

// env is the process as the commands see it. Tests give their own.
type env struct {
	stdin      io.Reader
	stdout     io.Writer
	stderr     io.Writer
	lookup     func(key string) (string, bool) // environment
	isTerminal func(stream any) bool
	configDir  func() (string, error) // where the Atlas CLI keeps its configuration
	now        func() time.Time
	sleep      func(context.Context, time.Duration) error
}

func newEnv() env {
	return env{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		lookup: os.LookupEnv,
		isTerminal: func(stream any) bool {
			switch s := stream.(type) {
			case interruptible:
				stream = s.Reader
			case *oneByOne:
				stream = s.to
			case inertLog:
				return false // a job has no terminal
			}
			f, ok := stream.(*os.File)
			return ok && term.IsTerminal(f.Fd())
		},
		configDir: os.UserConfigDir,
		now:       time.Now,
		sleep:     sleep,
	}
}

// say writes to standard error. That it cannot be written to is nothing that
// could be told to anyone.
func (e env) say(format string, args ...any) {
	_, _ = io.WriteString(e.stderr, printable(fmt.Sprintf(format, args...)))
}

// printable escapes what a server or a file could paint the terminal with.
// Lines stay lines.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || r == '\t' || strconv.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRune(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// get gives an environment variable, empty when it is not set.
func (e env) get(key string) string {
	value, _ := e.lookup(key)
	return value
}

// first gives the first of several variables that is set to something, and its
// name.
func (e env) first(keys ...string) (value, name string) {
	for _, key := range keys {
		if value := e.get(key); value != "" {
			return value, key
		}
	}
	return "", ""
}

// oneByOne is a writer for several goroutines.
type oneByOne struct {
	mu sync.Mutex
	to io.Writer
}

func (w *oneByOne) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

// interruptible is a reader that waits for a person or a pipe, and ends with
// the run. What is read at that moment is lost, together with the run.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (i interruptible) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	buf := make([]byte, min(len(p), 64<<10)) // p is the caller's again when this returns
	go func() {
		n, err := i.Reader.Read(buf)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(p, buf[:r.n]), r.err
	case <-i.ctx.Done():
		return 0, errInterrupted
	}
}

// wallClock is the time of the process, as a [remote.Clock].
type wallClock struct{ env }

func (c wallClock) Now() time.Time { return c.now() }

func (c wallClock) Sleep(ctx context.Context, d time.Duration) error { return c.sleep(ctx, d) }

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
