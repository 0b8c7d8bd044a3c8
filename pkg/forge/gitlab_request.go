package forge

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// gitLabMerge is a merge request in the answers of GitLab.
type gitLabMerge struct {
	IID   int
	State string
	SHA   string // its head
	// A merge request is merged as the first of these that there is: where it is
	// fast-forwarded there is no merge commit, and the head is what the branch got.
	MergeCommit  string `json:"merge_commit_sha"`
	SquashCommit string `json:"squash_commit_sha"`
}

func (m gitLabMerge) request() Request {
	r := Request{Number: m.IID, State: Open, Head: m.SHA}
	switch m.State {
	case "merged":
		r.State, r.Commit = Merged, cmp.Or(m.MergeCommit, m.SquashCommit, m.SHA)
	case "closed":
		r.State = Closed
	}
	return r
}

func (t gitLabThread) request(ctx context.Context) (Request, error) {
	var merge gitLabMerge
	_, err := t.call(ctx, http.MethodGet, t.merge, nil, &merge)
	return merge.request(), err
}

func (t gitLabThread) requests(ctx context.Context, commit string, page int) ([]Request, bool, error) {
	var merges []gitLabMerge
	path := fmt.Sprintf("%s/repository/commits/%s/merge_requests?per_page=%d&page=%d", t.project, url.PathEscape(commit), perPage, page)
	more, err := t.call(ctx, http.MethodGet, path, nil, &merges)
	list := make([]Request, len(merges))
	for i, m := range merges {
		list[i] = m.request()
	}
	return list, more, err
}

// current is what was listed, and nobody: GitLab does not tell with a note who
// changed it.
func (t gitLabThread) current(_ context.Context, e entry) (body, editor string, err error) {
	return e.body, "", nil
}
