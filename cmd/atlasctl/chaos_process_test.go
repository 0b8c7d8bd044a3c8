package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply/journal"
)

// emulatorProcess of a run, with the log of requests that it writes.
type chaosEmulator struct {
	cmd            *exec.Cmd
	stdout, stderr buffer
	wait           func() error
	url            string
}

// startEmulator starts it on the state of the run. Without faults it is the
// same, and nothing goes wrong.
func (c *chaos) startEmulator(t *testing.T, faults bool) {
	t.Helper()
	args := []string{
		"emulator", "--listen", "127.0.0.1:0", "--state", c.world.state, "--log-requests=json",
		"--speed", fmt.Sprint(haste), "--fault-seed", fmt.Sprint(c.seed), "--oddities", c.odd,
	}
	if c.robot {
		args = append(args, "--service-account", robotID+":"+c.key)
	} else {
		args = append(args, "--key", robotID+":"+c.key)
	}
	if faults {
		args = append(args, "--faults", c.faults)
	}
	for _, project := range c.world.projects {
		args = append(args, "--seed-project", project)
	}
	e := &chaosEmulator{cmd: exec.Command("atlasctl", args...)}
	e.cmd.Stdout, e.cmd.Stderr = &e.stdout, &e.stderr
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, wait := watch(e.cmd)
	e.wait = wait
	t.Cleanup(func() {
		_ = e.cmd.Process.Kill()
		_ = wait()
	})
	found, err := await(e.stdout.String, `^Atlas emulator: (\S+)$`, ended)
	if err != nil {
		t.Fatalf("the emulator does not start: %v\n%s", err, e.stderr.String())
	}
	e.url = found[1]
	c.emulator = e
}

// stopEmulator ends it, and keeps what it has logged.
func (c *chaos) stopEmulator(t *testing.T) {
	t.Helper()
	_ = c.emulator.cmd.Process.Signal(os.Interrupt)
	if err := c.emulator.wait(); err != nil {
		t.Errorf("the emulator ends with %v", err)
	}
	c.log += c.emulator.stderr.String()
	c.output("emulator", c.emulator.stdout.String())
	c.emulator = nil
}

// logged is what all emulators of the run have logged so far.
func (c *chaos) logged() string {
	if c.emulator == nil {
		return c.log
	}
	return c.log + c.emulator.stderr.String()
}

// killed is the code of a process that was.
const killed = -1

// atlasctl runs it until it ends, or until the moment to kill it has come, and
// gives its exit code. What it has said is kept.
func (c *chaos) atlasctl(t *testing.T, until moment, args ...string) int {
	t.Helper()
	args = append(args, "-f", ".")
	if c.world.legacy {
		args = append(args, "--serverless-api", "legacy")
	}
	var stdout, stderr buffer
	cmd := exec.Command("atlasctl", args...)
	cmd.Dir, cmd.Env = c.folder, append(c.env, baseURLKey+"="+c.emulator.url)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, wait := watch(cmd)
	why := until.await(c, &stderr, ended)
	if why != "" {
		_ = cmd.Process.Kill() // SIGKILL: it cannot tidy up
	}
	code := exitOf(t, wait())
	c.output(fmt.Sprintf("%s: exit %d %s", strings.Join(args, " "), code, why), stdout.String()+stderr.String())
	if code != killed && why == hung {
		t.Fatalf("atlasctl %s: it does not end", strings.Join(args, " "))
	}
	return code
}

func exitOf(t *testing.T, err error) int {
	t.Helper()
	if err == nil {
		return 0
	}
	ended, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		t.Fatal(err)
	}
	return ended.ExitCode()
}

// output keeps what a process has said, under the line that it was called by.
func (c *chaos) output(title, text string) {
	c.outputs = append(c.outputs, fmt.Sprintf("== %s\n%s", title, text))
}

// record reads the journal, which must be possible whatever has happened.
func (c *chaos) record(t *testing.T) *journal.Record {
	t.Helper()
	record, err := journal.Read(c.journal())
	if err != nil {
		t.Fatalf("the journal cannot be read: %v", err)
	}
	return record
}

func (c *chaos) journal() []byte {
	data, _ := os.ReadFile(filepath.Join(c.folder, defaultJournal)) // not there is empty
	return data
}

// hung is why a process is killed that should have ended long ago.
const hung = "it hangs"

// patience is how long a process may take of real time: minutes in which nothing
// should take seconds.
const patience = 3 * time.Minute
