package remote_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

const canary = "CANARY-7f3a"

// buffer is a bytes.Buffer for several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// TestCanary lets every secret have a value that is easy to find, and looks for
// it: it is in the bodies of requests, and in no log, error or live resource,
// whatever goes wrong.
func TestCanary(t *testing.T) {
	t.Parallel()
	reveal := func(spec.Origin, spec.Secret) (string, error) { return "https://example.com/" + canary, nil }
	const jsonType = "application/json"
	for _, tc := range []struct {
		name   string
		writes http.RoundTripper // what answers to writes; nil is the emulator
	}{
		{"all well", nil},
		{"refused", handled(answers(400, jsonType, `{"errorCode":"VALIDATION_ERROR","detail":"No."}`))},
		{"a page", handled(answers(200, "text/html", "<html>"))},
		{"no connection", transport(func(*http.Request) (*http.Response, error) { return nil, errors.New("connection reset") })},
		{"interrupted", transport(func(*http.Request) (*http.Response, error) { return nil, context.Canceled })},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			emu, _ := newEmulator(t, spectest.Project)
			var log, out, bodies buffer
			say := func(things ...any) {
				for _, thing := range things {
					_, _ = fmt.Fprintf(&out, "%v %+v %#v\n", thing, thing, thing)
				}
			}
			c := newClient(t, emu, remote.Config{
				Credentials: remote.APIKey{Public: key.Public, Private: key.Private},
				Secret:      reveal,
				Log:         slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
				Transport: transport(func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodGet || tc.writes == nil || strings.HasSuffix(r.URL.Path, "/streams") {
						if r.GetBody != nil {
							body, _ := r.GetBody()
							_, _ = io.Copy(&bodies, body)
						}
						return emu.Transport().RoundTrip(r)
					}
					return tc.writes.RoundTrip(r)
				}),
			})
			c.AllowWrites()
			for _, s := range spectest.SamplesOf(t, spec.KindStreamConnection) {
				want := s.Resource(t)
				for _, parent := range s.Parents(t) {
					say(c.Create(t.Context(), parent))
				}
				say(c.Create(t.Context(), want))
				live, err := c.WaitReady(interrupted(t, tc.writes != nil), want, nil)
				say(err, live)
				say(c.Update(t.Context(), want, want))
				all, err := c.Fetch(t.Context(), append(s.Parents(t), want), remote.FetchOptions{})
				say(err, all)
				for _, r := range all {
					for _, leaf := range spec.Leaves(r.Body) {
						say(leaf.Path, leaf.Node.Value)
					}
				}
				say(c.Delete(t.Context(), want))
			}
			for name, text := range map[string]string{"log": log.String(), "output": out.String()} {
				for _, secret := range []string{canary, key.Private + "\"", "Digest "} {
					if strings.Contains(text, secret) {
						t.Errorf("the %s holds %q", name, secret)
					}
				}
			}
			if log.String() == "" || tc.writes == nil && !strings.Contains(bodies.String(), canary) {
				t.Error("the test looks in the wrong places")
			}
		})
	}
}

// interrupted gives a context that is over, if it shall be.
func interrupted(t *testing.T, over bool) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	if over {
		cancel()
	}
	t.Cleanup(cancel)
	return ctx
}

func TestPreflight(t *testing.T) {
	t.Parallel()
	values := map[string]string{"USER_TOKEN": "value", "EMPTY": ""}
	c := connect(t, remote.Config{Secret: func(origin spec.Origin, s spec.Secret) (string, error) {
		key, name := s.Source()
		if origin.File != "test.yaml" || origin.Line == 0 {
			t.Errorf("asked for %s of %s", name, origin)
		}
		if value, ok := values[name]; ok {
			return value, nil
		}
		return "", fmt.Errorf("%s %s is not set", key, name)
	}})
	hook := func(name, body string) string {
		return doc("StreamConnection", "workspace: clicks, name: "+name, body)
	}
	good := load(t, "demo", workspace("clicks"), flex("orders"), hook("a", `{type: Https, url: {env: USER_TOKEN}}`), absent(sample("clicks", "b")))
	needs := func(documents []spec.Resource) (needs []remote.SecretNeed) {
		for _, r := range documents {
			needs = append(needs, remote.SecretNeed{Resource: r, Refs: spec.SecretRefs(r.Body)})
		}
		return needs
	}
	if err := c.Preflight(needs(good)); err != nil {
		t.Errorf("got %v, want nothing", err)
	}
	bad := load(t, "demo",
		hook("a", `{type: Https, url: {env: MISSING}, headers: {X-A: {env: EMPTY}, X-B: {env: USER_TOKEN}}}`),
		hook("b", `{type: Kafka, bootstrapServers: 'b:1', security: {protocol: SSL}, authentication: {mechanism: SSL, sslCertificate: c, sslKey: {file: key.pem}, sslKeyPassword: {env: MISSING}}}`),
	)
	err := c.Preflight(needs(bad))
	problems, ok := errors.AsType[spec.Problems](err)
	if !ok {
		t.Fatalf("got %v, want problems", err)
	}
	wantSame(t, strings.Split(problems.Error(), "\n"), []string{
		"test.yaml:1: demo/StreamConnection/clicks/a: headers.X-A: env EMPTY is empty",
		"test.yaml:1: demo/StreamConnection/clicks/a: url: env MISSING is not set",
		"test.yaml:3: demo/StreamConnection/clicks/b: authentication.sslKey: file key.pem is not set",
		"test.yaml:3: demo/StreamConnection/clicks/b: authentication.sslKeyPassword: env MISSING is not set",
	})
	if c.Requests() > 0 {
		t.Errorf("took %d requests", c.Requests())
	}
}

// TestMissingSecretWritesNothing holds for callers that skip the check.
func TestMissingSecretWritesNothing(t *testing.T) {
	t.Parallel()
	for name, secret := range map[string]func(spec.Origin, spec.Secret) (string, error){
		"empty":   func(spec.Origin, spec.Secret) (string, error) { return "", nil },
		"missing": func(spec.Origin, spec.Secret) (string, error) { return "", errors.New("is not set") },
	} {
		c := connect(t, remote.Config{Secret: secret})
		c.AllowWrites()
		for _, s := range spectest.SamplesOf(t, spec.KindStreamConnection) {
			want := s.Resource(t)
			want.Addr.Project = projectID
			if len(spec.SecretRefs(want.Body)) == 0 {
				continue
			}
			if c.Create(t.Context(), want) == nil || c.Update(t.Context(), want, want) == nil || c.Requests() > 0 {
				t.Errorf("%s, %s: was sent", name, s.Shape)
			}
		}
	}
}
