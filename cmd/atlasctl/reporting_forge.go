package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/forge"
)

// pullRequestKey names the request that a run belongs to, where the event that
// started it does not: that of a merge names none.
const pullRequestKey = "ATLASCTL_PULL_REQUEST"

// toGitHub annotates, writes the summary and the outputs of the step, and
// comments.
func (r *reporting) toGitHub(ctx context.Context) error {
	r.annotate()
	return errors.Join(r.summarize(), r.setOutputs(), r.commentOnGitHub(ctx))
}

func (r *reporting) commentOnGitHub(ctx context.Context) error {
	e := r.env
	if r.run.Command == "validate" {
		return nil
	}
	repository := e.get("GITHUB_REPOSITORY")
	if repository == "" {
		return errors.New("GITHUB_REPOSITORY is not set, so this is no run of GitHub Actions: no comment")
	}
	number, err := e.gitHubNumber()
	switch {
	case err != nil:
		return err
	case number == 0:
		e.say("This run belongs to no pull request, so there is no comment; %s names one.\n", pullRequestKey)
		return nil
	}
	token := strings.TrimSpace(e.get("GITHUB_TOKEN"))
	if token == "" {
		return errors.New("GITHUB_TOKEN is not set, so there is no comment: " +
			"give it to the step as env: GITHUB_TOKEN: ${{ github.token }}")
	}
	return r.post(ctx, fmt.Sprintf("pull request %d", number), forge.GitHub{
		API: cmp.Or(e.get("GITHUB_API_URL"), "https://api.github.com"), GraphQL: e.get("GITHUB_GRAPHQL_URL"),
		Repository: repository, Number: number, Token: token,
	})
}

// gitHubNumber finds the number of the pull request, 0 when there is none.
func (e env) gitHubNumber() (int, error) {
	if text := e.get(pullRequestKey); text != "" {
		return requestNumber(pullRequestKey, text)
	}
	if path := e.get("GITHUB_EVENT_PATH"); path != "" {
		n, err := eventNumber(path)
		if n > 0 || err != nil {
			return n, err
		}
	}
	ref := regexp.MustCompile(`^refs/pull/(\d+)/`).FindStringSubmatch(e.get("GITHUB_REF"))
	if ref == nil {
		return 0, nil
	}
	return requestNumber("GITHUB_REF", ref[1])
}

// eventNumber reads the event that started a run: one of a pull request, or a
// comment on one. Issues have numbers, too.
func eventNumber(path string) (int, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, fmt.Errorf("GITHUB_EVENT_PATH: %w", err)
	}
	var event struct {
		PullRequest struct{ Number int } `json:"pull_request"`
		Issue       struct {
			Number      int
			PullRequest *struct{} `json:"pull_request"`
		}
	}
	if err := json.Unmarshal(data, &event); err != nil {
		return 0, fmt.Errorf("GITHUB_EVENT_PATH: %s is no event: %w", path, err)
	}
	if event.Issue.PullRequest != nil {
		return event.Issue.Number, nil
	}
	return event.PullRequest.Number, nil
}

func requestNumber(key, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s %q: want the number of a pull request", key, text)
	}
	return n, nil
}

func (r *reporting) toGitLab(ctx context.Context) error {
	e := r.env
	if r.run.Command == "validate" {
		return nil
	}
	api := e.get("CI_API_V4_URL")
	if api == "" {
		return errors.New("CI_API_V4_URL is not set, so this is no job of GitLab: no note")
	}
	text, key := e.first(pullRequestKey, "CI_MERGE_REQUEST_IID")
	if text == "" {
		e.say("This job belongs to no merge request, so there is no note; %s names one.\n", pullRequestKey)
		return nil
	}
	number, err := requestNumber(key, text)
	if err != nil {
		return err
	}
	token, _ := e.first("ATLASCTL_GITLAB_TOKEN", "GITLAB_TOKEN")
	if token = strings.TrimSpace(token); token == "" {
		return errors.New("neither ATLASCTL_GITLAB_TOKEN nor GITLAB_TOKEN is set, so there is no note: " +
			"give one with the scope api (CI_JOB_TOKEN cannot write notes)")
	}
	// A merge request from a fork runs in the fork, and its notes are in the
	// project that it is for.
	project, _ := e.first("CI_MERGE_REQUEST_PROJECT_ID", "CI_PROJECT_ID")
	return r.post(ctx, fmt.Sprintf("merge request %d", number), forge.GitLab{
		API: api, Project: project, MergeRequest: number, Token: token,
	})
}

// logURL is where the log of this run can be read, if that is known.
func (e env) logURL() string {
	server, repository, run := e.get("GITHUB_SERVER_URL"), e.get("GITHUB_REPOSITORY"), e.get("GITHUB_RUN_ID")
	if server != "" && repository != "" && run != "" {
		return server + "/" + repository + "/actions/runs/" + run
	}
	return e.get("CI_JOB_URL")
}

// repositoryPath gives paths from the root of the repository, as GitHub and
// GitLab know it. What is outside, or no file, keeps its name.
func (e env) repositoryPath() func(string) string {
	inside := e.inRepository()
	return func(file string) string {
		if path, ok := inside(file); ok {
			return path
		}
		return file
	}
}
