package plan_test

import (
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestConflictInADocument says where in a pipeline somebody else was, in words that do
// not contradict each other.
func TestConflictInADocument(t *testing.T) {
	t.Parallel()
	const emit = `{"$emit":{"connectionName":"__testLog"}}`
	for name, test := range map[string]struct{ planned, live, want, text string }{
		"a value": {
			"{$match: {a: 1}},", "{$match: {a: 3}},", "{$match: {a: 2}},",
			`pipeline.1.$match.a: the plan saw "1", now it is "3", the file wants "2"`,
		},
		"a value beside the one that was to change": {
			"{$match: {a: 1}}, {$limit: 1},", "{$match: {a: 1}}, {$limit: 2},", "{$match: {a: 2}}, {$limit: 1},",
			`pipeline.2.$limit: the plan saw "1", now it is "2", the file wants "1"`,
		},
		"a stage after the one that is wanted": {
			"", "{$match: {a: 1}}, {$match: {}},", "{$match: {a: 1}},",
			`pipeline.2: the plan saw nothing, now it is {"$match":{}}, the file wants ` + emit,
		},
		"a stage of another sort": {
			"{$match: {a: 1}},", "{$limit: 1},", "{$match: {a: 2}},",
			`pipeline.1: the plan saw {"$match":{"a":1}}, now it is {"$limit":1}, the file wants {"$match":{"a":2}}`,
		},
		"a part of what was to change": {
			"{$match: {a: 1}}, {$limit: 1},", "{$match: {a: 2}}, {$limit: 1},", "{$match: {a: 2}}, {$limit: 2},",
			`pipeline.1.$match.a: the plan saw "1", now it is "2", as in the file; pipeline.2.$limit is "1" still, the file wants "2"`,
		},
		"a stage that is gone": {
			"{$match: {a: 1}},", "", "{$match: {a: 2}},",
			`pipeline.1: the plan saw {"$match":{"a":1}}, now it is ` + emit + `, the file wants {"$match":{"a":2}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := func(stages string) string {
				return "pipeline: [{$source: {connectionName: c}}, " + stages + emit + "], state: CREATED"
			}
			made := compute(t, document(t, processor("p"), of(test.want)), live(t, processor("p"), of(test.planned)))
			if len(made.Operations) != 1 {
				t.Fatalf("got %+v", made)
			}
			_, conflicts := made.Operations[0].Recheck(live(t, processor("p"), of(test.live)).Body)
			if len(conflicts) != 1 || conflicts[0].String() != test.text {
				t.Errorf("got %v, want %s", conflicts, test.text)
			}
		})
	}
}

// TestConflictWithWhatAppeared says where something that was not there when it was
// planned is otherwise than its document.
func TestConflictWithWhatAppeared(t *testing.T) {
	t.Parallel()
	node := func(match string) *yaml.Node {
		return spec.NodeAt(spec.Encode(live(t, processor("p"), pipeline(match)).Body), []string{"pipeline"})
	}
	c := plan.Conflict{Path: []string{"pipeline"}, Live: node("1"), Want: node("2")}
	want := `pipeline.1.$match.a: the plan saw nothing, now it is "1", the file wants "2"`
	if got := c.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
