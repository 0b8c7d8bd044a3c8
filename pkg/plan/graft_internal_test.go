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

	Roles   spec.Set[role]            `yaml:"roles"`
	Actions map[string]spec.Set[role] `yaml:"actions"`
	List    spec.List[shape]          `yaml:"list"`
	Names   spec.List[string]         `yaml:"names"`
	Size    *float64                  `yaml:"size"`
	Free    *spec.Document            `yaml:"free"`
}

type role struct {
	Name string `yaml:"name"`
	DB   string `yaml:"db"`
}

func free(t *testing.T, text string) *spec.Document {
	t.Helper()
	d, err := spec.NewDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return &d
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
		{"a role", shape{Roles: spec.NewSet(role{"a", "x"})}, shape{Roles: spec.NewSet(role{"b", ""})}, shape{Roles: spec.NewSet(role{"a", "x"}, role{"b", ""})}, `roles/{"name":"b"}`},
		{"an action", shape{Actions: actions("F", "a")}, shape{Actions: actions("G", "b")}, shape{Actions: map[string]spec.Set[role]{"F": spec.NewSet(role{"a", ""}), "G": spec.NewSet(role{"b", ""})}}, "actions/G"},
		{"a role of an action", shape{Actions: actions("F", "a")}, shape{Actions: actions("F", "b")}, shape{Actions: map[string]spec.Set[role]{"F": spec.NewSet(role{"a", ""}, role{"b", ""})}}, `actions/F/{"name":"b"}`},
		{"a list", shape{List: spec.List[shape]{{Text: new("a")}}}, shape{List: spec.List[shape]{{Text: new("b")}, {}}}, shape{List: spec.List[shape]{{Text: new("b")}, {}}}, "list"},
		{"in a list", shape{List: spec.List[shape]{{}, {Text: new("a"), Size: new(1.5)}}}, shape{List: spec.List[shape]{{}, {Text: new("b")}}}, shape{List: spec.List[shape]{{}, {Text: new("b"), Size: new(1.5)}}}, "list/1/text"},
		{"a name in a list", shape{Names: spec.List[string]{"a", "b"}}, shape{Names: spec.List[string]{"c", "d"}}, shape{Names: spec.List[string]{"a", "d"}}, "names/1"},
		{"a document", shape{Free: free(t, "[1]")}, shape{Free: free(t, "[2]")}, shape{Free: free(t, "[2]")}, "free"},
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

func actions(name, role0 string) map[string]spec.Set[role] {
	return map[string]spec.Set[role]{name: spec.NewSet(role{role0, ""})}
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
		{"roles", shape{Roles: spec.NewSet(role{"a", "x"}, role{"b", ""})}, shape{Roles: spec.NewSet(role{"b", ""}, role{"a", "y"})}, []string{`roles/{"name":"a","db":"x"}`, `roles/{"name":"a","db":"y"}`}},
		{"actions", shape{Actions: actions("F", "a")}, shape{Actions: map[string]spec.Set[role]{"F": spec.NewSet(role{"b", ""}), "G": {}}}, []string{`actions/F/{"name":"a"}`, `actions/F/{"name":"b"}`, "actions/G"}},
		{"an action goes", shape{Actions: actions("F", "a")}, shape{Actions: map[string]spec.Set[role]{}}, []string{"actions/F"}},
		{"in lists of one length", shape{List: spec.List[shape]{{}, {List: spec.List[shape]{{Text: new("a")}}}}}, shape{List: spec.List[shape]{{}, {List: spec.List[shape]{{Text: new("b"), Ints: spec.NewSet[int64](1)}}}}}, []string{"list/1/list/0/ints/1", "list/1/list/0/text"}},
		{"a block comes in a list", shape{List: spec.List[shape]{{}}}, shape{List: spec.List[shape]{{Block: &shape{Text: new("a")}}}}, []string{"list/0/block"}},
		{"a longer list", shape{List: spec.List[shape]{{Text: new("a")}}}, shape{List: spec.List[shape]{{Text: new("b")}, {}}}, []string{"list"}},
		{"an empty list", shape{}, shape{List: spec.List[shape]{}}, nil},
		{"names in another order", shape{Names: spec.List[string]{"a", "b", "c"}}, shape{Names: spec.List[string]{"b", "a", "c"}}, []string{"names/0", "names/1"}},
		{"numbers", shape{Size: new(10.5)}, shape{Size: new(10.0)}, []string{"size"}},
		{"a document in another spelling", shape{Free: free(t, `{"a": 1, "b": 2.50}`)}, shape{Free: free(t, `{"a":1.0,"b":2.5}`)}, nil},
		{"a document with keys in another order", shape{Free: free(t, `{"a":1,"b":2}`)}, shape{Free: free(t, `{"b":2,"a":1}`)}, []string{"free"}},
		{"a document comes", shape{}, shape{Free: free(t, `{}`)}, []string{"free"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for range 20 {
				paths, err := changedPaths(spec.Type{New: func() spec.Body { return new(shape) }}, &test.live, &test.want)
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

// TestCompareLists wants what a member leaves out to be taken from the one that
// it stands for.
func TestCompareLists(t *testing.T) {
	t.Parallel()
	named := func(text, set string, size float64) shape {
		s := shape{Text: new(text)}
		if set != "" {
			s.Set = spec.NewSet(set)
		}
		if size != 0 {
			s.Size = &size
		}
		return s
	}
	typ := spec.Type{New: func() spec.Body { return new(shape) }, Fields: map[string]spec.Field{
		"list":      {Identity: []string{"text"}},
		"list.set":  {When: spec.When{Path: "list.block.text", Values: []string{"x"}}},
		"list.size": {Immutable: true},
	}}
	for _, test := range []struct {
		name       string
		live, want spec.List[shape]
		fields     []string
	}{
		{"unset is unmanaged", spec.List[shape]{named("a", "x", 1), named("b", "y", 2)}, spec.List[shape]{named("a", "", 0), named("b", "", 3)}, []string{"list/1/size!"}},
		{"another order", spec.List[shape]{named("a", "x", 1), named("b", "y", 1)}, spec.List[shape]{named("b", "", 0), named("a", "", 0)}, nil},
		{"another order and another set", spec.List[shape]{named("a", "x", 1), named("b", "y", 1)}, spec.List[shape]{named("b", "z", 0), named("a", "", 0)}, []string{"list/0/set/y", "list/0/set/z"}},
		{"one more", spec.List[shape]{named("a", "x", 1)}, spec.List[shape]{named("b", "z", 0), named("a", "", 0)}, []string{"list/0"}},
		{"one less", spec.List[shape]{named("b", "z", 0), named("a", "x", 1)}, spec.List[shape]{named("a", "", 0)}, []string{"list/gone:b"}},
		{"two less", spec.List[shape]{named("b", "z", 0), named("a", "x", 1), named("b", "y", 0)}, spec.List[shape]{named("a", "", 0)}, []string{"list/gone:b", "list/gone:b (2)"}},
		{"another one in its place", spec.List[shape]{named("a", "x", 1)}, spec.List[shape]{named("b", "", 0)}, []string{"list/0/text"}},
		{"another one at another place", spec.List[shape]{named("a", "x", 1), named("b", "y", 1)}, spec.List[shape]{named("b", "", 0), named("c", "", 0)}, []string{"list/1/text"}},
		{"two of one name in another order", spec.List[shape]{named("a", "x", 1), named("a", "y", 2)}, spec.List[shape]{named("a", "y", 0), named("a", "x", 0)}, nil},
		{"two of one name, one of them changed", spec.List[shape]{named("a", "x", 1), named("a", "y", 1)}, spec.List[shape]{named("a", "z", 0), named("a", "y", 0)}, []string{"list/0/set/x", "list/0/set/z"}},
		{"two of one name and one more", spec.List[shape]{named("a", "x", 1), named("a", "y", 1)}, spec.List[shape]{named("b", "", 0), named("a", "x", 0), named("a", "y", 0)}, []string{"list/0"}},
		{"no names for all", spec.List[shape]{named("a", "x", 1), named("b", "y", 1)}, spec.List[shape]{{}, {Set: spec.NewSet("z")}}, []string{"list/1/set/y", "list/1/set/z"}},
		{"no name and a name", spec.List[shape]{named("a", "x", 1), named("b", "y", 1)}, spec.List[shape]{{Set: spec.NewSet("z")}, named("a", "x", 0)}, []string{"list/0/set/y", "list/0/set/z"}},
		{"no name for what nobody else claims", spec.List[shape]{named("a", "x", 1)}, spec.List[shape]{{}, named("a", "", 0)}, []string{"list/0"}},
		{"no name for the only one", spec.List[shape]{named("a", "x", 1)}, spec.List[shape]{{Size: new(1.0)}}, nil},
		{"a choice rules it out", spec.List[shape]{{Block: &shape{Text: new("x")}, Set: spec.NewSet("s")}}, spec.List[shape]{{Block: &shape{Text: new("y")}}}, []string{"list/0/block/text", "list/0/set/s"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fields, err := Compare(typ, &shape{List: test.live}, &shape{List: test.want})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range fields {
				path := strings.Join(f.Path, "/")
				if f.ForcesReplace {
					path += "!"
				}
				got = append(got, path)
			}
			if diff := cmp.Diff(test.fields, got); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
	adopted := Adopt(typ, &shape{List: spec.List[shape]{named("c", "", 0), named("b", "", 0)}}, &shape{List: spec.List[shape]{named("b", "y", 2)}})
	if diff := cmp.Diff(&shape{List: spec.List[shape]{named("c", "", 0), named("b", "y", 2)}}, adopted); diff != "" {
		t.Errorf("adopted (-want +got):\n%s", diff)
	}
}
