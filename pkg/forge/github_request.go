package forge

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// gitHubPull is a pull request in the answers of GitHub.
type gitHubPull struct {
	Number   int
	State    string
	MergedAt *string `json:"merged_at"`
	// Of a pull request that is open, it is a merge to try things with.
	MergeCommit string `json:"merge_commit_sha"`
	Head        struct{ SHA string }
}

func (p gitHubPull) request() Request {
	r := Request{Number: p.Number, State: Open, Head: p.Head.SHA}
	switch {
	case p.MergedAt != nil:
		r.State, r.Commit = Merged, p.MergeCommit
	case p.State == "closed":
		r.State = Closed
	}
	return r
}

func (t gitHubThread) request(ctx context.Context) (Request, error) {
	var pull gitHubPull
	_, err := t.call(ctx, http.MethodGet, fmt.Sprintf("/repos/%s/pulls/%d", t.at.Repository, t.at.Number), nil, &pull)
	return pull.request(), err
}

func (t gitHubThread) requests(ctx context.Context, commit string, page int) ([]Request, bool, error) {
	var pulls []gitHubPull
	path := fmt.Sprintf("/repos/%s/commits/%s/pulls?per_page=%d&page=%d", t.at.Repository, url.PathEscape(commit), perPage, page)
	more, err := t.call(ctx, http.MethodGet, path, nil, &pulls)
	list := make([]Request, len(pulls))
	for i, p := range pulls {
		list[i] = p.request()
	}
	return list, more, err
}
