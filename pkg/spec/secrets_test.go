package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestSecretRefsAreAllOfThem finds in a body what stands among its leaves.
func TestSecretRefsAreAllOfThem(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		t.Run(string(typ.Kind), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				r, _ := drawResource(t, typ)
				var want, got [][]string
				for _, leaf := range spec.Leaves(r.Body) {
					if leaf.Node.Tag == spec.SecretTag {
						want = append(want, leaf.Path)
					}
				}
				for _, ref := range spec.SecretRefs(r.Body) {
					got = append(got, ref.Path)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-leaves +references):\n%s", diff)
				}
			})
		})
	}
	if refs := spec.SecretRefs(nil); refs != nil {
		t.Errorf("nothing has %v", refs)
	}
}
