package remote_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

var update = flag.Bool("update", false, "rewrite the files under testdata")

// TestRequests compares what is sent for every sample with testdata/KIND.http:
// method, path, media types and body. It is what a reader of the API's
// documentation can check by eye.
func TestRequests(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		t.Run(string(typ.Kind), func(t *testing.T) {
			t.Parallel()
			wire := &script{t: t}
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: wire})
			c.AllowWrites()
			ctx := t.Context()
			for i, s := range remotetest.SamplesOf(t, typ.Kind) {
				want := s.Resource(t)
				want.Addr.Project = projectID
				if i == 0 {
					_, _ = c.Fetch(ctx, []spec.Resource{{Addr: want.Addr}}, remote.FetchOptions{})
					wire.scene("list")
					_, _ = c.Read(ctx, want)
					wire.scene("read")
					_ = c.Delete(ctx, want)
					wire.scene("delete")
				}
				_ = c.Create(ctx, want)
				wire.scene(s.Shape + ": create")
				for _, change := range s.Changes {
					changed := s.Changed(t, change)
					changed.Addr.Project = projectID
					text, _ := json.Marshal(change)
					_ = c.Update(ctx, want, changed)
					wire.scene(s.Shape + ": update " + string(text))
				}
			}
			golden(t, string(typ.Kind)+".http", wire.text.String())
		})
	}
}

// script writes down every request, and refuses it.
type script struct {
	t    *testing.T
	text strings.Builder

	mu   sync.Mutex
	seen []string // since the last scene
}

// scene ends with a title for what was seen, sorted: some of it went out at the
// same time.
func (s *script) scene(title string) {
	slices.Sort(s.seen)
	s.text.WriteString("### " + title + "\n" + strings.Join(s.seen, ""))
	s.seen = nil
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %s\n", r.Method, r.URL.RequestURI())
	for _, name := range []string{"Accept", "Content-Type"} {
		if value := r.Header.Get(name); value != "" {
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	out.WriteByte('\n')
	if r.Body != nil && r.Body != http.NoBody {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			s.t.Error(err)
		}
		if err := json.Indent(&out, bytes.TrimSpace(body), "", "  "); err != nil {
			s.t.Errorf("%v in %s", err, body)
		}
		out.WriteString("\n\n")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, out.String())
	return handled(answers(http.StatusTeapot, "application/json", "{}")).RoundTrip(r)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", path, diff)
	}
}
