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
	var data struct{ Viewer struct{ Login string } }
	if err := t.ask(ctx, "{ viewer { login } }", nil, &data); err != nil {
		return "", err
	}
	if data.Viewer.Login == "" {
		return "", errors.New("the answer names nobody")
	}
	return data.Viewer.Login, nil
}

// current asks GraphQL, too. Whoever may write to a repository can edit everybody's
// comments, and REST does not tell that it was done. What the comment says comes in
// the same answer, so that nobody edits it in between.
func (t gitHubThread) current(ctx context.Context, e entry) (body, editor string, err error) {
	const query = "query($id: ID!) { node(id: $id) { ... on IssueComment { body lastEditedAt editor { __typename login } } } }"
	var data struct {
		Node *struct {
			Body         string
			LastEditedAt *string
			Editor       *struct {
				Type  string `json:"__typename"`
				Login string
			}
		}
	}
	if err := t.ask(ctx, query, map[string]string{"id": e.node}, &data); err != nil {
		return "", "", err
	}
	switch node := data.Node; {
	case node == nil:
		return "", "", errors.New("the answer knows no such comment")
	case node.Editor == nil && node.LastEditedAt != nil:
		return node.Body, "somebody who has no account any more", nil
	case node.Editor == nil:
		return node.Body, "", nil
	case node.Editor.Type == "Bot": // REST, and the viewer, have more than its name
		return node.Body, node.Editor.Login + "[bot]", nil
	default:
		return node.Body, node.Editor.Login, nil
	}
}

// ask sends a query to GraphQL.
func (t gitHubThread) ask(ctx context.Context, query string, variables map[string]string, data any) error {
	in := map[string]any{"query": query}
	if variables != nil {
		in["variables"] = variables
	}
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: data}
	if _, err := t.graph.call(ctx, http.MethodPost, "", in, &answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return errors.New(t.clean(answer.Errors[0].Message))
	}
	return nil
}

func (t gitHubThread) list(ctx context.Context, page int) ([]entry, bool, error) {
	var comments []struct {
		ID   int64
		Node string `json:"node_id"`
		Body string
		User struct{ Login string }
	}
	path := fmt.Sprintf("/repos/%s/issues/%d/comments?per_page=%d&page=%d", t.at.Repository, t.at.Number, perPage, page)
	more, err := t.call(ctx, http.MethodGet, path, nil, &comments)
	list := make([]entry, len(comments))
	for i, c := range comments {
		list[i] = entry{c.ID, c.Node, c.User.Login, c.Body}
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
