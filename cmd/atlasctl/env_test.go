package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

// testEnv is an environment with these variables, and nothing else.
func testEnv(vars map[string]string) env {
	return env{
		stdin:      strings.NewReader(""),
		stdout:     io.Discard,
		stderr:     io.Discard,
		lookup:     func(key string) (string, bool) { value, ok := vars[key]; return value, ok },
		isTerminal: func(any) bool { return false },
		configDir:  func() (string, error) { return "nowhere", nil },
		now:        func() time.Time { return time.Unix(0, 0) },
	}
}

// endless is a reader that waits for somebody who never types.
type endless struct{ asked chan struct{} }

func (r endless) Read([]byte) (int, error) {
	close(r.asked)
	select {}
}

func TestInterruptWhileReading(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stdin := endless{make(chan struct{})}
	go func() {
		<-stdin.asked
		cancel()
	}()
	var stderr bytes.Buffer
	e := testEnv(nil)
	e.stdin, e.stderr = stdin, &stderr
	if code := run(ctx, e, []string{"validate", "-f", "-"}); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	if got, want := stderr.String(), "atlasctl: <stdin>: interrupted\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestInterruptibleReadsAll(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("0123456789", 1000)
	got, err := io.ReadAll(interruptible{t.Context(), strings.NewReader(text)})
	if err != nil || string(got) != text {
		t.Errorf("got %d bytes and error %v, want all %d", len(got), err, len(text))
	}
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	e := newEnv()
	for name, stream := range map[string]any{
		"a buffer":             &bytes.Buffer{},
		"interruptible buffer": interruptible{t.Context(), &bytes.Buffer{}},
		"nothing":              nil,
	} {
		if e.isTerminal(stream) {
			t.Errorf("%s is taken for a terminal", name)
		}
	}
}
