package plan_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// TestApprovalIsTheRecord refuses a record in which anything is changed or cut
// off, whoever may have written it anew.
func TestApprovalIsTheRecord(t *testing.T) {
	t.Parallel()
	data := record(t, everyAction(t, asIs))
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	edits := 0
	eachEdit(doc, func(what string) {
		edits++
		if _, err := plan.ReadApproval(marshal(t, doc)); err == nil {
			t.Errorf("%s is accepted", what)
		}
	})
	if edits < 100 {
		t.Errorf("only %d edits were tried", edits)
	}
	if _, err := plan.ReadApproval(marshal(t, doc)); err != nil {
		t.Errorf("the record without blanks and with its members in another order: %v", err)
	}
	for cut := 0; cut < len(data)-2; cut += 31 {
		if _, err := plan.ReadApproval(data[:cut]); err == nil {
			t.Errorf("a record that was cut off after %d of %d bytes is accepted", cut, len(data))
		}
	}
}

// eachEdit changes each value of a document in turn, and puts it back.
func eachEdit(v any, try func(what string)) {
	edit := func(where any, old, changed any, set func(any)) {
		set(changed)
		try(fmt.Sprintf("%v: %v for %v", where, changed, old))
		set(old)
	}
	member := func(where, old any, set func(any)) {
		switch old := old.(type) {
		case map[string]any, []any:
			eachEdit(old, try)
			edit(where, old, nil, set)
		case string:
			edit(where, old, old+"x", set)
		case float64:
			edit(where, old, old+1, set)
		case bool:
			edit(where, old, !old, set)
		case nil:
			edit(where, old, "x", set)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for key, old := range v {
			member(key, old, func(to any) { v[key] = to })
		}
	case []any:
		for i, old := range v {
			member(i, old, func(to any) { v[i] = to })
		}
	}
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestApprovalHasTheDigests wants the digest of an operation to come out of the
// values in the record: whoever edits them and the checksum is noticed still.
func TestApprovalHasTheDigests(t *testing.T) {
	t.Parallel()
	data := string(record(t, everyAction(t, asIs)))
	for _, edit := range [][2]string{
		{`"after": "prod"`, `"after": "test"`},
		{`"before": "dev"`, `"before": "test"`},
		{`"liveId": "id-of-old"`, `"liveId": "id-of-new"`},
		{`"env": "P"`, `"env": "Q"`},
		{`"action": "delete"`, `"action": "create"`},
		{`"creates": "sha256:`, `"creates": "sha256:0`},
	} {
		edited := strings.Replace(data, edit[0], edit[1], 1)
		if edited == data {
			t.Fatalf("the record has no %s", edit[0])
		}
		sum, err := plan.Checksum([]byte(edited))
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal([]byte(edited), &doc); err != nil {
			t.Fatal(err)
		}
		doc["checksum"] = sum
		if _, err := plan.ReadApproval(marshal(t, doc)); err == nil || !strings.Contains(err.Error(), "is not what its digest says") {
			t.Errorf("%s: got %v", edit[1], err)
		}
	}
}

// TestApprovalIsForeign tells what is wrong with what is no plan of ours.
func TestApprovalIsForeign(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                     "it is no plan as JSON, or only part of one: ",
		`apiVersion: v1`:       "it is no plan as JSON, or only part of one: ",
		`[]`:                   "it is JSON, and no plan",
		`{"format_version":1}`: "it is JSON, and no plan",
		`{"formatVersion":99}`: "it has format version 99, and this atlasctl reads 1: ",
		`{"formatVersion":1} {"formatVersion":1}`:                          "it is no plan as JSON",
		`{"formatVersion":1,"flags":{"prune":true,"prune":true}}`:          `it is no plan as JSON, or only part of one: it has two members "prune" in one object`,
		`{"formatVersion":1,"operations":[{"Address":"a","address":"b"}]}`: `it is no plan as JSON, or only part of one: it has two members "address" in one object`,
	} {
		if _, err := plan.ReadApproval([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s…", text, err, want)
		}
	}
}
