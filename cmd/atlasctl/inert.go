package main

import (
	"io"
	"regexp"
	"strings"
)

// A job of GitHub obeys lines of its log: "::" at the beginning of one, whatever
// blanks stand before it, and "##[" anywhere. Values and names are no commands.
const oldCommand = "##["

var commandStart = regexp.MustCompile(`(?m)^([\s\p{Z}\x{85}]*):(:)`)

// inert breaks up with a blank what a job of GitHub would obey.
func inert(text string) string {
	return strings.ReplaceAll(commandStart.ReplaceAllString(text, "$1: $2"), oldCommand, "## [")
}

// inertLog is a log of which a job of GitHub obeys nothing but what is written to it
// as a command.
type inertLog struct{ to io.Writer }

// Write takes whole messages: what a line begins with does not come in two parts.
func (l inertLog) Write(p []byte) (int, error) {
	if _, err := io.WriteString(l.to, inert(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// onGitHub reports whether this is a job of GitHub.
func (e env) onGitHub() bool { return e.get("GITHUB_ACTIONS") == "true" }

// printText writes a result for people to standard output.
func (e env) printText(text string) error {
	if e.onGitHub() {
		text = inert(text)
	}
	_, err := io.WriteString(e.stdout, text)
	return err
}

// command makes the job of GitHub obey a line.
func (e env) command(line string) {
	to := e.stderr
	if log, ok := to.(inertLog); ok {
		to = log.to
	}
	_, _ = io.WriteString(to, printable(line)+"\n")
}
