package spec_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const goldens = "../../testdata/golden"

// TestBadInput loads every golden that is meant to fail here. Each is named by
// what is wrong with it.
func TestBadInput(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob(goldens + "/bad-*/errors.txt")
	if err != nil || len(cases) == 0 {
		t.Fatalf("found %d cases, error %v", len(cases), err)
	}
	for _, file := range cases {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			sources := readFolder(t, filepath.Dir(file))
			_, _, err := spec.Load(sources, spec.LoadOptions{})
			if err == nil {
				t.Fatal("it loads, but it should not")
			}
			got := err.Error() + "\n"
			if strings.Contains(got, "hunter2") {
				t.Errorf("a secret is in the errors:\n%s", got)
			}
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}

			slices.Reverse(sources)
			_, _, err = spec.Load(sources, spec.LoadOptions{})
			if diff := cmp.Diff(got, err.Error()+"\n"); diff != "" {
				t.Errorf("errors depend on the order of the files:\n%s", diff)
			}
		})
	}
}

// readFolder reads the documents of a golden.
func readFolder(t *testing.T, dir string) []spec.Source {
	t.Helper()
	var sources []spec.Source
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" || path == "live.yaml" {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		sources = append(sources, spec.Source{Name: path, Data: data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}
