package spec_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestRemoved(t *testing.T) {
	t.Parallel()
	head := "apiVersion: atlasctl/v1\nkind: StreamConnection\nmetadata: {workspace: w, name: c}\nspec: {type: Kafka, bootstrapServers: 'b:1', "
	const (
		security = "security: {protocol: SSL, brokerPublicCertificate: c}"
		bare     = "security: {protocol: SSL}"
		auth     = "authentication: {mechanism: PLAIN, username: u, password: {env: P}}"
	)
	for _, test := range []struct {
		name, before, after string
		want                []string
	}{
		{"nothing", security + ", " + auth, security + ", " + auth, nil},
		{"another value", security, "security: {protocol: SASL_SSL, brokerPublicCertificate: d}", nil},
		{"a field more", bare, security, nil},
		{"a field of a block", security, bare, []string{"security.brokerPublicCertificate"}},
		{
			"a block", security + ", " + auth, security,
			[]string{"authentication.mechanism", "authentication.username", "authentication.password"},
		},
		{"members of a map", bare + ", config: {a: b, c: d}", bare + ", config: {a: b}", nil},
		{"a map emptied", bare + ", config: {a: b}", bare + ", config: {}", nil},
		{"a map", bare + ", config: {a: b}", bare, []string{"config"}},
		{"an empty map", bare + ", config: {}", bare, []string{"config"}},
	} {
		before, after := mustLoad(t, head+test.before+"}\n"), mustLoad(t, head+test.after+"}\n")
		if diff := cmp.Diff(test.want, spec.Removed(before.Body, after.Body)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	if got := spec.Removed(nil, spec.Body(new(spec.FlexCluster))); got != nil {
		t.Errorf("of nothing: got %q", got)
	}
}

// TestReset sets every default of every kind that is in no list, in a body that
// says nothing else.
func TestReset(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, typ := range spec.Types() {
		for path, f := range typ.Fields {
			top, _, _ := strings.Cut(path, ".")
			if f.Default == "" || fieldAt(reflect.TypeOf(typ.New()).Elem(), top).Kind() == reflect.Slice {
				continue // a list is one field
			}
			seen++
			body := typ.New()
			typ.Reset(body, path)
			leaves := spec.Leaves(body)
			if len(leaves) != 1 || leaves[0].Node.Value != f.Default {
				t.Errorf("%s: %s: got %v, want %s alone", typ.Kind, path, leaves, f.Default)
			}
			if got := spec.Removed(body, typ.New()); !slices.Equal(got, []string{path}) {
				t.Errorf("%s: %s: set %q", typ.Kind, path, got)
			}
		}
	}
	if seen == 0 {
		t.Error("no kind has a default")
	}
}
