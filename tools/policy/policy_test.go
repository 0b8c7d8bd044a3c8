package policy_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
)

const (
	policyFolder = "../../examples/policy/policy"
	plans        = "../../testdata/policy"
)

// TestRego runs the policy's own tests, as opa test and conftest verify do.
func TestRego(t *testing.T) {
	t.Parallel()
	modules, store, err := tester.Load([]string{policyFolder}, nil)
	if err != nil {
		t.Fatal(err)
	}
	results, err := tester.NewRunner().SetStore(store).SetModules(modules).Run(t.Context(), modules)
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for r := range results {
		ran++
		if !r.Pass() {
			t.Errorf("%s: %s", r.Location, r)
		}
	}
	if ran == 0 {
		t.Error("the policy has no tests")
	}
}

// TestPlans judges plans that atlasctl made, as conftest test and opa eval do.
func TestPlans(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(plans, "*", "plan.tfplan.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d plans: %v", len(files), err)
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(filepath.Join(dir, "verdict.txt"))
			if err != nil {
				t.Fatal(err)
			}
			got := append(messages(t, file, "deny"), messages(t, file, "warn")...)
			if diff := cmp.Diff(strings.Split(strings.TrimSuffix(string(want), "\n"), "\n"), got); diff != "" {
				t.Errorf("verdict.txt (-want +got):\n%s", diff)
			}
		})
	}
}

// messages gives what a rule says of a plan, sorted; one line says how much
// that is.
func messages(t *testing.T, file, rule string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var input any
	if err := json.Unmarshal(data, &input); err != nil {
		t.Fatal(err)
	}
	results, err := rego.New(
		rego.Query("data.main."+rule),
		rego.Load([]string{policyFolder}, nil),
		rego.Input(input),
		rego.Strict(true),
		rego.StrictBuiltinErrors(true),
	).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, msg := range results[0].Expressions[0].Value.([]any) {
		lines = append(lines, fmt.Sprintf("%s: %s", rule, msg))
	}
	slices.Sort(lines)
	return append([]string{fmt.Sprintf("%s %d", rule, len(lines))}, lines...)
}

// TestFormat keeps the policy in the form that opa fmt gives it.
func TestFormat(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(policyFolder, "*.rego"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := format.Source(file, data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(formatted), string(data)); diff != "" {
			t.Errorf("%s is not formatted (-want +got):\n%s", filepath.Base(file), diff)
		}
	}
}
