package plan

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// shape has every shape that a body may have, also those that no kind uses yet.
type shape struct {
	Text  *string               `yaml:"text"`
	Block *shape                `yaml:"block"`
	Map   map[string]string     `yaml:"map"`
	Value map[string]spec.Value `yaml:"value"`
	Set   spec.Set[string]      `yaml:"set"`
	Ints  spec.Set[int64]       `yaml:"ints"`
}

func TestGraft(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		dst, src, want shape
		path           string
	}{
		{"a scalar", shape{Text: new("a")}, shape{Text: new("b")}, shape{Text: new("b")}, "text"},
		{"a scalar goes", shape{Text: new("a")}, shape{}, shape{}, "text"},
		{"a scalar in a block", shape{Block: &shape{Text: new("a"), Map: map[string]string{"x": "y"}}}, shape{Block: &shape{Text: new("b")}}, shape{Block: &shape{Text: new("b"), Map: map[string]string{"x": "y"}}}, "block/text"},
		{"a scalar in a block that is not there", shape{}, shape{Block: &shape{Text: new("b")}}, shape{Block: &shape{Text: new("b")}}, "block/text"},
		{"a block", shape{Block: &shape{Text: new("a"), Set: spec.NewSet("x")}}, shape{Block: &shape{Text: new("b")}}, shape{Block: &shape{Text: new("b")}}, "block"},
		{"a block goes", shape{Block: &shape{Text: new("a")}}, shape{}, shape{}, "block"},
		{"a member comes", shape{Map: map[string]string{"a": "1"}}, shape{Map: map[string]string{"b": "2"}}, shape{Map: map[string]string{"a": "1", "b": "2"}}, "map/b"},
		{"a member changes", shape{Map: map[string]string{"a": "1"}}, shape{Map: map[string]string{"a": "2", "b": "2"}}, shape{Map: map[string]string{"a": "2"}}, "map/a"},
		{"a member goes, the map stays", shape{Map: map[string]string{"a": "1"}}, shape{Map: map[string]string{}}, shape{Map: map[string]string{}}, "map/a"},
		{"the map goes", shape{Map: map[string]string{"a": "1"}}, shape{}, shape{}, "map/a"},
		{"a member of no map", shape{}, shape{Map: map[string]string{"a": "1"}}, shape{Map: map[string]string{"a": "1"}}, "map/a"},
		{"a value", shape{Value: map[string]spec.Value{"a": spec.Hidden}}, shape{Value: map[string]spec.Value{"a": spec.Text("b")}}, shape{Value: map[string]spec.Value{"a": spec.Text("b")}}, "value/a"},
		{"a member of a set comes", shape{Set: spec.NewSet("a")}, shape{Set: spec.NewSet("b")}, shape{Set: spec.NewSet("a", "b")}, "set/b"},
		{"a member of a set goes", shape{Set: spec.NewSet("a", "b")}, shape{Set: spec.NewSet("a")}, shape{Set: spec.NewSet("a")}, "set/b"},
		{"a number of a set", shape{Ints: spec.NewSet[int64](1, 27017)}, shape{Ints: spec.NewSet[int64](2)}, shape{Ints: spec.NewSet[int64](1)}, "ints/27017"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			graft(reflect.ValueOf(&test.dst), reflect.ValueOf(&test.src), strings.Split(test.path, "/"))
			if diff := cmp.Diff(test.want, test.dst); diff != "" {
				t.Errorf("grafted (-want +got):\n%s", diff)
			}
		})
	}
}

// TestChangedPaths holds the differ to paths that lead to the nodes of both
// sides, for every shape.
func TestChangedPaths(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		live, want shape
		paths      []string
	}{
		{"nothing", shape{}, shape{}, nil},
		{"none and empty", shape{}, shape{Map: map[string]string{}, Set: spec.NewSet[string]()}, nil},
		{"a block comes", shape{}, shape{Block: &shape{Text: new("a"), Map: map[string]string{"b": "c"}}}, []string{"block"}},
		{"a block goes", shape{Block: &shape{Text: new("a")}}, shape{}, []string{"block"}},
		{"in a block", shape{Block: &shape{Text: new("a")}}, shape{Block: &shape{Text: new("b"), Map: map[string]string{"x": "y"}}}, []string{"block/map/x", "block/text"}},
		{"members of sets", shape{Set: spec.NewSet("a", "b"), Ints: spec.NewSet[int64](1, 2)}, shape{Set: spec.NewSet("b", "c"), Ints: spec.NewSet[int64](2, 30)}, []string{"ints/1", "ints/30", "set/a", "set/c"}},
		{"keys that look like patterns", shape{Map: map[string]string{"xtag": "1", ".*": "2"}}, shape{Map: map[string]string{"xtag": "2", "tag": "3", ".*": "4"}}, []string{"map/.*", "map/tag", "map/xtag"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for range 20 {
				paths, err := changedPaths(&test.live, &test.want)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, path := range paths {
					got = append(got, strings.Join(path, "/"))
					before, after := spec.NodeAt(spec.Encode(&test.live), path), spec.NodeAt(spec.Encode(&test.want), path)
					if spec.EqualNodes(before, after) {
						t.Errorf("%q leads to the same on both sides", path)
					}
				}
				if diff := cmp.Diff(test.paths, got); diff != "" {
					t.Fatalf("paths (-want +got):\n%s", diff)
				}
			}
		})
	}
}
