package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// compareTFPlan reads the plan in Terraform's form as Terraform's tools do, and
// compares it with the plan. The bytes are compared in a few goldens only: what
// differs elsewhere is what plan.json shows already.
func compareTFPlan(t *testing.T, dir string, p *plan.Plan) {
	t.Helper()
	data, err := render.TFPlan(p)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "plan.tfplan.json")
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		compare(t, file, string(data))
	}
	if strings.Contains(string(data), canary) {
		t.Error("the plan in Terraform's form holds a secret of the server")
	}
	var doc tfjson.Plan
	doc.UseJSONNumber(true)
	if err := json.Unmarshal(data, &doc); err != nil { // it checks the version, too
		t.Fatal(err)
	}
	addresses := map[string]bool{}
	for i, op := range p.Operations {
		rc := doc.ResourceChanges[i]
		addresses[rc.Address] = true
		checkIdentity(t, op.Addr, rc)
		checkSides(t, op, rc.Change)
		checkSecrets(t, op, rc.Change)
	}
	if len(addresses) != len(p.Operations) || len(doc.ResourceChanges) != len(p.Operations) {
		t.Errorf("%d operations are %d changes with %d addresses", len(p.Operations), len(doc.ResourceChanges), len(addresses))
	}
	for i, b := range p.Blocked {
		checkIdentity(t, b.Addr, doc.DeferredChanges[i].ResourceChange)
		if doc.DeferredChanges[i].Reason != b.Reason {
			t.Errorf("%s: deferred for %q, want %q", b.Addr, doc.DeferredChanges[i].Reason, b.Reason)
		}
	}
	checkPlanned(t, doc)
}

// checkIdentity also holds the address to what readers cut it apart by: a dot
// after the type, and one pair of brackets at the end.
func checkIdentity(t *testing.T, addr spec.Address, rc *tfjson.ResourceChange) {
	t.Helper()
	typ, rest, _ := strings.Cut(rc.Address, ".")
	name, key, _ := strings.Cut(rest, "[")
	if typ != rc.Type || name != rc.Name || !strings.HasSuffix(key, "]") || rc.Index != addr.String() || rc.Mode != tfjson.ManagedResourceMode {
		t.Errorf("%s is %q, which does not fit type %q, name %q, index %q, mode %q", addr, rc.Address, rc.Type, rc.Name, rc.Index, rc.Mode)
	}
}

// checkSides holds both sides of a change against the action, and against the
// fields that differ.
func checkSides(t *testing.T, op plan.Operation, change *tfjson.Change) {
	t.Helper()
	a := change.Actions
	is := map[plan.Action]bool{plan.Create: a.Create(), plan.Update: a.Update(), plan.Delete: a.Delete(), plan.Replace: a.DestroyBeforeCreate()}
	if !is[op.Action] {
		t.Errorf("%s: %s is %v", op.Addr, op.Action, a)
	}
	if (change.Before == nil) != (op.Action == plan.Create) || (change.After == nil) != (op.Action == plan.Delete) {
		t.Errorf("%s: %s from %v to %v", op.Addr, op.Action, change.Before, change.After)
	}
	for _, f := range op.Fields {
		path := strings.Join(f.Path, ".")
		f.Path = behind(change.After, f.Path)
		// Of a secret that is sent again nobody knows whether it differs.
		if diff := cmp.Diff(plan.Value(f.Before), member(change.Before, f.Path)); change.Before != nil && !f.Secret && diff != "" {
			t.Errorf("%s: %s before (-field +whole):\n%s", op.Addr, path, diff)
		}
		if diff := cmp.Diff(plan.Value(f.After), member(change.After, f.Path)); change.After != nil && diff != "" {
			t.Errorf("%s: %s after (-field +whole):\n%s", op.Addr, path, diff)
		}
	}
}

// checkSecrets wants every reference marked.
func checkSecrets(t *testing.T, op plan.Operation, change *tfjson.Change) {
	t.Helper()
	if op.Want == nil || op.Want.Body == nil {
		return
	}
	for _, ref := range spec.SecretRefs(op.Want.Body) {
		if member(change.AfterSensitive, ref.Path) != true {
			t.Errorf("%s: %s is not marked as sensitive", op.Addr, strings.Join(ref.Path, "."))
		}
	}
}

// checkPlanned finds what changes lead to among the planned values.
func checkPlanned(t *testing.T, doc tfjson.Plan) {
	t.Helper()
	values := map[string]any{}
	for _, r := range doc.PlannedValues.RootModule.Resources {
		values[r.Address] = r.AttributeValues
	}
	for _, rc := range doc.ResourceChanges {
		if diff := cmp.Diff(rc.Change.After, values[rc.Address]); diff != "" {
			t.Errorf("%s: the planned values differ (-after +planned):\n%s", rc.Address, diff)
		}
	}
	for _, d := range doc.DeferredChanges {
		if diff := cmp.Diff(closed(d.ResourceChange.Change.Before), values[d.ResourceChange.Address]); diff != "" {
			t.Errorf("%s: what is blocked does not stay (-before +planned):\n%s", d.ResourceChange.Address, diff)
		}
	}
}

// behind gives the index of the first member that goes: it stands behind those that
// stay.
func behind(after any, path []string) []string {
	last := len(path) - 1
	if list, is := member(after, path[:last]).([]any); is && strings.HasPrefix(path[last], "gone:") {
		return append(slices.Clone(path[:last]), strconv.Itoa(len(list)))
	}
	return path
}

// closed is a value without the gaps of its lists.
func closed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, m := range v {
			v[name] = closed(m)
		}
	case []any:
		v = slices.DeleteFunc(v, func(m any) bool { return m == nil })
		for i, m := range v {
			v[i] = closed(m)
		}
		return v
	}
	return v
}

// member looks a path up in what was decoded. In a list, members are found by
// their index or their value, as in the paths of a plan.
func member(v any, path []string) any {
	for _, key := range path {
		switch whole := v.(type) {
		case map[string]any:
			v = whole[key]
		case []any:
			v = item(whole, key)
		default:
			return nil
		}
	}
	return v
}

// item looks a member of a list up, by its index, or one of a set, by its text.
func item(list []any, key string) any {
	if i, err := strconv.Atoi(key); err == nil && i < len(list) && !slices.Contains(list, any(key)) {
		return list[i]
	}
	var block any
	dec := json.NewDecoder(strings.NewReader(key))
	dec.UseNumber()
	_ = dec.Decode(&block) // the text of a scalar is none
	for _, v := range list {
		if v == any(key) || block != nil && cmp.Equal(v, block) {
			return v
		}
	}
	return nil
}

// TestPolicyPlans writes the plans that the tests of examples/policy judge. They
// are in a module of their own, which cannot plan.
func TestPolicyPlans(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../../testdata/policy/*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("found %d plans: %v", len(dirs), err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			c := situation{}
			if filepath.Base(dir) == "example" {
				c.want = loadFile(t, filepath.Join(exampleRoot, "policy"), "payments.yaml")
			} else {
				c = readCase(t, dir)
			}
			compareTFPlan(t, dir, planOf(t, c.memory(), c.want, c.flags))
		})
	}
}
