package migrate_test

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzServerless wants every input to give a result that is YAML and has
// nothing left to migrate, or problems.
func FuzzServerless(f *testing.F) {
	files, err := filepath.Glob("testdata/*/in.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		result, err := serverless(data)
		if err != nil {
			if result.Data != nil || err.Error() == "" {
				t.Fatalf("error %q and data %q", err, result.Data)
			}
			return
		}
		if !result.Changed() && string(result.Data) != string(data) {
			t.Fatalf("changed without a reason:\n%s", result.Data)
		}
		if result.Changed() {
			decode(t, result.Data)
			again(t, result)
		}
	})
}
