package spec_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// FuzzLoad wants every input to give resources or problems, the same each
// time, and problems that stand on one line.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", flex, kafka, https, flex + "---\n" + kafka, "- a", "a: [", "\t", "\ufeff", "? a", "&a [*a]", "!!x y", "'", "%YAML 1.2\n---\n",
		flex + "  tags: &t {<<: [{a: b}, *t]}\n", "a: |\n b\n#c\n", "{a: &x b, *x : c}", "\x00", "\xff",
	} {
		f.Add([]byte(seed))
	}
	files, err := filepath.Glob(goldens + "/bad-*/*.yaml")
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
		sources := []spec.Source{{Name: "a.yaml", Data: data}}
		resources, warnings, err := spec.Load(sources, spec.LoadOptions{Project: "p"})
		if err == nil && len(resources) == 0 {
			t.Fatal("neither resources nor problems")
		}
		if again, _, _ := spec.Load(sources, spec.LoadOptions{Project: "p"}); !cmp.Equal(resources, again) {
			t.Fatal("a second load gives other resources")
		}
		if problems, ok := err.(spec.Problems); ok { //nolint:errorlint // Load gives them bare
			for _, p := range append(problems, warnings...) {
				if p.Msg == "" || strings.ContainsAny(p.String(), "\n\r\x00\x1b") {
					t.Fatalf("problem %q", p)
				}
			}
		}
		for _, r := range resources {
			if addr, err := spec.ParseAddress(r.Addr.String()); err != nil || addr != r.Addr {
				t.Fatalf("address %q: %v", r.Addr, err)
			}
			spec.Clone(r.Body)
			spec.Encode(r.Body)
		}
	})
}
