package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestReadme runs what the README tells a newcomer to run, in order and in one
// folder, and compares what comes out with what the README shows. A line
// "[...]" there stands for any number of lines.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join("..", "..", "examples"))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	blocks := regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	if len(blocks) == 0 {
		t.Fatal("the README shows no session")
	}
	for _, block := range blocks {
		for _, step := range strings.Split("\n"+block[1], "\n$ ")[1:] {
			command, shown, _ := strings.Cut(step, "\n")
			got := runLine(t, command)
			if shown != "" && !matches(got, shown) {
				t.Errorf("$ %s\ngot:\n%s\nthe README shows:\n%s", command, got, shown)
			}
		}
	}
}

// runLine runs one line of the README and gives its standard output.
func runLine(t *testing.T, line string) string {
	t.Helper()
	line = strings.Replace(line, "go run ./cmd/atlasctl", "atlasctl", 1)
	switch words := strings.Fields(line); {
	case strings.HasPrefix(line, "go install "):
		return ""
	case words[0] == "atlasctl":
		var stdout, stderr bytes.Buffer
		e := env{
			stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
			lookup:     func(string) (string, bool) { return "", false },
			isTerminal: func(any) bool { return false },
			configDir:  os.UserConfigDir,
			now:        time.Now,
			sleep:      sleep,
		}
		if code := run(context.Background(), e, words[1:]); code != 0 {
			t.Fatalf("$ %s\nexit code %d\n%s", line, code, stderr.String())
		}
		return stdout.String()
	}
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", line).CombinedOutput(); err != nil {
		t.Skipf("$ %s: %v\n%s", line, err, out) // no such tool on this system
	}
	return ""
}

func matches(got, shown string) bool {
	pattern := regexp.QuoteMeta(strings.TrimSuffix(shown, "\n") + "\n")
	pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("[...]\n"), `(?s:.*)`)
	return regexp.MustCompile("^" + pattern + "$").MatchString(got)
}
