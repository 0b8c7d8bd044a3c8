package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/atlasctl/atlasctl/pkg/forge/forgetest"
)

// forgeProcess is the forge of a script.
type forgeProcess struct {
	*forgetest.Server

	onGitLab bool
	number   int // of its request
	known    forgetest.Request
}

// scriptForge starts a forge. Each comment is a file: comments/1.md and so on.
func scriptForge(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && (len(args) == 2 || len(args) == 3), "forge github|gitlab TOKEN [NUMBER]")
	folder := ts.MkAbs("comments")
	ts.Check(os.RemoveAll(folder))
	ts.Check(os.MkdirAll(folder, 0o755))
	number := 7
	if len(args) == 3 {
		var err error
		number, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	s := &forgetest.Server{Token: args[1], Login: "github-actions[bot]"}
	s.Changed = func(all []forgetest.Comment) {
		for i, c := range all {
			// A test cannot fail here: a file that is not there fails it later.
			_ = os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.md", i+1)), []byte(c.Body), 0o600)
		}
	}
	handler := map[string]http.Handler{"github": s.GitHub("shop/infra", number), "gitlab": s.GitLab("42", number)}[args[0]]
	usage(ts, handler != nil, "forge github|gitlab TOKEN [NUMBER]")
	server := httptest.NewServer(handler)
	ts.Defer(server.Close)
	ts.Value(serversKey{}).(*servers).forge = &forgeProcess{Server: s, onGitLab: args[0] == "gitlab", number: number}
	variables := map[string]string{
		"CI_API_V4_URL": server.URL + "/api/v4", "CI_PROJECT_ID": "42", "CI_MERGE_REQUEST_IID": strconv.Itoa(number),
	}
	if args[0] == "github" {
		variables = map[string]string{
			"GITHUB_ACTIONS": "true", "GITHUB_API_URL": server.URL, "GITHUB_REPOSITORY": "shop/infra",
			"GITHUB_REF":        fmt.Sprintf("refs/pull/%d/merge", number),
			"GITHUB_SERVER_URL": "https://github.example.com", "GITHUB_RUN_ID": "99", "GITHUB_WORKSPACE": ts.MkAbs("."),
			"GITHUB_STEP_SUMMARY": ts.MkAbs("summary.md"), "GITHUB_OUTPUT": ts.MkAbs("output.txt"),
		}
	}
	setenv(ts, variables)
}

// scriptRequest makes the forge know what became of its request.
func scriptRequest(ts *testscript.TestScript, neg bool, args []string) {
	const form = "request open|closed HEAD, or request merged HEAD COMMIT"
	usage(ts, !neg && len(args) >= 2, form)
	f := ts.Value(serversKey{}).(*servers).forge
	f.known = forgetest.Request{Number: f.number, State: args[0], Head: commitOf(ts, args[1])}
	if args[0] == "merged" {
		usage(ts, len(args) == 3, form)
		f.known.Commit = commitOf(ts, args[2])
		f.known.FastForward = f.known.Commit == f.known.Head
	}
	f.Know(f.known)
}

// scriptJob sets what the forge tells its jobs: one of the request, or one of what
// was pushed by its merge.
func scriptJob(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 1, "job request|push")
	f := ts.Value(serversKey{}).(*servers).forge
	switch {
	case args[0] == "push" && f.onGitLab:
		setenv(ts, map[string]string{
			"CI_PIPELINE_SOURCE": "push", "CI_MERGE_REQUEST_IID": "",
			"CI_COMMIT_SHA": f.known.Commit, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "",
		})
	case f.onGitLab:
		setenv(ts, map[string]string{
			"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": strconv.Itoa(f.number),
			"CI_COMMIT_SHA": tried, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": f.known.Head,
		})
	case args[0] == "push":
		gitHubJob(ts, "push", "refs/heads/main", f.known.Commit, map[string]any{"ref": "refs/heads/main", "after": f.known.Commit})
	default:
		event := map[string]any{"number": f.number, "head": map[string]any{"sha": f.known.Head}}
		gitHubJob(ts, "pull_request", fmt.Sprintf("refs/pull/%d/merge", f.number), tried, map[string]any{"pull_request": event})
	}
}

func gitHubJob(ts *testscript.TestScript, name, ref, commit string, event any) {
	data, err := json.Marshal(event)
	ts.Check(err)
	file := filepath.Join(ts.Getenv("WORK"), "event.json")
	ts.Check(os.WriteFile(file, data, 0o600))
	setenv(ts, map[string]string{"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": file, "GITHUB_REF": ref, "GITHUB_SHA": commit})
}

// tried is the merge of a request and its target, at which its jobs run.
const tried = "ffffffffffffffffffffffffffffffffffffffff"

func setenv(ts *testscript.TestScript, vars map[string]string) {
	for key, value := range vars {
		ts.Setenv(key, value)
	}
}

// commitOf gives the commit that Git calls so. One in full needs no repository.
func commitOf(ts *testscript.TestScript, name string) string {
	if len(name) == 40 && isCommit(name) {
		return name
	}
	out, err := git{ts.MkAbs(".")}.run(context.Background(), "", "rev-parse", "--verify", name+"^{commit}")
	ts.Check(err)
	return strings.TrimSpace(out)
}

// scriptComment writes as somebody: a comment of their own, or over the one with
// a number.
func scriptComment(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && (len(args) == 2 || len(args) == 3), "comment AUTHOR FILE [NUMBER]")
	f, text := ts.Value(serversKey{}).(*servers).forge, ts.ReadFile(args[1])
	if len(args) == 2 {
		f.Add(args[0], text)
		return
	}
	number, err := strconv.Atoi(args[2])
	ts.Check(err)
	all := f.Comments()
	usage(ts, number >= 1 && number <= len(all), "comment AUTHOR FILE NUMBER, of a comment that there is")
	f.Edit(all[number-1].ID, args[0], text)
}
