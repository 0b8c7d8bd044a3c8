package schema

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestRulesAreAboutFields wants every path of a rule to lead to a field.
func TestRulesAreAboutFields(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		known := rulesOf(membersOf(typ)).types
		for _, r := range typ.Rules {
			for _, path := range append(r.Paths(), r.At, r.In) {
				if path != "" && path != spec.NamePath && known[path] == nil {
					t.Errorf("%s: %s is no field", typ.Kind, path)
				}
			}
		}
	}
}
