package main

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
)

func TestWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := openRevision(t.Context(), "HEAD", []string{t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "git is not on the PATH, and only git can read what was committed: install it") {
		t.Errorf("got %v", err)
	}
}

func TestGitIsInterrupted(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := openRevision(ctx, "HEAD", []string{t.TempDir()}); !errors.Is(err, errInterrupted) {
		t.Errorf("got %v", err)
	}
}

// TestCutObject reads what git writes, and what it never should.
func TestCutObject(t *testing.T) {
	t.Parallel()
	data, rest, err := cutObject([]byte("1f blob 3\na\nb\n2f blob 0\n\n"))
	if err != nil || string(data) != "a\nb" {
		t.Fatalf("got %q, %v", data, err)
	}
	data, rest, err = cutObject(rest)
	if err != nil || string(data) != "" || len(rest) > 0 {
		t.Fatalf("got %q, rest %q, %v", data, rest, err)
	}
	for _, out := range []string{"", "1f missing\n", "1f blob 9\na\n", "1f blob -1\na\n", "1f blob 1\na"} {
		if data, _, err := cutObject([]byte(out)); err == nil {
			t.Errorf("%q: got %q", out, data)
		}
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]string{
		"main~1": "main~1", "v1": "v1", "deadbeef": "deadbeef",
		strings.Repeat("0123456789", 4):       "012345678901",
		strings.Repeat("release-of-today", 4): strings.Repeat("release-of-today", 4),
	} {
		if got := short(ref); got != want {
			t.Errorf("%s: got %s, want %s", ref, got, want)
		}
	}
}
