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
// what is wrong with it: errors.txt has the problems, warnings.txt what is said
// beside them, if anything.
func TestBadInput(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob(goldens + "/bad-*/errors.txt")
	if err != nil || len(cases) == 0 {
		t.Fatalf("found %d cases, error %v", len(cases), err)
	}
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			sources := readFolder(t, dir)
			_, warnings, err := spec.Load(sources, spec.LoadOptions{})
			if err == nil {
				t.Fatal("it loads, but it should not")
			}
			if strings.Contains(err.Error()+warnings.Error(), "hunter2") {
				t.Errorf("a secret is in the errors:\n%v\n%v", err, warnings)
			}
			compareGolden(t, file, err.Error()+"\n")
			compareGolden(t, filepath.Join(dir, "warnings.txt"), lines(warnings))

			slices.Reverse(sources)
			_, again, errAgain := spec.Load(sources, spec.LoadOptions{})
			if diff := cmp.Diff(err.Error()+lines(warnings), errorText(errAgain)+lines(again)); diff != "" {
				t.Errorf("errors depend on the order of the files:\n%s", diff)
			}
		})
	}
}

func lines(ps spec.Problems) string {
	if len(ps) == 0 {
		return ""
	}
	return ps.Error() + "\n"
}

// compareGolden holds text against a file; without any there is no file.
func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		err := os.Remove(file)
		if got != "" {
			err = os.WriteFile(file, []byte(got), 0o644)
		}
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", filepath.Base(file), diff)
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
