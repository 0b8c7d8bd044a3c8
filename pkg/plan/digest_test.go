package plan_test

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func field(path string, before, after any) plan.Field {
	f := plan.Field{Path: strings.Split(path, "/")}
	if before != nil {
		f.Before = spec.Encode(before)
	}
	if after != nil {
		f.After = spec.Encode(after)
	}
	return f
}

func operation(action plan.Action, fields ...plan.Field) plan.Operation {
	return plan.Operation{Addr: flex("a"), Action: action, Fields: fields, Live: &spec.Resource{ID: "1"}}
}

// TestDigestTellsApart wants another digest for everything that would be done
// otherwise.
func TestDigestTellsApart(t *testing.T) {
	t.Parallel()
	tag := operation(plan.Update, field("tags/a", "1", "2"))
	other := func(change func(*plan.Operation)) plan.Operation {
		op := operation(plan.Update, field("tags/a", "1", "2"))
		change(&op)
		return op
	}
	all := map[string]plan.Operation{
		"a tag":              tag,
		"another value":      operation(plan.Update, field("tags/a", "1", "3")),
		"another start":      operation(plan.Update, field("tags/a", "0", "2")),
		"nothing before":     operation(plan.Update, field("tags/a", nil, "2")),
		"nothing after":      operation(plan.Update, field("tags/a", "1", nil)),
		"nothing as text":    operation(plan.Update, field("tags/a", "", "2")),
		"null as text":       operation(plan.Update, field("tags/a", "null", "2")),
		"another path":       operation(plan.Update, field("tags/b", "1", "2")),
		"a path cut":         operation(plan.Update, field("tags.a", "1", "2")),
		"one more field":     operation(plan.Update, field("tags/a", "1", "2"), field("tags/b", "1", "2")),
		"no field":           operation(plan.Update),
		"another action":     operation(plan.Create, field("tags/a", "1", "2")),
		"another name":       other(func(op *plan.Operation) { op.Addr.Name = "b" }),
		"another project":    other(func(op *plan.Operation) { op.Addr.Project = "b" }),
		"another kind":       other(func(op *plan.Operation) { op.Addr.Kind = spec.KindStreamWorkspace }),
		"a boolean":          operation(plan.Update, field("x", "1", true)),
		"a boolean as text":  operation(plan.Update, field("x", "1", "true")),
		"a number":           operation(plan.Update, field("x", "1", 5)),
		"a number as text":   operation(plan.Update, field("x", "1", "5")),
		"a secret":           operation(plan.Update, field("x", nil, spec.EnvSecret("A"))),
		"another secret":     operation(plan.Update, field("x", nil, spec.EnvSecret("B"))),
		"a secret in a file": operation(plan.Update, field("x", nil, spec.FileSecret("A"))),
		"a map like it":      operation(plan.Update, field("x", nil, map[string]string{"env": "A"})),
		"a hidden value":     operation(plan.Update, field("x", spec.Hidden, "1")),
		"text like it":       operation(plan.Update, field("x", "(hidden)", "1")),
		"a list":             operation(plan.Update, field("x", nil, spec.NewSet("a", "b"))),
		"a list as text":     operation(plan.Update, field("x", nil, "[a b]")),
		"a shorter list":     operation(plan.Update, field("x", nil, spec.NewSet("a"))),
		"an empty list":      operation(plan.Update, field("x", nil, spec.NewSet[string]())),
		"an empty map":       operation(plan.Update, field("x", nil, map[string]string{})),
		"a deletion":         operation(plan.Delete),
		"a replacement":      operation(plan.Replace, field("tags/a", "1", "2")),
		"another object deleted": func() plan.Operation {
			op := operation(plan.Delete)
			op.Live = &spec.Resource{ID: "2"}
			return op
		}(),
		"another object replaced": func() plan.Operation {
			op := operation(plan.Replace, field("tags/a", "1", "2"))
			op.Live = &spec.Resource{ID: "2"}
			return op
		}(),
	}
	seen := map[string]string{}
	for name, op := range all {
		digest := op.Digest()
		if first, taken := seen[digest]; taken {
			t.Errorf("%q and %q have the same digest", first, name)
		}
		seen[digest] = name
	}
}

// TestDigestLeavesOut wants the same digest whatever is only shown.
func TestDigestLeavesOut(t *testing.T) {
	t.Parallel()
	op := operation(plan.Update, field("tags/a", "1", "2"))
	want := op.Digest()
	same := op
	same.Origin = spec.Origin{File: "b.yaml", Line: 7}
	same.Hazards = []plan.Hazard{{Code: plan.HazardLoses, Text: "x"}}
	same.After = []spec.Address{flex("b")}
	same.Unchanged = 9
	same.Live = &spec.Resource{ID: "2"} // an update goes by values
	same.Want = &spec.Resource{}
	same.Fields = []plan.Field{{Path: []string{"tags", "a"}, Before: quoted("1"), After: quoted("2"), ForcesReplace: true, Reason: "x"}}
	if got := same.Digest(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func quoted(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: yaml.DoubleQuotedStyle, Line: 3, Column: 4, HeadComment: "# x"}
}

func TestPlanDigest(t *testing.T) {
	t.Parallel()
	a, b := operation(plan.Delete), operation(plan.Update, field("tags/a", "1", "2"))
	p := &plan.Plan{Operations: []plan.Operation{a, b}}
	want := p.Digest()
	same := &plan.Plan{
		Operations: []plan.Operation{b, a}, Projects: []string{"x"}, Flags: plan.Flags{Prune: true},
		Notices: []plan.Notice{{Text: "x"}}, Unmanaged: []plan.Unmanaged{{Count: 1}},
	}
	if got := same.Digest(); got != want {
		t.Errorf("in another order: got %s, want %s", got, want)
	}
	for _, ops := range [][]plan.Operation{nil, {a}, {b}, {a, a}, {a, b, b}} {
		other := &plan.Plan{Operations: ops}
		if other.Digest() == want {
			t.Errorf("%d other operations have the same digest", len(ops))
		}
	}
	if len(want) != len("sha256:")+64 || !strings.HasPrefix(want, "sha256:") {
		t.Errorf("digest %q is no sha256:HEX", want)
	}
}
