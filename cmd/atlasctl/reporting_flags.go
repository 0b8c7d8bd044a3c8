package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// reportTargets is the flag --report.
type reportTargets []string

// String gives the default, which is none.
func (t *reportTargets) String() string { return strings.Join(*t, ",") }

// Set adds a place. A word that is nearly one of ours is a slip rather than a
// folder, unless there is one.
func (t *reportTargets) Set(text string) error {
	if text == "" || text == stdinPath {
		return errors.New("want github, gitlab or a folder")
	}
	if text != toGitHub && text != toGitLab {
		similar := spec.DidYouMean(text, []string{toGitHub, toGitLab})
		if info, err := os.Stat(text); similar != "" && (err != nil || !info.IsDir()) {
			return fmt.Errorf("no such place%s; a folder of that name is ./%s", similar, text)
		}
	}
	if !slices.Contains(*t, text) {
		*t = append(*t, text)
	}
	return nil
}

// Type is what the help calls the value.
func (t *reportTargets) Type() string { return "place" }

// reportKey is the flag --report-key.
type reportKey string

// String gives the key.
func (k *reportKey) String() string { return string(*k) }

// Set takes one that can be hidden in a comment.
func (k *reportKey) Set(text string) error {
	if strings.Contains(text, " ") {
		return errors.New("want one word")
	}
	*k = reportKey(text)
	return forge.CheckKey("apply " + text)
}

// Type is what the help calls the value.
func (k *reportKey) Type() string { return "key" }
