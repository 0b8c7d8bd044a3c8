package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// GitLab is a merge request on GitLab.
type GitLab struct {
	API          string // such as https://gitlab.com/api/v4
	Project      string // its ID, or its path
	MergeRequest int    // its number in the project
	Token        string
}

type gitLabThread struct {
	*caller

	project, merge, notes string // paths
}

func (g GitLab) open(cfg Config) (thread, error) {
	if g.Project == "" {
		return nil, errors.New("no project")
	}
	c, err := newCaller(cfg, g.API, g.Token, http.Header{"Private-Token": {g.Token}}, gitLabAdvice)
	project := "/projects/" + url.PathEscape(g.Project)
	merge := fmt.Sprintf("%s/merge_requests/%d", project, g.MergeRequest)
	return gitLabThread{c, project, merge, merge + "/notes"}, err
}

func gitLabAdvice(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "the token is wrong, or not valid any more; the token of a job cannot write notes"
	case http.StatusForbidden:
		return "the token may not write notes here; it needs the scope api and at least the role Reporter"
	case http.StatusNotFound:
		return "there is no such merge request, or the token may not see it"
	}
	return ""
}

func (t gitLabThread) me(ctx context.Context) (string, error) {
	var user struct{ ID int64 }
	if _, err := t.call(ctx, http.MethodGet, "/user", nil, &user); err != nil {
		return "", err
	}
	if user.ID == 0 {
		return "", errors.New("the answer names nobody")
	}
	return strconv.FormatInt(user.ID, 10), nil
}

func (t gitLabThread) list(ctx context.Context, page int) ([]entry, bool, error) {
	var notes []struct {
		ID     int64
		Body   string
		System bool
		Author struct{ ID int64 }
	}
	path := fmt.Sprintf("%s?order_by=created_at&sort=asc&per_page=%d&page=%d", t.notes, perPage, page)
	more, err := t.call(ctx, http.MethodGet, path, nil, &notes)
	var list []entry
	for _, n := range notes {
		if !n.System {
			list = append(list, entry{n.ID, "", strconv.FormatInt(n.Author.ID, 10), n.Body})
		}
	}
	return list, more, err
}

func (t gitLabThread) create(ctx context.Context, body string) error {
	_, err := t.call(ctx, http.MethodPost, t.notes, map[string]string{"body": body}, &struct{}{})
	return err
}

func (t gitLabThread) update(ctx context.Context, id int64, body string) error {
	_, err := t.call(ctx, http.MethodPut, fmt.Sprintf("%s/%d", t.notes, id), map[string]string{"body": body}, &struct{}{})
	return err
}

func (t gitLabThread) limit() int { return 1_000_000 }
