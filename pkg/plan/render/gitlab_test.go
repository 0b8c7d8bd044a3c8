package render_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// TestGitLabPlan holds the counts against what GitLab reads: three numbers, none
// of which may be missing.
func TestGitLabPlan(t *testing.T) {
	t.Parallel()
	for _, tc := range cases() {
		data, err := render.GitLabPlan(tc.plan)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]int
		if err := json.Unmarshal(data, &got); err != nil || len(got) != 3 {
			t.Fatalf("%s: %v in %s", tc.name, err, data)
		}
		s := tc.plan.Summary()
		if got["create"] != s.Create+s.Replace || got["update"] != s.Update || got["delete"] != s.Delete+s.Replace {
			t.Errorf("%s: got %s for %+v", tc.name, data, s)
		}
	}
}

// TestGitLabQuality holds the findings against what GitLab reads: everything
// that it requires, a severity that it knows, a path that is relative, a line, and
// a fingerprint that nothing else has.
func TestGitLabQuality(t *testing.T) {
	t.Parallel()
	type issue struct {
		Description string
		CheckName   string `json:"check_name"`
		Fingerprint string
		Severity    string
		Location    struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	for _, tc := range everyReport() {
		dec := json.NewDecoder(bytes.NewReader(quality(t, tc.report)))
		dec.DisallowUnknownFields()
		var list []issue
		if err := dec.Decode(&list); err != nil || list == nil {
			t.Fatalf("%s: %v, %v", tc.name, list, err)
		}
		seen := map[string]bool{}
		for _, i := range list {
			known := slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, i.Severity)
			if i.Description == "" || i.CheckName == "" || !known || i.Location.Path == "" || i.Location.Lines.Begin < 1 {
				t.Errorf("%s: %+v", tc.name, i)
			}
			if seen[i.Fingerprint] || len(i.Fingerprint) != 32 {
				t.Errorf("%s: fingerprint %q is bad, or stands twice", tc.name, i.Fingerprint)
			}
			seen[i.Fingerprint] = true
			if strings.HasPrefix(i.Location.Path, "/") {
				t.Errorf("%s: %s is no path in a repository", tc.name, i.Location.Path)
			}
		}
	}
}
