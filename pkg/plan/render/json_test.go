package render_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// TestJSONReadsBack reads the documents as a later approval would: strictly,
// with the names that are promised, and comes to the digests of the plan.
func TestJSONReadsBack(t *testing.T) {
	t.Parallel()
	type origin struct {
		File string
		Line int
	}
	type field struct {
		Path           []string
		Before, After  any
		Secret, Hidden bool
		ForcesReplace  bool
	}
	type document struct {
		FormatVersion int
		Digest        string
		Checksum      string
		Flags         struct {
			Prune         bool
			Rotate        []string
			ServerlessAPI string
		}
		Projects   []string
		Ground     plan.Ground
		Summary    struct{ Create, Update, Replace, Delete, Blocked, Unmanaged int }
		Operations []struct {
			Address, Action, Digest string
			Origin                  origin
			Fields                  []field
			Sends                   []struct {
				Path  []string
				Value map[string]string
			}
			Creates, LiveID, Document string
			Unchanged                 int
			Hazards                   []struct{ Code, Text string }
			After                     []string
		}
		Blocked []struct {
			Address, Action string
			Origin          origin
			Fields          []field
			Reason          string
		}
		Notices []struct {
			Address, Text string
			Origin        origin
		}
		Unmanaged []struct {
			Project, Kind string
			Count         int
		}
		Refusals []struct {
			Rule, Project, Kind, Text string
			Origin                    origin
		}
	}
	for _, tc := range cases() {
		var doc document
		dec := json.NewDecoder(bytes.NewReader(mustJSON(t, tc.plan)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&doc); err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if doc.FormatVersion != 1 || doc.Digest != tc.plan.Digest() {
			t.Errorf("%s: got version %d, digest %s; want 1, %s", tc.name, doc.FormatVersion, doc.Digest, tc.plan.Digest())
		}
		if got, want := doc.Summary, tc.plan.Summary(); got != want {
			t.Errorf("%s: got summary %+v, want %+v", tc.name, got, want)
		}
		if len(doc.Refusals) != len(tc.plan.Refusals) || len(doc.Operations) != len(tc.plan.Operations) || len(doc.Blocked) != len(tc.plan.Blocked) {
			t.Fatalf("%s: operations, blocked resources or refusals are missing", tc.name)
		}
		for i, op := range tc.plan.Operations {
			got := doc.Operations[i]
			if diff := cmp.Diff(
				[]string{op.Addr.String(), op.Action.String(), op.Digest()},
				[]string{got.Address, got.Action, got.Digest}); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.name, diff)
			}
		}
	}
}

// TestJSONApproves reads each document as what was approved, and finds the plan
// to be that.
func TestJSONApproves(t *testing.T) {
	t.Parallel()
	for _, tc := range append(cases(), testCase{"backslashes", update()}) {
		if tc.name == "backslashes" {
			tc.plan.Operations[0].Fields = []plan.Field{field("tags/x", `\ufffd`, "\xff\\\xff\\ufffd")}
		}
		a, err := plan.ReadApproval(mustJSON(t, tc.plan))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if done, diffs := a.Left(tc.plan, nil); len(done)+len(diffs) > 0 || a.Shaped(tc.plan) != nil {
			t.Errorf("%s: done %q, differences:\n%s", tc.name, done, render.Differences(diffs))
		}
	}
}

func TestJSONHasNoNullLists(t *testing.T) {
	t.Parallel()
	for _, tc := range cases() {
		var doc map[string]any
		if err := json.Unmarshal(mustJSON(t, tc.plan), &doc); err != nil {
			t.Fatal(err)
		}
		nulls(t, tc.name, doc)
	}
}

// nulls allows null for what a field was or becomes, and nowhere else.
func nulls(t *testing.T, where string, v any) {
	switch v := v.(type) {
	case nil:
		t.Errorf("%s is null", where)
	case map[string]any:
		for k, member := range v {
			if member != nil || k != "before" && k != "after" {
				nulls(t, where+"."+k, member)
			}
		}
	case []any:
		for _, member := range v {
			nulls(t, where, member)
		}
	}
}
