package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestReadme runs what the README and the files in docs tell their readers to
// run, in order and in one folder for each file, and compares what comes out with
// what is shown. A line "[...]" there stands for any number of lines.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, file := range append(files, filepath.Join(root, "README.md")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		blocks := regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(text), -1)
		shown += len(blocks)
		t.Run(filepath.Base(file), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			s := &shellSession{t: t, env: map[string]string{}}
			for _, block := range blocks {
				s.run(block[1])
			}
		})
	}
	if shown == 0 {
		t.Error("no file shows a session")
	}
}

// TestWorkflow runs what the workflow in docs/emulator.md runs, in its order, on
// a repository that has an example as its configuration.
func TestWorkflow(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("a workflow needs a shell")
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "emulator.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, workflow, _ := strings.Cut(string(text), "```yaml\nname: ")
	workflow, _, _ = strings.Cut(workflow, "```")
	var script strings.Builder
	for _, line := range regexp.MustCompile(`(?m)^ +(?:- run: )?(atlasctl .*)$`).FindAllStringSubmatch(workflow, -1) {
		script.WriteString(line[1] + "\n")
	}
	if n := strings.Count(script.String(), "\n"); n < 7 {
		t.Fatalf("the workflow has %d lines for atlasctl:\n%s", n, script.String())
	}
	dir := t.TempDir()
	for _, folder := range []string{"atlas", filepath.Join("before", "atlas")} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("..", "..", "examples", "quickstart"))); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-ex", "-c", script.String())
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestReadmeWorkflow shows the example as it is, and names every file for CI.
func TestReadmeWorkflow(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(actionRoot, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	workflow, err := os.ReadFile(filepath.Join(ciRoot, "github", "atlas.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "```yaml\n"+string(workflow)+"```\n") {
		t.Error("the README does not show examples/ci/github/atlas.yml as it is")
	}
	err = filepath.WalkDir(ciRoot, func(path string, d fs.DirEntry, err error) error {
		link := "(examples/ci/" + strings.TrimPrefix(filepath.ToSlash(path), ciRoot+"/") + ")"
		if err == nil && !d.IsDir() && !strings.Contains(string(text), link) {
			t.Errorf("the README has no link %s", link)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// shownAddr is where the served emulator is in what readers see. Here it is
// wherever a port is free.
const shownAddr = "127.0.0.1:8080"

// shellSession is a shell as far as the files need one.
type shellSession struct {
	t    *testing.T
	env  map[string]string
	addr string       // of the emulator that was started in the background
	kill func() error // ends it, and says how it ended
}

func (s *shellSession) run(block string) {
	s.t.Helper()
	for _, step := range strings.Split("\n"+block, "\n$ ")[1:] {
		command, shown, _ := strings.Cut(step, "\n")
		got := s.line(command)
		if shown != "" && !matches(got, shown) {
			s.t.Errorf("$ %s\ngot:\n%s\nshown is:\n%s", command, got, shown)
		}
	}
}

// line runs one line and gives its standard output.
func (s *shellSession) line(line string) string {
	s.t.Helper()
	line = strings.Replace(line, "go run ./cmd/atlasctl", "atlasctl", 1)
	if s.addr != "" {
		line = strings.ReplaceAll(line, shownAddr, s.addr)
	}
	words := strings.Fields(line)
	var out string
	switch {
	case strings.HasPrefix(line, "go install "):
	case words[0] == "export":
		for _, word := range words[1:] {
			name, value, _ := strings.Cut(word, "=")
			s.env[name] = value
		}
	case words[0] == "atlasctl" && words[len(words)-1] == "&":
		out = s.background(words[1 : len(words)-1])
	case line == "kill %1":
		if err := s.kill(); err != nil {
			s.t.Errorf("the emulator ends with %v", err)
		}
	case words[0] == "atlasctl" && !strings.Contains(line, ">"):
		out = s.atlasctl(words[1:])
	default:
		out = s.shell(line)
	}
	if s.addr != "" {
		out = strings.ReplaceAll(out, s.addr, shownAddr)
	}
	return out
}

func (s *shellSession) atlasctl(args []string) string {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	e := env{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		lookup:     func(key string) (string, bool) { value, ok := s.env[key]; return value, ok },
		isTerminal: func(any) bool { return false },
		configDir:  os.UserConfigDir,
		now:        time.Now,
		sleep:      sleep,
	}
	if code := run(context.Background(), e, args); code != 0 {
		s.t.Fatalf("$ atlasctl %s\nexit code %d\n%s", strings.Join(args, " "), code, stderr.String())
	}
	return stdout.String()
}

func (s *shellSession) shell(line string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), "sh", "-c", line)
	cmd.Env = append(os.Environ(), "no_proxy=127.0.0.1")
	for name, value := range s.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		s.t.Skipf("$ %s: %v\n%s", line, err, stderr.String()) // no such tool on this system
	}
	if out := stdout.String(); out != "" && !strings.HasSuffix(out, "\n") {
		return out + "\n" // as a prompt would begin a line
	}
	return stdout.String()
}

// background starts the emulator and gives what it announces.
func (s *shellSession) background(args []string) string {
	s.t.Helper()
	job := exec.Command("atlasctl", append(args, "--listen", "127.0.0.1:0")...)
	var stdout, stderr buffer
	job.Stdout, job.Stderr = &stdout, &stderr
	if err := job.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended, wait := watch(job)
	s.t.Cleanup(func() {
		_ = job.Process.Kill()
		_ = wait()
	})
	s.kill = func() error {
		if err := job.Process.Signal(os.Interrupt); err != nil {
			return err
		}
		return wait()
	}
	found, err := await(stdout.String, `^Atlas emulator: http://(\S+)\nAPI key: .*\n`, ended)
	if err != nil {
		s.t.Fatalf("%v\n%s", err, stderr.String())
	}
	s.addr = found[1]
	return stdout.String()
}

func matches(got, shown string) bool {
	pattern := regexp.QuoteMeta(strings.TrimSuffix(shown, "\n") + "\n")
	pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("[...]\n"), `(?s:.*)`)
	return regexp.MustCompile("^" + pattern + "$").MatchString(got)
}
