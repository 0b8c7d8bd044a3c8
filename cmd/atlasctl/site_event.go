package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
)

// gitHubEvent is what started a run, as far as it is about a pull request.
type gitHubEvent struct {
	PullRequest struct {
		Number int
		Head   struct{ SHA string }
	} `json:"pull_request"`
	Issue struct {
		Number      int
		PullRequest *struct{} `json:"pull_request"`
	}
}

// number is that of the pull request, 0 when the event is about something else:
// issues have numbers, too.
func (g gitHubEvent) number() int {
	if g.Issue.PullRequest != nil {
		return g.Issue.Number
	}
	return g.PullRequest.Number
}

// gitHubEvent reads the event that started a run.
func (e env) gitHubEvent() (event gitHubEvent, err error) {
	path := e.get("GITHUB_EVENT_PATH")
	if path == "" {
		return event, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return event, fmt.Errorf("GITHUB_EVENT_PATH: %w", err)
	}
	if err := json.Unmarshal(data, &event); err != nil {
		return gitHubEvent{}, fmt.Errorf("GITHUB_EVENT_PATH: %s is no event: %w", path, err)
	}
	return event, nil
}

// gitHubNumber finds the number of the pull request, 0 when there is none.
func (e env) gitHubNumber() (int, error) {
	if text := e.get(pullRequestKey); text != "" {
		return requestNumber(pullRequestKey, text)
	}
	event, err := e.gitHubEvent()
	if n := event.number(); n > 0 || err != nil {
		return n, err
	}
	ref := regexp.MustCompile(`^refs/pull/(\d+)/`).FindStringSubmatch(e.get("GITHUB_REF"))
	if ref == nil {
		return 0, nil
	}
	return requestNumber("GITHUB_REF", ref[1])
}

func requestNumber(key, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s %q: want the number of a pull request", key, text)
	}
	return n, nil
}

// jobCommit is the commit that a job is about; empty outside of jobs. The job of
// a request mostly runs on a merge of its head with the target branch, which
// nobody reviews and which is soon gone.
func (e env) jobCommit() string {
	event, err := e.gitHubEvent()
	if number, failed := e.gitHubNumber(); err == nil && failed == nil && number == event.PullRequest.Number && event.PullRequest.Head.SHA != "" {
		return event.PullRequest.Head.SHA
	}
	commit, _ := e.first("GITHUB_SHA", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA")
	return commit
}
