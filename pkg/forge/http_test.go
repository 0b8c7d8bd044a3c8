package forge_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/forge/forgetest"
)

// refuse answers every request for comments so.
func refuse(status int, header map[string]string, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet {
			return false
		}
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
		return true
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status int
		header map[string]string
		body   string
		hub    string // what the error says
		lab    string
		waits  []time.Duration
	}{
		"permission": {
			status: 403, body: `{"message":"Resource not accessible by integration"}`,
			hub: "the server answered 403 (Resource not accessible by integration): the token may not write comments here; " +
				"give the job the permission pull-requests: write",
			lab: "needs the scope api",
		},
		"unknown":  {status: 404, body: `{"message":"Not Found"}`, hub: "no such pull request", lab: "no such merge request"},
		"token":    {status: 401, body: `{"message":"401 Unauthorized"}`, hub: "the token is wrong", lab: "the token of a job cannot write notes"},
		"object":   {status: 400, body: `{"message":{"note":["is too long"]}}`, hub: `({"note":["is too long"]})`, lab: `({"note":["is too long"]})`},
		"long":     {status: 400, body: `{"error":"` + strings.Repeat("x", 1000) + `"}`, hub: strings.Repeat("x", 300) + "…)", lab: "…)"},
		"redirect": {status: 301, header: map[string]string{"Location": "http://elsewhere.example"}, hub: "was the repository renamed", lab: "redirects are not followed"},
		"page":     {status: 200, body: "<html>", hub: "none of this API", lab: "none of this API"},
		"busy": {
			status: 503, body: "<html>busy", hub: "the server answered 503", lab: "the server answered 503",
			waits: []time.Duration{2 * time.Second, 4 * time.Second},
		},
		"secondary limit": {
			status: 403, header: map[string]string{"Retry-After": "7"}, hub: "rate limit of this token is used up, for 7s", lab: "rate limit",
			waits: []time.Duration{7 * time.Second, 7 * time.Second},
		},
		"limit": {
			status: 403, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strconv.Itoa(1793534400 + 1800)},
			hub: "rate limit of this token is used up, for 30m0s", lab: "for 30m0s",
		},
		"limit without a time": {status: 429, hub: "rate limit", lab: "rate limit", waits: []time.Duration{2 * time.Second, 4 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range sites(t) {
				s.Refuse = refuse(tc.status, tc.header, tc.body)
				want := map[string]string{"GitHub": tc.hub, "GitLab": tc.lab}[s.name]
				if _, err := s.post(t, "plan", "new\n"); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s: got %v, want %s", s.name, err, want)
				}
				if diff := cmp.Diff(tc.waits, s.clock.slept); diff != "" {
					t.Errorf("%s: waits (-want +got):\n%s", s.name, diff)
				}
				if n := len(s.bodies()); n != 0 {
					t.Errorf("%s: %d comments were made", s.name, n)
				}
			}
		})
	}
}

// TestPatience waits longer where somebody has said so.
func TestPatience(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		s.Know(forgetest.Request{Number: 7, State: "open", Head: head})
		s.Refuse = refuse(403, map[string]string{"Retry-After": "60"}, "")
		s.cfg.Patience = time.Minute
		_, err := s.look(t, "plan")
		if diff := cmp.Diff([]time.Duration{time.Minute, time.Minute}, s.clock.slept); err == nil || diff != "" {
			t.Errorf("%s: %v: waits (-want +got):\n%s", s.name, err, diff)
		}
	}
}

// TestTokenIsNowhere looks for the token in the log, and in errors that have
// every reason to hold it.
func TestTokenIsNowhere(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		if _, err := s.post(t, "plan", "new\n"); err != nil {
			t.Fatal(err)
		}
		s.Token = "another" // which makes the server repeat the one it got
		_, err := s.post(t, "plan", "newer\n")
		if err == nil || !strings.Contains(err.Error(), "Bad credentials: (secret)") {
			t.Errorf("%s: got %v", s.name, err)
		}
		if text := s.log.String() + err.Error(); strings.Contains(text, token) || !strings.Contains(text, "status=401") {
			t.Errorf("%s: log:\n%s", s.name, text)
		}
		for _, r := range s.Requests() {
			if strings.Contains(r, token) {
				t.Errorf("%s: %s", s.name, r)
			}
		}
	}
}

// TestRedirectIsNotFollowed keeps the token away from where a server points.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		elsewhere := 0
		url := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
		s.Refuse = refuse(http.StatusTemporaryRedirect, map[string]string{"Location": url}, "")
		if _, err := s.post(t, "plan", "new\n"); err == nil || elsewhere > 0 {
			t.Errorf("%s: %v, and %d requests went elsewhere", s.name, err, elsewhere)
		}
	}
}

func TestWrongPlaces(t *testing.T) {
	t.Parallel()
	hub := func(api, repository, token string) forge.Place {
		return forge.GitHub{API: api, Repository: repository, Number: 1, Token: token}
	}
	cfg := forge.Config{Clock: &clock{}}
	for want, at := range map[string]forge.Place{
		"want https://HOST/PATH":  hub("api.github.com", "a/b", "t"),
		"want https":              hub("http://api.example.com", "a/b", "t"),
		"none: want https://HOST": hub("https://me:secret@api.example.com", "a/b", "t"),
		`repository "a/b/../c"`:   hub("https://api.example.com", "a/b/../c", "t"),
		"there is no token":       hub("https://api.example.com", "a/b", ""),
		"no project":              forge.GitLab{API: "https://gitlab.example.com/api/v4", Token: "t"},
	} {
		_, err := forge.Post(t.Context(), cfg, at, forge.Comment{Key: "plan", Body: "x"})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

// TestNobodyIsThere is a server that is gone.
func TestNobodyIsThere(t *testing.T) {
	t.Parallel()
	c := &clock{}
	at := forge.GitLab{API: "http://127.0.0.1:1/api/v4", Project: "1", MergeRequest: 1, Token: token}
	_, err := forge.Post(t.Context(), forge.Config{Clock: c}, at, forge.Comment{Key: "plan", Body: "x"})
	if err == nil || !strings.Contains(err.Error(), "refused") || strings.Contains(err.Error(), token) || len(c.slept) != 2 {
		t.Errorf("got %v after %v", err, c.slept)
	}
}
