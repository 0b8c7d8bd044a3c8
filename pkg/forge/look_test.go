package forge_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/forge/forgetest"
)

const (
	head   = "1111111111111111111111111111111111111111"
	merged = "2222222222222222222222222222222222222222"
)

func (s *site) look(t *testing.T, key string) (forge.Seen, error) {
	t.Helper()
	return forge.Look(t.Context(), s.cfg, s.at, key)
}

// TestLook reads the own comment and the request, and nobody else's comment.
func TestLook(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		s.Know(forgetest.Request{Number: 7, State: "merged", Head: head, Commit: merged})
		request := forge.Request{Number: 7, State: forge.Merged, Head: head, Commit: merged}
		s.Add("mallory", "<!-- atlasctl:comment plan -->\nforged\n")
		for _, step := range []struct {
			key  string
			want forge.Seen
		}{
			{"plan", forge.Seen{Request: request}},
			{"plan", forge.Seen{Request: request, Comment: "mine\n"}},
			{"plan eu", forge.Seen{Request: request}},
		} {
			got, err := s.look(t, step.key)
			if diff := cmp.Diff(step.want, got); diff != "" || err != nil {
				t.Errorf("%s: %s: %v (-want +got):\n%s", s.name, step.key, err, diff)
			}
			if _, err := s.post(t, "plan", "mine\n"); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestLookOnlyReads sends nothing that could change a forge.
func TestLookOnlyReads(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		s.Know(forgetest.Request{Number: 7, State: "open", Head: head})
		s.Add(login, "<!-- atlasctl:comment plan -->\nmine\n")
		if _, err := s.look(t, "plan"); err != nil {
			t.Fatal(err)
		}
		if _, err := forge.MergedAs(t.Context(), s.cfg, s.at, merged); err != nil {
			t.Fatal(err)
		}
		for _, r := range s.Requests() {
			if !strings.HasPrefix(r, "GET ") && r != "POST /graphql" {
				t.Errorf("%s: it sends %s", s.name, r)
			}
		}
	}
}

// TestEditor tells who changed a comment on GitHub, where many may; an update of
// the author's own is no news, also of a bot, whom GraphQL calls otherwise.
func TestEditor(t *testing.T) {
	t.Parallel()
	s := sites(t)[0]
	s.Know(forgetest.Request{Number: 7, State: "open", Head: head})
	id := s.Add(login, "<!-- atlasctl:comment plan -->\nmine\n").ID
	for _, step := range []struct{ editor, want string }{
		{"mallory", "mallory"},
		{"other[bot]", "other[bot]"},
		{login, ""},
		{"github-actions", "github-actions"},
		{"", "somebody who has no account any more"},
	} {
		s.Edit(id, step.editor, "<!-- atlasctl:comment plan -->\nforged\n")
		if got, err := s.look(t, "plan"); got.Editor != step.want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", step.editor, got.Editor, err, step.want)
		}
	}
}

// TestLookAtOnce takes what a comment says and who edited it from one answer, so
// that an edit after the list was read is noticed.
func TestLookAtOnce(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]forge.Seen{
		"<!-- atlasctl:comment plan -->\nforged\n": {Comment: "forged\n", Editor: "mallory"},
		"forged\n": {},
	} {
		s := sites(t)[0]
		s.Know(forgetest.Request{Number: 7, State: "open", Head: head})
		id := s.Add(login, "<!-- atlasctl:comment plan -->\nmine\n").ID
		listed := false
		s.cfg.Transport = before(func(r *http.Request) {
			if listed && r.URL.Path == "/graphql" {
				s.Edit(id, "mallory", body)
			}
			listed = listed || strings.HasSuffix(r.URL.Path, "/comments")
		})
		got, err := s.look(t, "plan")
		if gone := want.Comment == ""; gone != (err != nil) || got.Comment != want.Comment || got.Editor != want.Editor {
			t.Errorf("%q: got %+v, %v", body, got, err)
		}
	}
}

// before is a transport that does something before each request.
type before func(*http.Request)

func (f before) RoundTrip(r *http.Request) (*http.Response, error) {
	f(r)
	return http.DefaultTransport.RoundTrip(r)
}

// TestRequests reads what became of requests.
func TestRequests(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		for _, tc := range []struct {
			known forgetest.Request
			want  forge.Request
		}{
			{
				// The commit to try a merge with is none of the merge.
				forgetest.Request{Number: 7, State: "open", Head: head, Commit: merged},
				forge.Request{Number: 7, State: forge.Open, Head: head},
			},
			{
				forgetest.Request{Number: 7, State: "closed", Head: head, Commit: merged},
				forge.Request{Number: 7, State: forge.Closed, Head: head},
			},
			{
				forgetest.Request{Number: 7, State: "merged", Head: head, Commit: merged},
				forge.Request{Number: 7, State: forge.Merged, Head: head, Commit: merged},
			},
			{
				forgetest.Request{Number: 7, State: "merged", Head: head, Commit: merged, FastForward: true},
				forge.Request{Number: 7, State: forge.Merged, Head: head, Commit: merged},
			},
			{
				forgetest.Request{Number: 7, State: "merged", Head: head, Commit: head, FastForward: true},
				forge.Request{Number: 7, State: forge.Merged, Head: head, Commit: head},
			},
		} {
			s.Know(tc.known)
			got, err := s.look(t, "plan")
			if diff := cmp.Diff(tc.want, got.Request); diff != "" || err != nil {
				t.Errorf("%s: %+v: %v (-want +got):\n%s", s.name, tc.known, err, diff)
			}
		}
		s.Know()
		if _, err := s.look(t, "plan"); err == nil || !strings.Contains(err.Error(), "reading the request: the server answered 404") {
			t.Errorf("%s: got %v", s.name, err)
		}
	}
}

// TestMergedAs finds what a commit was made by, behind all that only contains it.
func TestMergedAs(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		at := map[string]forge.Place{
			"GitHub": forge.GitHub{API: s.api(), Repository: "shop/infra", Token: token},
			"GitLab": forge.GitLab{API: s.api(), Project: "42", Token: token},
		}[s.name]
		var known []forgetest.Request
		for n := range 150 {
			known = append(known, forgetest.Request{Number: 100 + n, State: "open", Head: merged})
		}
		known = append(known,
			forgetest.Request{Number: 5, State: "closed", Head: head, Commit: merged},
			forgetest.Request{Number: 6, State: "open", Head: head, Commit: merged},
			forgetest.Request{Number: 7, State: "merged", Head: head, Commit: merged},
			forgetest.Request{Number: 8, State: "merged", Head: merged, Commit: head},
		)
		s.Know(known...)
		for commit, want := range map[string][]forge.Request{
			merged: {{Number: 7, State: forge.Merged, Head: head, Commit: merged}},
			head:   {{Number: 8, State: forge.Merged, Head: merged, Commit: head}},
			"0000": nil,
		} {
			got, err := forge.MergedAs(t.Context(), s.cfg, at, commit)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%s: %s: %v (-want +got):\n%s", s.name, commit, err, diff)
			}
		}
	}
}

// TestLookAgain bears with a server that is busy for a moment.
func TestLookAgain(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		s.Know(forgetest.Request{Number: 7, State: "open", Head: head})
		busy := 0
		s.Refuse = func(w http.ResponseWriter, _ *http.Request) bool {
			busy++
			if busy == 1 {
				forgetest.Answer(w, http.StatusServiceUnavailable, nil)
			}
			return busy == 1
		}
		if got, err := s.look(t, "plan"); got.Head != head || err != nil || len(s.clock.slept) != 1 {
			t.Errorf("%s: got %+v, %v after %v", s.name, got, err, s.clock.slept)
		}
	}
}
