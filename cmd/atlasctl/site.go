package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/forge"
)

const (
	toGitHub = "github"
	toGitLab = "gitlab"
)

// pullRequestKey names the request that a run belongs to, where the job does not.
const pullRequestKey = "ATLASCTL_PULL_REQUEST"

// site is GitHub or GitLab as the environment of a job describes it, and the
// request that the job belongs to.
type site struct {
	name    string // as flags have it
	noun    string // what a request is called there
	number  int    // of the request; 0 when the job does not say
	commit  string // that the job runs at
	pushed  bool   // it runs because this commit was pushed
	token   string
	noToken string // what to say when there is no token
	at      func(number int) forge.Place
}

// siteOf reads the environment of a job.
func (e env) siteOf(name string) (site, error) {
	if name == toGitHub {
		return e.gitHub()
	}
	return e.gitLab()
}

func (e env) gitHub() (site, error) {
	repository := e.get("GITHUB_REPOSITORY")
	if repository == "" {
		return site{}, errors.New("GITHUB_REPOSITORY is not set, so this is no run of GitHub Actions")
	}
	number, err := e.gitHubNumber()
	token := strings.TrimSpace(e.get("GITHUB_TOKEN"))
	return site{
		name: toGitHub, noun: "pull request", number: number,
		commit: e.get("GITHUB_SHA"), pushed: e.get("GITHUB_EVENT_NAME") == "push",
		token: token, noToken: "GITHUB_TOKEN is not set: give it to the step as env: GITHUB_TOKEN: ${{ github.token }}",
		at: func(number int) forge.Place {
			return forge.GitHub{
				API: cmp.Or(e.get("GITHUB_API_URL"), "https://api.github.com"), GraphQL: e.get("GITHUB_GRAPHQL_URL"),
				Repository: repository, Number: number, Token: token,
			}
		},
	}, err
}

func (e env) gitLab() (s site, err error) {
	api := e.get("CI_API_V4_URL")
	if api == "" {
		return site{}, errors.New("CI_API_V4_URL is not set, so this is no job of GitLab")
	}
	number := 0
	if text, key := e.first(pullRequestKey, "CI_MERGE_REQUEST_IID"); text != "" {
		number, err = requestNumber(key, text)
	}
	token, _ := e.first("ATLASCTL_GITLAB_TOKEN", "GITLAB_TOKEN")
	token = strings.TrimSpace(token)
	// A merge request from a fork runs in the fork, and its comments are in the
	// project that it is for.
	project, _ := e.first("CI_MERGE_REQUEST_PROJECT_ID", "CI_PROJECT_ID")
	return site{
		name: toGitLab, noun: "merge request", number: number,
		commit: e.get("CI_COMMIT_SHA"), pushed: e.get("CI_PIPELINE_SOURCE") == "push",
		token: token, noToken: "neither ATLASCTL_GITLAB_TOKEN nor GITLAB_TOKEN is set: " +
			"give one with the scope api (CI_JOB_TOKEN cannot write comments)",
		at: func(number int) forge.Place {
			return forge.GitLab{API: api, Project: project, MergeRequest: number, Token: token}
		},
	}, err
}

// merged finds the number of the request that was merged as the commit of the
// job; 0 when there is none.
func (s site) merged(ctx context.Context, cfg forge.Config) (int, error) {
	switch {
	case s.token == "":
		return 0, errors.New(s.noToken)
	case !isCommit(s.commit):
		return 0, nil
	}
	list, err := forge.MergedAs(ctx, cfg, s.at(0), s.commit)
	switch {
	case err != nil || len(list) == 0:
		return 0, err
	case len(list) > 1:
		return 0, fmt.Errorf("%ss %d and %d were both merged as %s: %s names the one that is meant",
			s.noun, list[0].Number, list[1].Number, short(s.commit), pullRequestKey)
	}
	return list[0].Number, nil
}

// forgeConfig says how to talk to a forge.
func (e env) forgeConfig(logs *logOptions) forge.Config {
	return forge.Config{Transport: wire(), Clock: wallClock{e}, Log: logs.logger(e.stderr), UserAgent: userAgent()}
}
