package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/atlasctl/atlasctl/pkg/forge/forgetest"
)

// scriptForge starts a forge. Each comment is a file: comments/1.md and so on.
func scriptForge(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2, "forge github|gitlab TOKEN")
	folder := ts.MkAbs("comments")
	ts.Check(os.MkdirAll(folder, 0o755))
	s := &forgetest.Server{Token: args[1], Login: "github-actions[bot]"}
	s.Changed = func(all []forgetest.Comment) {
		for i, c := range all {
			// A test cannot fail here: a file that is not there fails it later.
			_ = os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.md", i+1)), []byte(c.Body), 0o600)
		}
	}
	handler := map[string]http.Handler{"github": s.GitHub("shop/infra", 7), "gitlab": s.GitLab("42", 7)}[args[0]]
	usage(ts, handler != nil, "forge github|gitlab TOKEN")
	server := httptest.NewServer(handler)
	ts.Defer(server.Close)
	variables := map[string]string{"CI_API_V4_URL": server.URL + "/api/v4", "CI_PROJECT_ID": "42", "CI_MERGE_REQUEST_IID": "7"}
	if args[0] == "github" {
		variables = map[string]string{
			"GITHUB_ACTIONS": "true", "GITHUB_API_URL": server.URL, "GITHUB_REPOSITORY": "shop/infra", "GITHUB_REF": "refs/pull/7/merge",
			"GITHUB_SERVER_URL": "https://github.example.com", "GITHUB_RUN_ID": "99", "GITHUB_WORKSPACE": ts.MkAbs("."),
			"GITHUB_STEP_SUMMARY": ts.MkAbs("summary.md"), "GITHUB_OUTPUT": ts.MkAbs("output.txt"),
		}
	}
	for key, value := range variables {
		ts.Setenv(key, value)
	}
}
