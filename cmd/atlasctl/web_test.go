package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

const aCommit = "0123456789abcdef0123456789abcdef01234567"

// TestMarkdownLinks gives the address of a line from what CI says, from flags,
// and none where it would be wrong.
func TestMarkdownLinks(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{".git", filepath.Join("infra", "atlas"), filepath.Join("infra", "a b")} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join(root, "infra"))
	github := map[string]string{"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "acme/infra", "GITHUB_SHA": aCommit}
	gitlab := map[string]string{"CI_PROJECT_URL": "https://git.acme.example/platform/infra", "CI_COMMIT_SHA": aCommit}
	for _, tc := range []struct {
		name string
		vars map[string]string
		opts webOptions
		file string
		want string
	}{
		{"GitHub", github, webOptions{}, "atlas/a.yaml", "https://github.com/acme/infra/blob/" + aCommit + "/infra/atlas/a.yaml#L7"},
		{"GitLab", gitlab, webOptions{}, "atlas/a.yaml", "https://git.acme.example/platform/infra/-/blob/" + aCommit + "/infra/atlas/a.yaml#L7"},
		{"another commit", github, webOptions{commit: "abcdef0"}, "a.yaml", "https://github.com/acme/infra/blob/abcdef0/infra/a.yaml#L7"},
		{"flags", nil, webOptions{"https://gitlab.com/acme/infra/", "abcdef0"}, "a.yaml", "https://gitlab.com/acme/infra/-/blob/abcdef0/infra/a.yaml#L7"},
		{"above", github, webOptions{}, "../b.yaml", "https://github.com/acme/infra/blob/" + aCommit + "/b.yaml#L7"},
		{"an absolute path", github, webOptions{}, filepath.Join(root, "c.yaml"), "https://github.com/acme/infra/blob/" + aCommit + "/c.yaml#L7"},
		{"odd names", github, webOptions{}, "a b/(c)#?%.yaml", "https://github.com/acme/infra/blob/" + aCommit + "/infra/a%20b/%28c%29%23%3F%25.yaml#L7"},
		{"outside", github, webOptions{}, "../../b.yaml", ""},
		{"standard input", github, webOptions{}, stdinName, ""},
	} {
		opts := testEnv(tc.vars).markdownOptions(tc.opts)
		if opts.Link == nil {
			t.Errorf("%s: no links", tc.name)
			continue
		}
		if got := opts.Link(spec.Origin{File: filepath.FromSlash(tc.file), Line: 7}); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
	for name, vars := range map[string]map[string]string{
		"nothing":       {},
		"no commit":     {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "acme/infra"},
		"no repository": {"GITHUB_SHA": aCommit},
		"a password":    {"CI_PROJECT_URL": "https://bot:hunter2@git.acme.example/infra", "CI_COMMIT_SHA": aCommit},
	} {
		if opts := testEnv(vars).markdownOptions(webOptions{}); opts.Link != nil {
			t.Errorf("%s: there are links", name)
		}
	}
}

// TestWebFlags refuses what would make wrong links, without repeating a
// password.
func TestWebFlags(t *testing.T) {
	t.Parallel()
	for _, o := range []webOptions{
		{repository: "github.com/acme/infra"},
		{repository: "https://bot:hunter2@github.com/acme/infra"},
		{repository: "https://bot:hunter2@github.com:acme/infra"},
		{repository: "https://github.com/acme/infra?tab=readme"},
		{repository: "ssh://git@github.com/acme/infra"},
		{commit: "main"},
		{commit: "abc"},
	} {
		if err := o.check(); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%+v: got %v", o, err)
		}
	}
}

// TestJobCommit is the head of the request that a job is of, and not the merge
// that it runs at.
func TestJobCommit(t *testing.T) {
	t.Parallel()
	event := filepath.Join(t.TempDir(), "event.json")
	if err := os.WriteFile(event, []byte(`{"action":"synchronize","pull_request":{"number":7,"head":{"sha":"`+aCommit+`"}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		vars map[string]string
		opts webOptions
		want string
	}{
		"GitHub":                 {map[string]string{"GITHUB_EVENT_PATH": event, "GITHUB_SHA": tried}, webOptions{}, aCommit},
		"the same request":       {map[string]string{"GITHUB_EVENT_PATH": event, "GITHUB_SHA": tried, pullRequestKey: "7"}, webOptions{}, aCommit},
		"another request":        {map[string]string{"GITHUB_EVENT_PATH": event, "GITHUB_SHA": tried, pullRequestKey: "8"}, webOptions{}, tried},
		"no event":               {map[string]string{"GITHUB_EVENT_PATH": event + "x", "GITHUB_SHA": tried}, webOptions{}, tried},
		"a push":                 {map[string]string{"GITHUB_SHA": tried}, webOptions{}, tried},
		"a flag":                 {map[string]string{"GITHUB_EVENT_PATH": event, "GITHUB_SHA": tried}, webOptions{commit: "abcdef0"}, "abcdef0"},
		"GitLab":                 {map[string]string{"CI_COMMIT_SHA": aCommit}, webOptions{}, aCommit},
		"GitLab, merged results": {map[string]string{"CI_COMMIT_SHA": tried, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": aCommit}, webOptions{}, aCommit},
		"no job":                 {nil, webOptions{}, ""},
	} {
		if got := testEnv(tc.vars).markdownOptions(tc.opts).Commit; got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}
