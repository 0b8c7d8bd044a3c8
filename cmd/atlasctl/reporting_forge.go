package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// toGitHub annotates, writes the summary and the outputs of the step, and
// comments.
func (r *reporting) toGitHub(ctx context.Context) error {
	r.annotate()
	return errors.Join(r.summarize(), r.setOutputs(), r.commentOn(ctx, toGitHub))
}

// commentOn keeps the comment of this run in the request that it belongs to.
func (r *reporting) commentOn(ctx context.Context, name string) error {
	if r.run.Command == "validate" {
		return nil
	}
	s, err := r.site(ctx, name)
	switch {
	case err != nil:
		return fmt.Errorf("%w; no comment", err)
	case s.number == 0:
		r.env.say("This run belongs to no %s, so there is no comment; %s names one.\n", s.noun, pullRequestKey)
		return nil
	case s.token == "":
		return fmt.Errorf("%s; no comment", s.noToken)
	}
	done, err := forge.Post(ctx, r.env.forgeConfig(r.logs), s.at(s.number), r.comment())
	if err != nil {
		return err
	}
	r.env.say("Comment on %s %d: %s.\n", s.noun, s.number, done)
	return nil
}

// site finds the request that the run belongs to. An apply after a merge belongs
// to what was merged; a plan there is another one than the request had, and would
// take the place of what was approved.
func (r *reporting) site(ctx context.Context, name string) (site, error) {
	if r.found != nil && r.found.name == name {
		return *r.found, nil
	}
	s, err := r.env.siteOf(name)
	if err != nil || s.number > 0 || !s.pushed || r.run.Command != "apply" {
		return s, err
	}
	s.number, err = s.merged(ctx, r.env.forgeConfig(r.logs))
	return s, err
}

// comment is the comment of this run. An apply has one of its own: the one of the
// plan holds what was approved. Which approval is used up stays in it, whatever
// becomes of later runs.
func (r *reporting) comment() forge.Comment {
	return forge.Comment{Key: commentKey(r.run.Command, r.key), Body: render.Comment(r.run), Keep: plan.AppliedStart}
}

// commentKey tells the comments of commands, and of several plans, apart.
func commentKey(command string, key reportKey) string {
	if key != "" {
		command += " " + string(key)
	}
	return command
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
