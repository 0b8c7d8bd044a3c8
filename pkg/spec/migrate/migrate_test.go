package migrate_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/migrate"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// TestServerless migrates every golden; each is named by what is special about
// it. A file that is not there stands for nothing: no losses, or no result.
func TestServerless(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob("testdata/*/in.yaml")
	if err != nil || len(cases) == 0 {
		t.Fatalf("found %d cases, error %v", len(cases), err)
	}
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			result, err := serverless(data)
			if err != nil {
				golden(t, filepath.Join(dir, "error.txt"), err.Error()+"\n")
				golden(t, filepath.Join(dir, "out.yaml"), "")
				return
			}
			losses := ""
			if len(result.Losses) > 0 {
				losses = result.Losses.Error() + "\n"
			}
			golden(t, filepath.Join(dir, "error.txt"), "")
			golden(t, filepath.Join(dir, "losses.txt"), losses)
			golden(t, filepath.Join(dir, "out.yaml"), string(result.Data))
			if result.Changed() == (string(result.Data) == string(data)) {
				t.Errorf("changed is %t", result.Changed())
			}
			again(t, result)
		})
	}
}

func serverless(data []byte) (migrate.Result, error) {
	return migrate.Serverless(spec.Source{Name: "in.yaml", Data: data}, spec.LoadOptions{Project: "shop"})
}

// again migrates a result, which must change nothing.
func again(t interface{ Fatalf(string, ...any) }, r migrate.Result) {
	second, err := serverless(r.Data)
	if err != nil || second.Changed() || second.Losses != nil || string(second.Data) != string(r.Data) {
		t.Fatalf("a second migration: error %v, losses %v, data:\n%s", err, second.Losses, second.Data)
	}
}

// golden compares with a file, which does not exist when it should be empty.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		err := os.Remove(file)
		if got != "" {
			err = os.WriteFile(file, []byte(got), 0o644)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", filepath.Base(file), diff)
	}
}
