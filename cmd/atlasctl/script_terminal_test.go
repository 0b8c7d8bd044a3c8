package main

import (
	"io"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// scriptTerminal is a person: it waits for the question, and types the answer.
func scriptTerminal(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 2, "terminal CODE ANSWER PROGRAM [ARG]...")
	code, answer := args[0], args[1]
	var stdout, screen buffer
	cmd := command(ts, args[2], args[3:]...)
	cmd.Stdout = &stdout
	tty, err := pty.Start(cmd) // standard input and error, with Ctrl-C
	ts.Check(err)
	ended, wait := watch(cmd)
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		_, _ = io.Copy(&screen, tty) // ends with an error of its own kind on each system
	}()
	_, failure := await(screen.String, `taken: $`, ended)
	if failure == nil {
		switch answer {
		case "^C":
			_, failure = tty.WriteString("\x03")
		case "^D":
			_, failure = tty.WriteString("\x04")
		default:
			_, failure = tty.WriteString(answer + "\n")
		}
	}
	if failure != nil {
		_ = cmd.Process.Kill()
	}
	err = wait()
	<-shown
	_ = tty.Close()
	give(ts, stdout.String(), screen.String())
	ts.Check(failure)
	wantExit(ts, code, err)
}
