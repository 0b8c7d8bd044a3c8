package render

import (
	"reflect"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestIsSet needs types that no kind has to have.
func TestIsSet(t *testing.T) {
	t.Parallel()
	type inner struct {
		Roles spec.Set[string] `yaml:"roles"`
	}
	type body struct {
		Tags  map[string]string `yaml:"tags"`
		Zones spec.Set[int]     `yaml:"zones"`
		Inner *inner            `yaml:"inner"`
		Users map[string]inner  `yaml:"users"`
	}
	tests := []struct {
		name string
		path []string
		want bool
	}{
		{"set", []string{"zones"}, true},
		{"in a block", []string{"inner", "roles"}, true},
		{"in a map", []string{"users", "me", "roles"}, true},
		{"map", []string{"tags"}, false},
		{"member of a map", []string{"tags", "zones"}, false},
		{"block", []string{"inner"}, false},
		{"unknown", []string{"nowhere", "roles"}, false},
	}
	for _, tc := range tests {
		if got := isSet(reflect.TypeFor[*body](), tc.path); got != tc.want {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
}
