package main

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// inputOptions say what to read.
type inputOptions struct {
	files   []string
	project string
	org     string
	color   word
	logs    logOptions
}

func (o *inputOptions) bind(f *pflag.FlagSet) {
	f.StringArrayVarP(&o.files, "file", "f", nil, "file or folder to read, \"-\" for standard input (repeatable)")
	f.StringVar(&o.project, "project", "", "project of documents that name none (default $MONGODB_ATLAS_PROJECT_ID)")
	f.StringVar(&o.org, "org", "", "ID of the organization to create projects in that name none (default $MONGODB_ATLAS_ORG_ID)")
	o.color = wordOf("auto", "always", "never")
	f.Var(&o.color, "color", "colour: auto, always or never")
	o.logs.bind(f)
}

// load says what the documents do not.
func (o *inputOptions) load() spec.LoadOptions {
	return spec.LoadOptions{Project: o.project, Org: o.org}
}

// connectOptions say which Atlas to talk to.
type connectOptions struct {
	profile       string
	baseURL       string
	emulator      bool
	emulatorState string
	asOf          string
	serverless    word
	timeout       time.Duration
}

// defaultEmulatorState is where the emulator in process keeps its state.
const defaultEmulatorState = ".atlasctl/emulator.json"

func (o *connectOptions) bind(f *pflag.FlagSet) {
	f.StringVar(&o.profile, "profile", "", "profile of the Atlas CLI to take credentials from")
	f.StringVar(&o.baseURL, "base-url", "", "Atlas to talk to (default $MONGODB_ATLAS_BASE_URL, then https://cloud.mongodb.com)")
	f.BoolVar(&o.emulator, "emulator", false, "use the emulator that is built in: nothing reaches Atlas")
	f.StringVar(&o.emulatorState, "emulator-state", defaultEmulatorState, "file that holds the emulator's state")
	f.StringVar(&o.asOf, "as-of", "", "date on which a new emulator state starts, as YYYY-MM-DD")
	o.serverless = wordOf("flex", "legacy")
	f.Var(&o.serverless, "serverless-api", "API for ServerlessInstance: flex, or legacy, which Atlas has retired")
	f.DurationVar(&o.timeout, "timeout", 0, "how long the whole run may take (default: no limit)")
}

// date parses --as-of; the zero time means that it was not given.
func (o *connectOptions) date() (time.Time, error) {
	if o.asOf == "" {
		return time.Time{}, nil
	}
	date, err := time.Parse(time.DateOnly, o.asOf)
	if err != nil || date.IsZero() { // which would stand for no date at all
		return time.Time{}, fmt.Errorf("--as-of %q: want a date like 2026-06-01", o.asOf)
	}
	return date, nil
}

// check refuses flags that contradict each other.
func (o *connectOptions) check(f *pflag.FlagSet) error {
	switch {
	case o.emulator && f.Changed("base-url"):
		return fmt.Errorf("--emulator and --base-url contradict each other: give one of them")
	case o.emulator && f.Changed("profile"):
		return fmt.Errorf("--emulator and --profile contradict each other: the emulator needs no credentials")
	case !o.emulator && f.Changed("emulator-state"):
		return fmt.Errorf("--emulator-state means nothing without --emulator")
	case !o.emulator && f.Changed("as-of"):
		return fmt.Errorf("--as-of means nothing without --emulator")
	case o.timeout < 0:
		return fmt.Errorf("--timeout %s: want a time such as 30m", o.timeout)
	}
	return nil
}

// planOptions shape the plan: they exist on plan and on apply.
type planOptions struct {
	prune  bool
	rotate addresses
	since  sinceOptions
}

func (o *planOptions) bind(f *pflag.FlagSet) {
	f.BoolVar(&o.prune, "prune", false, "delete live resources that no file mentions, of the kinds and in the parents that the files name")
	f.Var(&o.rotate, "rotate", "send the secrets of the resource at this ADDRESS again (repeatable)")
	o.since.bind(f)
}

// logOptions say what to log on standard error.
type logOptions struct {
	level  word
	format word
}

func (o *logOptions) bind(f *pflag.FlagSet) {
	o.level = word{"warn", []string{"debug", "info", "warn", "error"}}
	o.format = wordOf("text", "json")
	f.Var(&o.level, "log-level", "what to log: debug (every request), info, warn or error")
	f.Var(&o.format, "log-format", "how to log: text or json")
}

func (o *logOptions) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(o.level.chosen)) // one of its own names
	opts := &slog.HandlerOptions{Level: level}
	if o.format.chosen == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}
