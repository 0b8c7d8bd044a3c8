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
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

var update = flag.Bool("update", false, "rewrite the files under testdata")

// TestRequests compares what is sent for every sample with testdata/KIND.http,
// or KIND.legacy.http: method, path, media types and body. It is what a reader
// of the API's documentation can check by eye.
func TestRequests(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		for _, api := range remotetest.ServerlessAPIs(typ.Kind) {
			name := string(typ.Kind) + suffix(api)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				wire := &script{t: t}
				c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: &serviceLists{next: wire}, Serverless: api})
				c.AllowWrites()
				for i, s := range spectest.SamplesOf(t, typ.Kind) {
					wire.play(c, s, i == 0)
				}
				golden(t, name+".http", wire.text.String())
			})
		}
	}
}

// play has a client do all that can be done with a sample; with the first one,
// also what does not depend on the body.
func (s *script) play(c *remote.Client, sample spectest.Sample, first bool) {
	ctx := s.t.Context()
	want := sample.Resource(s.t)
	want.Addr.Project, want.ID = projectID, objectID
	if typ, _ := spec.TypeOf(want.Addr.Kind); inNameless(typ) {
		want.Addr.Parent = objectID
	}
	if first {
		_, _ = c.Fetch(ctx, []spec.Resource{{Addr: want.Addr}}, remote.FetchOptions{})
		s.scene("list")
		_, _ = c.Read(ctx, want)
		s.scene("read")
		_ = c.Delete(ctx, want)
		s.scene("delete")
	}
	_ = c.Create(ctx, want)
	s.scene(sample.Shape + ": create")
	s.look = sample.Look
	defer func() { s.look = "" }()
	for _, change := range sample.Changes {
		changed := sample.Changed(s.t, change)
		changed.Addr.Project = projectID
		text, _ := json.Marshal(change)
		_ = c.Update(ctx, want, changed)
		s.scene(sample.Shape + ": update " + string(text))
		if sample.Midway != nil { // the writes that follow
			midway := sample.Changed(s.t, sample.Midway)
			midway.Addr.Project, midway.ID = projectID, objectID
			_ = c.Update(ctx, midway, changed)
			s.scene(sample.Shape + ": midway, update " + string(text))
		}
	}
}

// script writes down every request, and refuses it.
type script struct {
	t    *testing.T
	text strings.Builder
	look string // the answer to a GET; empty: it is refused like all

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
	if r.Method == http.MethodGet && s.look != "" {
		return handled(answers(http.StatusOK, "application/json", s.look)).RoundTrip(r)
	}
	return handled(answers(http.StatusTeapot, "application/json", "{}")).RoundTrip(r)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
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
