package forge_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/forge/forgetest"
)

const (
	token = "CANARY-token"
	login = "github-actions[bot]"
)

// clock stands still but for what is waited.
type clock struct {
	now   time.Time
	slept []time.Duration
}

func (c *clock) Now() time.Time { return c.now }

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	return ctx.Err()
}

// site is a forge with one request, and all that is needed to write to it.
type site struct {
	*forgetest.Server

	name  string
	at    forge.Place
	cfg   forge.Config
	clock *clock
	log   *bytes.Buffer
}

// sites are a GitHub and a GitLab, for what both have to do alike.
func sites(t *testing.T) []*site {
	t.Helper()
	hub, lab := newSite("GitHub"), newSite("GitLab")
	hub.at = forge.GitHub{API: serve(t, hub.GitHub("shop/infra", 7)), Repository: "shop/infra", Number: 7, Token: token}
	lab.at = forge.GitLab{API: serve(t, lab.GitLab("42", 7)) + "/api/v4", Project: "42", MergeRequest: 7, Token: token}
	return []*site{hub, lab}
}

// api is where the API of the place is.
func (s *site) api() string {
	switch at := s.at.(type) {
	case forge.GitHub:
		return at.API
	case forge.GitLab:
		return at.API
	}
	return ""
}

func newSite(name string) *site {
	s := &site{
		Server: &forgetest.Server{Token: token, Login: login}, name: name,
		clock: &clock{now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}, log: &bytes.Buffer{},
	}
	s.cfg = forge.Config{
		Clock: s.clock, UserAgent: "atlasctl/test",
		Log: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	return s
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func (s *site) post(t *testing.T, key, body string) (forge.Done, error) {
	t.Helper()
	return forge.Post(t.Context(), s.cfg, s.at, forge.Comment{Key: key, Body: body})
}

// bodies of the comments that the token's owner wrote.
func (s *site) bodies() []string {
	var all []string
	for _, c := range s.Comments() {
		if c.Author == login {
			all = append(all, c.Body)
		}
	}
	return all
}
