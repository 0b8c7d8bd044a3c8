package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/forge/forgetest"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

const (
	theHead  = "1111111111111111111111111111111111111111"
	theMerge = "2222222222222222222222222222222222222222"
	theBot   = "ci[bot]"
)

// jobs are a job on each forge that runs because of the push of theMerge, and its
// forge.
func jobs(t *testing.T) map[string]forgeJob {
	t.Helper()
	all := map[string]forgeJob{}
	for _, name := range []string{toGitHub, toGitLab} {
		s := &forgetest.Server{Token: "CANARY-token", Login: theBot}
		handler := s.GitHub("shop/infra", 7)
		if name == toGitLab {
			handler = s.GitLab("42", 7)
		}
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		vars := map[string]string{
			"GITHUB_API_URL": server.URL, "GITHUB_REPOSITORY": "shop/infra", "GITHUB_TOKEN": "CANARY-token",
			"GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/main", "GITHUB_SHA": theMerge,
		}
		if name == toGitLab {
			vars = map[string]string{
				"CI_API_V4_URL": server.URL + "/api/v4", "CI_PROJECT_ID": "42", "GITLAB_TOKEN": "CANARY-token",
				"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_SHA": theMerge,
			}
		}
		all[name] = forgeJob{s, vars}
	}
	return all
}

type forgeJob struct {
	*forgetest.Server

	vars map[string]string
}

// review reads the approval of a job in which some variables are others.
func (j forgeJob) review(t *testing.T, name, key string, vars map[string]string) (string, error) {
	t.Helper()
	all := maps.Clone(j.vars)
	maps.Copy(all, vars)
	e := testEnv(all)
	logs := &logOptions{level: word{"debug", nil}}
	var stderr bytes.Buffer
	e.stderr = &stderr
	r := &reporting{env: e, logs: logs, key: reportKey(key)}
	a, _, err := e.reviewed(t.Context(), name, r)
	if strings.Contains(stderr.String(), "CANARY") || err != nil && strings.Contains(err.Error(), "CANARY") {
		t.Errorf("%s: the token is told: %v\n%s", name, err, stderr.String())
	}
	if err != nil {
		return "", err
	}
	if r.found == nil || r.found.number != 7 {
		t.Errorf("%s: reports go to %+v", name, r.found)
	}
	return a.Digest, nil
}

func aPlan() *plan.Plan {
	return &plan.Plan{Projects: []string{"demo"}, Operations: []plan.Operation{{
		Addr: spec.Address{Project: "demo", Kind: spec.KindFlexCluster, Name: "shop"}, Action: plan.Create,
	}}}
}

// planComment is the comment of the plan made at a commit.
func planComment(key, commit string) string {
	return "<!-- atlasctl:comment plan" + key + " -->\n" + render.Markdown(aPlan(), render.MarkdownOptions{Commit: commit})
}

var merged7 = []forgetest.Request{{Number: 7, State: "merged", Head: theHead, Commit: theMerge}}

// TestReviewed trusts the own comment of the plan of what was reviewed, in
// whatever way it was merged, and says of every other one what to do.
func TestReviewed(t *testing.T) {
	t.Parallel()
	good := planComment("", theHead)
	number := map[string]string{pullRequestKey: "7"}
	for _, tc := range []struct {
		name, author, comment, key string
		known                      []forgetest.Request
		vars                       map[string]string
		want                       string // what the error says; empty when there is none
	}{
		{name: "merged", comment: good},
		{name: "named", comment: good, vars: number},
		{name: "fast-forwarded", comment: planComment("", theMerge), known: []forgetest.Request{{Number: 7, State: "merged", Head: theMerge, Commit: theMerge, FastForward: true}}},
		{name: "squashed", comment: good, known: []forgetest.Request{{Number: 7, State: "merged", Head: theHead, Commit: theMerge, FastForward: true}}},
		{name: "open", comment: good, vars: number, known: []forgetest.Request{{Number: 7, State: "open", Head: theHead}}},
		{name: "another key", comment: planComment(" eu", theHead), key: "eu"},
		{name: "the wrong key", comment: good, key: "eu", want: `the owner of this token wrote no comment "plan eu" there: run plan --report`},
		{name: "nothing there", want: `7: the owner of this token wrote no comment "plan" there: `},
		{name: "somebody else", author: "mallory", comment: good, want: `wrote no comment "plan" there: `},
		{name: "closed", comment: good, vars: number, known: []forgetest.Request{{Number: 7, State: "closed", Head: theHead}}, want: "7: it was closed without being merged"},
		{
			name: "an older head", comment: planComment("", theMerge),
			want: "request is 111111111111: run the job of its plan again",
		},
		{
			name: "another text", comment: strings.Replace(good, "1 to add", "0 to add", 1),
			want: "7: the comment of its plan: its text is not the one of its marker: it was changed after it was written",
		},
		{name: "part of a commit", comment: planComment("", theHead[:12]), want: "the comment is of a plan at 111111111111"},
		{name: "no commit", comment: planComment("", ""), want: "does not say of which commit it is: give plan --commit"},
		{name: "a plan that failed", comment: "<!-- atlasctl:comment plan -->\n**Plan failed.** Its log says why.\n", want: "the comment of its plan has no plan in it, as after one that failed: run the job"},
		{
			name: "too large", comment: "<!-- atlasctl:comment plan -->\n**Plan:** much.\n\n" + plan.MarkerStart + plan.NoApproval + plan.MarkerEnd + "\n",
			want: "its plan is too large for a comment to approve it: give --approved with the file",
		},
		{name: "edited values", comment: strings.Replace(good, `"prune":false`, `"prune":true`, 1), want: "its marker: it does not have the checksum that it says"},
		{name: "pushed directly", comment: good, known: []forgetest.Request{}, want: `and none was merged as "222222222222": ATLASCTL_PULL_REQUEST names one; a commit without a `},
		{
			name: "merged twice", comment: good, known: append([]forgetest.Request{{Number: 9, State: "merged", Head: theHead, Commit: theMerge}}, merged7...),
			want: "s 9 and 7 were both merged as 222222222222: ATLASCTL_PULL_REQUEST names the one that is meant",
		},
		{name: "no number", vars: map[string]string{pullRequestKey: "main"}, want: `ATLASCTL_PULL_REQUEST "main": want the number`},
		{name: "no commit to look for", comment: good, vars: map[string]string{"GITHUB_SHA": "", "CI_COMMIT_SHA": ""}, want: `none was merged as ""`},
		{name: "no token", vars: map[string]string{"GITHUB_TOKEN": "", "GITLAB_TOKEN": " "}, want: "is set"},
		{name: "a wrong token", vars: map[string]string{"GITHUB_TOKEN": "CANARY-x", "GITLAB_TOKEN": "CANARY-x"}, want: "answered 401"},
		{name: "no job", vars: map[string]string{"GITHUB_REPOSITORY": "", "CI_API_V4_URL": ""}, want: "is not set, so this is no "},
	} {
		for name, j := range jobs(t) {
			j.Know(merged7...)
			if tc.known != nil {
				j.Know(tc.known...)
			}
			if tc.author == "" {
				tc.author = theBot
			}
			j.Add("mallory", good)
			if tc.comment != "" {
				j.Add(tc.author, tc.comment)
			}
			want := tc.want
			if want == "is set" && name == toGitHub {
				want = "GITHUB_TOKEN is not set: "
			}
			digest, err := j.review(t, name, tc.key, tc.vars)
			switch {
			case want == "" && (err != nil || digest != aPlan().Digest()):
				t.Errorf("%s: %s: got %q, %v", name, tc.name, digest, err)
			case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
				t.Errorf("%s: %s: got %v, want %s", name, tc.name, err, want)
			}
		}
	}
}

// TestReviewedAfterAnEdit trusts no comment that somebody else wrote into, be it a
// marker that agrees with itself.
func TestReviewedAfterAnEdit(t *testing.T) {
	t.Parallel()
	j := jobs(t)[toGitHub]
	j.Know(merged7...)
	id := j.Add(theBot, planComment("", theHead)).ID
	j.Edit(id, "mallory", planComment("", theHead))
	want := "pull request 7: the comment of its plan was edited by mallory: delete it, run the job of its plan again"
	if _, err := j.review(t, toGitHub, "", nil); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	j.Edit(id, theBot, planComment("", theHead))
	if _, err := j.review(t, toGitHub, "", nil); err != nil {
		t.Errorf("an update by the bot itself: %v", err)
	}
}

// TestLargeApproval has a comment that names no operations: it approves the plan
// as a whole, and nothing less.
func TestLargeApproval(t *testing.T) {
	t.Parallel()
	whole := aPlan()
	second := whole.Operations[0]
	second.Addr.Name = "other"
	whole.Operations = append(whole.Operations, second)
	m := whole.Marker(theHead).WithoutOperations()
	m.Text = plan.VisibleSum("")
	data, err := json.Marshal(m)
	if err == nil {
		m.Checksum, err = plan.Checksum(data)
	}
	if err == nil {
		data, err = json.Marshal(m)
	}
	if err != nil {
		t.Fatal(err)
	}
	a, err := plan.ReadMarker([]byte(plan.MarkerStart + string(data) + plan.MarkerEnd))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		plan *plan.Plan
		want string
	}{
		"the whole plan": {whole, ""},
		"half of it":     {aPlan(), "(the approved one was too large for a comment that names its operations: what is left of it can be approved with --approved FILE)"},
		"nothing left":   {&plan.Plan{Projects: whole.Projects}, "(the approved one was too large for a comment that names its operations: what is left of it can be approved with --approved FILE)"},
	} {
		err := testEnv(nil).compareRecord(t.Context(), nil, tc.plan, a, &ledger{})
		switch {
		case tc.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tc.want != "" && (exitCode(err) != 4 || !strings.Contains(err.Error(), tc.want)):
			t.Errorf("%s: got %v, want %s", name, err, tc.want)
		}
	}
}
