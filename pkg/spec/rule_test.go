package spec_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestRulesAreBroken wants a golden of bad input for every rule.
func TestRulesAreBroken(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(goldens + "/bad-*/errors.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, typ := range spec.Types() {
		for _, r := range typ.Rules {
			broken := func(line string) bool {
				return strings.Contains(line, "/"+string(typ.Kind)+"/") && strings.HasSuffix(line, " "+r.Msg)
			}
			if !slices.ContainsFunc(strings.Split(all.String(), "\n"), broken) {
				t.Errorf("%s: no golden breaks the rule at %s: %s", typ.Kind, r.At, r.Msg)
			}
		}
	}
}
