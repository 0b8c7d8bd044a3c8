package spec_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// processorOf loads a processor with a stage in the middle.
func processorOf(t *testing.T, stage string) (spec.Resource, error) {
	t.Helper()
	text := "apiVersion: atlasctl/v1\nkind: StreamProcessor\nmetadata: {project: p, workspace: w, name: n}\nspec:\n  pipeline:\n" +
		"    - $source: {connectionName: s}\n    - " + stage + "\n    - $emit: {connectionName: __testLog}\n"
	docs, _, err := spec.Load([]spec.Source{{Name: "n.yaml", Data: []byte(text)}}, spec.LoadOptions{})
	if err != nil {
		return spec.Resource{}, err
	}
	return docs[0], nil
}

// TestConnectionsOfAPipeline finds what a processor needs: also in a stage that Atlas
// may come to have, and not where a key is a user's.
func TestConnectionsOfAPipeline(t *testing.T) {
	t.Parallel()
	for stage, more := range map[string]string{
		"$merge1: {into: {sink: {connectionName: deep}}}":                          "deep",
		"$lookup: {from: {connectionName: orders, db: a}}":                         "orders",
		"$match: {connectionName: none}":                                           "",
		"$validate: {validator: {$jsonSchema: {properties: {connectionName: a}}}}": "",
		"$https: {connectionName: hook, headers: {connectionName: none}}":          "hook",
		"$newStage: {connectionName: $expression}":                                 "",
	} {
		r, err := processorOf(t, stage)
		if err != nil {
			t.Fatalf("%s: %v", stage, err)
		}
		var got []string
		for _, need := range r.Pinned() {
			if need.Kind == spec.KindStreamConnection {
				got = append(got, need.Name)
			}
		}
		want := []string{"__testLog", "s"}
		if more != "" {
			want = append(want, more)
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", stage, diff)
		}
	}
}

// TestOrderAndNumbersOfAPipeline refuses what would come to Atlas otherwise than it is
// written.
func TestOrderAndNumbersOfAPipeline(t *testing.T) {
	t.Parallel()
	for stage, want := range map[string]string{
		"$match: {<<: {a: 1}, b: 2}": "a merge key has no place where the order of keys means something",
		"$match: {a: 1e400}":         `"1e400" is no number that MongoDB can hold`,
		`$match: {a: "1e400"}`:       "",
		`$match: {"<<": 1}`:          "",
	} {
		_, err := processorOf(t, stage)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", stage, err, want)
		}
	}
}

// TestNumbersOfAPipeline compares what Atlas gives back with what was sent.
func TestNumbersOfAPipeline(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"10", "10.0", true},
		{"9007199254740993", "9007199254740992.0", true},
		{"9007199254740993", "9007199254740992", false},
		{"0.1", "0.10000000000000001", true},
		{"0.1", "0.11", false},
		{`"10"`, "10.0", false},
	} {
		a, b := spec.Document(`[{"$match":{"a":`+test.a+`}}]`), spec.Document(`[{"$match":{"a":`+test.b+`}}]`)
		body := func(d spec.Document) *spec.StreamProcessor { return &spec.StreamProcessor{Pipeline: &d} }
		if a.Equal(b) != test.same || spec.EqualNodes(spec.Encode(body(a)), spec.Encode(body(b))) != test.same {
			t.Errorf("%s and %s are the same: %t, want %t", test.a, test.b, a.Equal(b), test.same)
		}
	}
}
