package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// session is a connection to Atlas, or to the emulator in process.
type session struct {
	*remote.Client
	clock remote.Clock
	local *emulator.Emulator // nil when it is Atlas
	who   string             // whose credentials they are, and where they come from
	where string             // which Atlas it is, for people and for the journal
	atlas string             // the same wherever this runs, for approvals

	legacy bool // serverless instances go by the API that Atlas has retired

	stream *stream // of events, off unless somebody wants them
}

// begin connects for a run, which --timeout bounds; end ends what it began. After an
// error the run goes on with the context that it had.
func (e env) begin(ctx context.Context, o connectOptions, logs logOptions, want []spec.Resource, writes bool) (
	bounded context.Context, s *session, end func(), err error,
) {
	if s, err = e.connect(o, logs.logger(e.stderr), want, writes); err != nil {
		return ctx, nil, nil, err
	}
	bounded, cancel := withTimeout(ctx, o.timeout)
	return bounded, s, func() { e.close(s); cancel() }, nil
}

// explain adds to a refusal which credentials were refused.
func (s *session) explain(err error) error {
	if s.who == "" || !errors.Is(err, remote.ErrDenied) {
		return err
	}
	return fmt.Errorf("%w\nthe credentials are %s", err, s.who)
}

// emulatorKey is the API key that the emulator knows when it is told none.
const emulatorKey = "emulator"

// connect prepares a session; no request is sent yet. Only a writing session
// touches the emulator's state file.
func (e env) connect(o connectOptions, log *slog.Logger, want []spec.Resource, writes bool) (*session, error) {
	cfg := remote.Config{Secret: e.secret, UserAgent: userAgent(), Log: log}
	if o.serverless.chosen == "legacy" {
		cfg.Serverless = remote.ServerlessLegacy
	}
	s := &session{stream: &stream{to: e.stdout}, legacy: o.serverless.chosen == "legacy"}
	if o.emulator {
		local, err := e.openEmulator(o, want, writes)
		if err != nil {
			return nil, err
		}
		s.local, s.clock, s.where, s.atlas = local, local, o.where(""), "the emulator"
		cfg.Transport = local.Transport()
		cfg.Credentials = remote.APIKey{Public: emulatorKey, Private: emulatorKey}
	} else {
		a, err := e.findAccess(o)
		if err != nil {
			return nil, err
		}
		s.clock, s.who, s.where = wallClock{e}, a.credentials.String()+", from "+a.from, o.where(a.baseURL)
		s.atlas = s.where
		cfg.Transport, cfg.Credentials, cfg.BaseURL = wire(), a.credentials, a.baseURL
	}
	cfg.Clock, s.stream.now = s.clock, s.clock.Now
	cfg.Report = e.sayWait(s.stream)
	var err error
	s.Client, err = remote.New(cfg)
	return s, err
}

// sayWait tells of waits between requests: a run that stands still says why.
func (e env) sayWait(s *stream) func(remote.Wait) {
	return func(w remote.Wait) {
		e.say("%s\n", w)
		_ = s.wait(w) // a reader that is gone must not end the run
	}
}

// wire is the standard transport with room for many lists at once, and with an
// end to waiting: Atlas itself gives up on a request after five minutes.
func wire() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 64
	t.ResponseHeaderTimeout = 6 * time.Minute
	return t
}

func (e env) openEmulator(o connectOptions, want []spec.Resource, writes bool) (*emulator.Emulator, error) {
	date, err := o.date()
	if err != nil {
		return nil, err
	}
	cfg := emulator.Config{
		AsOf:     date,
		Keys:     []emulator.APIKey{{Public: emulatorKey, Private: emulatorKey}},
		Projects: givenProjects(want),
	}
	open := emulator.OpenReadOnly
	if writes {
		open = emulator.Open
	}
	local, err := open(o.emulatorState, cfg)
	if err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	e.say("Emulator: nothing reaches Atlas. State %s, emulated date %s.\n",
		o.emulatorState, local.Now().Format(time.DateOnly))
	return local, nil
}

// givenProjects lists the projects that are there without a document of theirs.
func givenProjects(want []spec.Resource) []string {
	declared := map[string]bool{}
	for _, r := range want {
		declared[r.Addr.Project] = declared[r.Addr.Project] || r.Addr.IsProject()
	}
	return slices.DeleteFunc(projectsOf(want), func(project string) bool { return declared[project] })
}

func projectsOf(want []spec.Resource) []string {
	var projects []string
	for _, r := range want {
		projects = append(projects, r.Addr.Project)
	}
	slices.Sort(projects)
	return slices.Compact(projects)
}

// close ends a session. What it cannot give back is worth a warning, and no
// other exit code.
func (e env) close(s *session) {
	// The run may have been interrupted; the token is revoked all the same.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		e.say("warning: %v\n", err)
	}
	if s.local == nil {
		return
	}
	if err := s.local.Close(); err != nil {
		e.say("warning: emulator: %v\n", err)
	}
}
