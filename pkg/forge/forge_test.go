package forge_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/forge/forgetest"
)

// TestOneCommentAKey creates, updates and leaves alone.
func TestOneCommentAKey(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		steps := []struct {
			key, body string
			want      forge.Done
		}{
			{"plan", "first\n", forge.Created},
			{"plan eu", "another\n", forge.Created},
			{"plan", "second\n", forge.Updated},
			{"plan", "second\n", forge.Unchanged},
			{"plan eu", "another\n", forge.Unchanged},
		}
		for _, step := range steps {
			if got, err := s.post(t, step.key, step.body); got != step.want || err != nil {
				t.Errorf("%s: %s: got %s, %v; want %s", s.name, step.body, got, err, step.want)
			}
		}
		want := []string{"<!-- atlasctl:comment plan -->\nsecond\n", "<!-- atlasctl:comment plan eu -->\nanother\n"}
		if diff := cmp.Diff(want, s.bodies()); diff != "" {
			t.Errorf("%s: comments (-want +got):\n%s", s.name, diff)
		}
	}
}

// TestKeep has one line outlive updates that have none like it.
func TestKeep(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		for _, step := range []struct {
			body, want string
			done       forge.Done
		}{
			{"none\n", "none\n", forge.Created},
			{"one\n\n<!-- done 1 -->\n", "one\n\n<!-- done 1 -->\n", forge.Updated},
			{"two\n", "two\n\n<!-- done 1 -->\n", forge.Updated},
			{"two\n", "two\n\n<!-- done 1 -->\n", forge.Unchanged},
			{"three\n\n<!-- done 2 -->\n", "three\n\n<!-- done 2 -->\n", forge.Updated},
		} {
			done, err := forge.Post(t.Context(), s.cfg, s.at, forge.Comment{Key: "apply", Body: step.body, Keep: "<!-- done "})
			want := []string{"<!-- atlasctl:comment apply -->\n" + step.want}
			if diff := cmp.Diff(want, s.bodies()); diff != "" || done != step.done || err != nil {
				t.Errorf("%s: %q: %s, %v (-want +got):\n%s", s.name, step.body, done, err, diff)
			}
		}
	}
}

// TestOthersAreLeftAlone finds the comment behind many, and touches none that
// only looks like it.
func TestOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		s.Add("mallory", "<!-- atlasctl:comment plan -->\nApproved.\n")
		s.Add("github-actions", "<!-- atlasctl:comment plan -->\nApproved.\n")
		s.Add("system", "<!-- atlasctl:comment plan -->\nApproved.\n")
		s.Add(login, "> <!-- atlasctl:comment plan -->\n> quoted\n")
		for i := range 250 {
			s.Add("someone", fmt.Sprint("talk ", i))
		}
		s.Add(login, "<!-- atlasctl:comment plan -->\r\nold\r\n")
		before := s.Comments()
		if got, err := s.post(t, "plan", "new\n"); got != forge.Updated || err != nil {
			t.Fatalf("%s: got %s, %v", s.name, got, err)
		}
		before[len(before)-1].Edited, before[len(before)-1].Editor, before[len(before)-1].Body = true, login, "<!-- atlasctl:comment plan -->\nnew\n"
		if diff := cmp.Diff(before, s.Comments()); diff != "" {
			t.Errorf("%s: comments (-want +got):\n%s", s.name, diff)
		}
	}
}

// TestLineEnds takes a comment for the same whose line ends a server has changed.
func TestLineEnds(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		s.Add(login, "<!-- atlasctl:comment plan -->\r\nold\r\n")
		if got, err := s.post(t, "plan", "old\n"); got != forge.Unchanged || err != nil {
			t.Errorf("%s: got %s, %v", s.name, got, err)
		}
	}
}

func TestTooManyComments(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		for range 5001 {
			s.Add("someone", "talk")
		}
		if _, err := s.post(t, "plan", "new\n"); err == nil || !strings.Contains(err.Error(), "more than 5000 comments") {
			t.Errorf("%s: got %v", s.name, err)
		}
		if n := len(s.bodies()); n != 0 {
			t.Errorf("%s: %d comments were made", s.name, n)
		}
	}
}

func TestTooLong(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		_, err := s.post(t, "plan", strings.Repeat("é", 1_000_000))
		if err == nil || !strings.Contains(err.Error(), "characters") || len(s.Requests()) != 0 {
			t.Errorf("%s: got %v after %q", s.name, err, s.Requests())
		}
	}
}

// TestLostAnswer writes, and never learns of it: the next try finds the comment.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	for _, s := range sites(t) {
		lost := 0
		s.Lose = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodPost || strings.HasSuffix(r.URL.Path, "graphql") || lost > 0 {
				return false
			}
			lost++
			forgetest.Answer(w, http.StatusBadGateway, nil)
			return true
		}
		if got, err := s.post(t, "plan", "new\n"); got != forge.Unchanged || err != nil {
			t.Errorf("%s: got %s, %v", s.name, got, err)
		}
		if n := len(s.bodies()); n != 1 {
			t.Errorf("%s: %d comments", s.name, n)
		}
		if diff := cmp.Diff([]time.Duration{2 * time.Second}, s.clock.slept); diff != "" {
			t.Errorf("%s: waits (-want +got):\n%s", s.name, diff)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	for key, ok := range map[string]bool{
		"plan": true, "plan eu/west-1_a.b": true, "": false, "a--b": false, "a>b": false, "a\nb": false, " a": false, strings.Repeat("a", 65): false,
	} {
		if err := forge.CheckKey(key); (err == nil) != ok {
			t.Errorf("key %q: %v", key, err)
		}
	}
}
