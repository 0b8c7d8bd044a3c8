package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"atlasctl": hasty})
}

// TestScripts proves the contract of the binary: one idea a script. Besides the
// commands of testscript they have
//
//	exits CODE PROGRAM [ARG]...     run, and want exactly this exit code
//	interrupt CODE FILE PATTERN PROGRAM [ARG]...
//	                                run, send SIGINT as soon as the pattern is in FILE
//	                                (or stderr), and want exactly this exit code
//	crash FILE PATTERN PROGRAM [ARG]...
//	                                the same with SIGKILL
//	await FILE PATTERN              wait until a program in the background has written this
//	terminal CODE ANSWER PROGRAM [ARG]...
//	                                run with standard input and error on a terminal, and
//	                                answer the question (^C and ^D are keys)
//	emulator [ARG]...               start "atlasctl emulator" and point the environment at it
//	stop-emulator CODE              SIGINT to it; its streams become stdout and stderr
//	record [STATUS TYPE FILE]       put a recorder in front of the base URL, which writes
//	                                "METHOD PATH STATUS BODY" to requests.log; with
//	                                arguments it answers everything itself
//	hang                            point the base URL at a server that never answers
//	forge github|gitlab TOKEN [NUMBER]
//	                                start one that has a pull request 7, or NUMBER, of
//	                                shop/infra, and set the environment of its jobs, without
//	                                the token; its comments are in the folder comments
//	request open|closed HEAD        let the forge know what became of its pull request
//	request merged HEAD COMMIT      the same, with what it was merged as
//	job request|push                set the environment of a job of that request, or of the
//	                                push of its merge
//	comment AUTHOR FILE [NUMBER]    write a comment as somebody, or over the one that is
//	                                there as comments/NUMBER.md
//	workflow CODE FILE JOB [PATH=VALUE]...
//	                                run our step of a job of examples/ci/github through action.yml;
//	                                PATH=VALUE adds to the event or, as with.NAME=VALUE, is another
//	                                input; the variable SECRET_NAME is the secret NAME
//	pipeline CODE JOB [VARIABLE=VALUE]...
//	                                run the script of a job of examples/ci/gitlab
//	json FILE [PATH=VALUE]...       want one JSON document, and these values in it
//	events FILE NAME...             want one event a line, with these names in this order (a
//	                                name stands for several in a row); the first and the
//	                                last become first.json and last.json
//	capture NAME FILE PATTERN       set a variable to the first submatch
//	replace FILE OLD NEW            edit a file
//	sparse FILE SIZE                make a large file that takes no room
//	example PATTERN...              copy what matches in the examples to the folder examples
//	absent PATH FILE                write the documents of PATH as what should not be there
//	cluster FILE PROJECT NAME SIZE  put a cluster that is not Flex into an emulator's state
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setupScript,
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() <= 0, nil // also Windows, where modes keep nobody out
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"absent":        scriptAbsent,
			"await":         scriptAwait,
			"capture":       scriptCapture,
			"cluster":       scriptCluster,
			"comment":       scriptComment,
			"crash":         scriptCrash,
			"emulator":      scriptEmulator,
			"events":        scriptEvents,
			"example":       scriptExample,
			"exits":         scriptExits,
			"forge":         scriptForge,
			"hang":          scriptHang,
			"interrupt":     scriptInterrupt,
			"job":           scriptJob,
			"json":          scriptJSON,
			"pipeline":      scriptPipeline,
			"record":        scriptRecord,
			"replace":       scriptReplace,
			"request":       scriptRequest,
			"sparse":        scriptSparse,
			"stop-emulator": scriptStopEmulator,
			"terminal":      scriptTerminal,
			"workflow":      scriptWorkflow,
		},
	})
}

// setupScript gives a script a home of its own: whatever the Atlas CLI keeps on
// this machine is out of reach. CONFIG is where it would keep it, ACTION_PATH where
// action.yml is.
func setupScript(e *testscript.Env) error {
	root, err := filepath.Abs(actionRoot)
	if err != nil {
		return err
	}
	e.Setenv("ACTION_PATH", root)
	home := filepath.Join(e.WorkDir, "home")
	config := filepath.Join(home, ".config")
	if runtime.GOOS == "darwin" {
		config = filepath.Join(home, "Library", "Application Support")
	}
	for key, value := range map[string]string{
		epochKey: epoch(),
		"HOME":   home, "USERPROFILE": home, "XDG_CONFIG_HOME": filepath.Join(home, ".config"), "AppData": config, "CONFIG": config,
	} {
		e.Setenv(key, value)
	}
	if e.Getenv("GORACE") == "" {
		e.Setenv("GORACE", "atexit_sleep_ms=0") // a race detector sleeps for a second at every exit
	}
	e.Values[serversKey{}] = &servers{}
	return nil
}

func usage(ts *testscript.TestScript, ok bool, text string) {
	if !ok {
		ts.Fatalf("usage: %s", text)
	}
}

func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 1, "exits CODE PROGRAM [ARG]...")
	wantExit(ts, args[0], ts.Exec(args[1], args[2:]...))
}

// wantExit compares how a program ended with the code that is wanted.
func wantExit(ts *testscript.TestScript, want string, err error) {
	code := 0
	if err != nil {
		ended, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("cannot run it: %v", err)
		}
		code = ended.ExitCode()
	}
	if strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, want %s", code, want)
	}
}

// command prepares a program as the script would run it.
func command(ts *testscript.TestScript, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = ts.MkAbs(".")
	for _, key := range inherited {
		if value := ts.Getenv(key); value != "" {
			cmd.Env = append(cmd.Env, key+"="+value)
		}
	}
	return cmd
}

// inherited is what a program may see of the environment of a script.
var inherited = []string{
	"PATH", "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "AppData", "TMPDIR", "TMP", "SystemRoot", "GORACE", "GOCOVERDIR", epochKey,
	"MONGODB_ATLAS_BASE_URL", "MONGODB_ATLAS_PUBLIC_KEY", "MONGODB_ATLAS_PRIVATE_KEY", "TERM", "NO_COLOR",
}

// buffer is written by a running program and looked at meanwhile.
type buffer struct {
	mu   sync.Mutex
	data bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.String()
}

// await looks at a text until the pattern is in it, or the program that writes
// it has ended, or a minute has passed: then something is wrong.
func await(text func() string, pattern string, ended <-chan struct{}) ([]string, error) {
	re, err := regexp.Compile("(?m)" + pattern)
	if err != nil {
		return nil, err
	}
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	for last := false; ; {
		if found := re.FindStringSubmatch(text()); found != nil {
			return found, nil
		}
		if last {
			return nil, fmt.Errorf("it ended, and no match for %q in:\n%s", pattern, text())
		}
		select {
		case <-tick.C:
		case <-ended:
			last = true
		case <-late.C:
			return nil, fmt.Errorf("no match for %q in:\n%s", pattern, text())
		}
	}
}

func scriptInterrupt(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 3, "interrupt CODE FILE PATTERN PROGRAM [ARG]...")
	wantExit(ts, args[0], signalled(ts, os.Interrupt, args[1:]))
}

func scriptCrash(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 2, "crash FILE PATTERN PROGRAM [ARG]...")
	wantExit(ts, "-1", signalled(ts, os.Kill, args))
}

// signalled runs a program until a pattern is in a file, signals it, and gives
// how it ended.
func signalled(ts *testscript.TestScript, signal os.Signal, args []string) error {
	file, pattern := args[0], args[1]
	var stdout, stderr buffer
	cmd := command(ts, args[2], args[3:]...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	stdin, err := cmd.StdinPipe() // stays open: nothing is ever typed
	ts.Check(err)
	defer stdin.Close() //nolint:errcheck // nothing was written
	ts.Check(cmd.Start())
	ended, wait := watch(cmd)
	text := stderr.String
	if file != "stderr" {
		text = func() string { data, _ := os.ReadFile(ts.MkAbs(file)); return string(data) }
	}
	_, failure := await(text, pattern, ended)
	if failure == nil {
		failure = cmd.Process.Signal(signal)
	}
	if failure != nil {
		_ = cmd.Process.Kill()
	}
	err = wait()
	give(ts, stdout.String(), stderr.String())
	ts.Check(failure)
	return err
}

func scriptAwait(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2, "await FILE PATTERN")
	_, err := await(func() string { data, _ := os.ReadFile(ts.MkAbs(args[0])); return string(data) }, args[1], nil)
	ts.Check(err)
}

// watch waits for a program that was started.
func watch(cmd *exec.Cmd) (ended <-chan struct{}, wait func() error) {
	done := make(chan struct{})
	var err error
	go func() {
		err = cmd.Wait()
		close(done)
	}()
	return done, func() error { <-done; return err }
}

// give makes what a program wrote the standard output and error of the script.
func give(ts *testscript.TestScript, stdout, stderr string) {
	_, _ = io.WriteString(ts.Stdout(), stdout)
	_, _ = io.WriteString(ts.Stderr(), stderr)
}
