package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// GitHub is a pull request on GitHub.
type GitHub struct {
	API        string // such as https://api.github.com
	GraphQL    string // such as https://api.github.com/graphql; derived from API when empty
	Repository string // OWNER/NAME
	Number     int
	Token      string
}

type gitHubThread struct {
	*caller

	graph *caller
	at    GitHub
}

func (g GitHub) open(cfg Config) (thread, error) {
	if !regexp.MustCompile(`^[\w.-]+/[\w.-]+$`).MatchString(g.Repository) {
		return nil, fmt.Errorf("repository %q: want OWNER/NAME", g.Repository)
	}
	header := http.Header{
		"Accept":               {"application/vnd.github+json"},
		"Authorization":        {"Bearer " + g.Token},
		"X-Github-Api-Version": {"2022-11-28"},
	}
	rest, err := newCaller(cfg, g.API, g.Token, header, gitHubAdvice)
	if err != nil {
		return nil, err
	}
	if g.GraphQL == "" {
		// GitHub Enterprise Server has both below /api.
		g.GraphQL = strings.TrimSuffix(strings.TrimRight(g.API, "/"), "/v3") + "/graphql"
	}
	graph, err := newCaller(cfg, g.GraphQL, g.Token, header.Clone(), gitHubAdvice)
	return gitHubThread{rest, graph, g}, err
}

func gitHubAdvice(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "the token is wrong, or not valid any more"
	case http.StatusForbidden:
		return "the token may not write comments here; give the job the permission pull-requests: write, " +
			"which the run of a pull request from a fork never gets"
	case http.StatusNotFound:
		return "there is no such pull request, or the token may not see it; give the job the permission pull-requests: write"
	}
	return ""
}

// me asks GraphQL, which knows the owner of every kind of token. The REST API
// tells it to users only, not to the token of a job.
func (t gitHubThread) me(ctx context.Context) (string, error) {
	query := map[string]string{"query": "{ viewer { login } }"}
	var answer struct {
		Data   struct{ Viewer struct{ Login string } }
		Errors []struct{ Message string }
	}
	if _, err := t.graph.call(ctx, http.MethodPost, "", query, &answer); err != nil {
		return "", err
	}
	if login := answer.Data.Viewer.Login; login != "" {
		return login, nil
	}
	if len(answer.Errors) > 0 {
		return "", errors.New(t.clean(answer.Errors[0].Message))
	}
	return "", errors.New("the answer names nobody")
}

func (t gitHubThread) list(ctx context.Context, page int) ([]entry, bool, error) {
	var comments []struct {
		ID   int64
		Body string
		User struct{ Login string }
	}
	path := fmt.Sprintf("/repos/%s/issues/%d/comments?per_page=%d&page=%d", t.at.Repository, t.at.Number, perPage, page)
	more, err := t.call(ctx, http.MethodGet, path, nil, &comments)
	list := make([]entry, len(comments))
	for i, c := range comments {
		list[i] = entry{c.ID, c.User.Login, c.Body}
	}
	return list, more, err
}

func (t gitHubThread) create(ctx context.Context, body string) error {
	path := fmt.Sprintf("/repos/%s/issues/%d/comments", t.at.Repository, t.at.Number)
	_, err := t.call(ctx, http.MethodPost, path, map[string]string{"body": body}, &struct{}{})
	return err
}

func (t gitHubThread) update(ctx context.Context, id int64, body string) error {
	path := fmt.Sprintf("/repos/%s/issues/comments/%d", t.at.Repository, id)
	_, err := t.call(ctx, http.MethodPatch, path, map[string]string{"body": body}, &struct{}{})
	return err
}

func (t gitHubThread) limit() int { return 65_536 }
