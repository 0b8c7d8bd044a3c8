package recorded_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/recorded"
)

// folder writes files, of which the names are paths.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRead(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"index.json": `[]`,
		"b/one/02_DELETE_204_x.json": `{"fidelity":"recorded","method":"DELETE","path":"/x","status":204,"body":"",` +
			`"headers":{"Ratelimit-Limit":"1200"},"date":"2026-01-02T03:04:09+00:00","elapsed_s":4.5}`,
		"b/one/01_POST_201_x.json": `{"fidelity":"recorded, cut","method":"POST","path":"/x","status":201,` +
			`"request":{"body":{"a":1}},"body":{"a":1.0},"date":"2026-01-02T03:04:05+00:00","elapsed_s":0}`,
		"a/two/01_PATCH_409_x.json": `{"fidelity":"reconstructed: of a line","method":"PATCH","path":"/y","status":409,` +
			`"body":{"error":409},"raw_body":"{\n}","date":null,"elapsed_s":null,"seen":"2025-09-03 somewhere"}`,
	})
	got, err := recorded.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)
	want := []recorded.Run{
		{Name: "a/two", Exchanges: []recorded.Exchange{{
			Name: "a/two/01", Method: "PATCH", Path: "/y", Status: 409, Header: http.Header{}, Body: []byte(`{"error":409}`),
			Raw: "{\n}", At: time.Date(2025, time.September, 3, 0, 0, 0, 0, time.UTC), Reconstructed: true,
		}}},
		{Name: "b/one", Exchanges: []recorded.Exchange{
			{
				Name: "b/one/01", Method: "POST", Path: "/x", Sent: []byte(`{"a":1}`), Status: 201,
				Header: http.Header{}, Body: []byte(`{"a":1.0}`), At: start,
			},
			{
				Name: "b/one/02", Method: "DELETE", Path: "/x", Status: 204,
				Header: http.Header{"Ratelimit-Limit": {"1200"}}, At: start.Add(4 * time.Second), Elapsed: 4500 * time.Millisecond,
			},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var known []bool
	for _, run := range got {
		for _, e := range run.Exchanges {
			known = append(known, e.Known())
		}
	}
	if diff := cmp.Diff([]bool{false, true, true}, known); diff != "" {
		t.Errorf("requests known (-want +got):\n%s", diff)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, data, want string }{
		"an empty folder": {"index.json", "[]", "holds none"},
		"no JSON":         {"a/b/01_x.json", "{", "01_x.json"},
		"no status":       {"a/b/01_x.json", `{"method":"GET","path":"/x","date":"2026-01-02T03:04:05Z"}`, "status"},
		"no date":         {"a/b/01_x.json", `{"method":"GET","path":"/x","status":200}`, "no date"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := recorded.Read(folder(t, map[string]string{test.file: test.data}))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}
