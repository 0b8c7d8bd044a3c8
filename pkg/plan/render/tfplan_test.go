package render_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func mustTFPlan(t testing.TB, p *plan.Plan) []byte {
	t.Helper()
	data, err := render.TFPlan(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readTFPlan(t *testing.T, p *plan.Plan) tfjson.Plan {
	t.Helper()
	var doc tfjson.Plan
	if err := json.Unmarshal(mustTFPlan(t, p), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestTFPlanNames reads names as tools show and search them.
func TestTFPlanNames(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		addr    spec.Address
		address string
	}{
		{flex("orders-1"), `atlasctl_flex_cluster.orders-1["shop/FlexCluster/orders-1"]`},
		{flex("2nd"), `atlasctl_flex_cluster._2nd["shop/FlexCluster/2nd"]`},
		{connection("a.b/c"), `atlasctl_stream_connection.a_b_c["payments-prod/StreamConnection/clicks/a.b/c"]`},
		{connection(`x"]y` + "\x1b"), `atlasctl_stream_connection.x__y_["payments-prod/StreamConnection/clicks/x\"]y\x1b"]`},
		{spec.Address{Project: "p", Kind: "IPAccessListEntry", Name: "ü"}, `atlasctl_ip_access_list_entry._["p/IPAccessListEntry/ü"]`},
		{spec.Address{Project: "p", Kind: "CustomDBRole", Name: "r"}, `atlasctl_custom_db_role.r["p/CustomDBRole/r"]`},
	} {
		doc := readTFPlan(t, &plan.Plan{Operations: []plan.Operation{{Addr: tc.addr, Action: plan.Create}}})
		if got := doc.ResourceChanges[0].Address; got != tc.address {
			t.Errorf("%s: got %s, want %s", tc.addr, got, tc.address)
		}
	}
}

// TestTFPlanAttributes keeps what names a resource apart from its fields: both
// stand side by side in the values.
func TestTFPlanAttributes(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		body := reflect.TypeOf(typ.New()).Elem()
		for f := range body.Fields() {
			switch f.Tag.Get("yaml") {
			case "project", "name", typ.ParentKey:
				t.Errorf("%s has a field %s, which hides the one of metadata", typ.Kind, f.Name)
			}
		}
	}
}

// TestTFPlanUpdateIsWhole finds what the document leaves out on both sides, and
// a removed member on one.
func TestTFPlanUpdateIsWhole(t *testing.T) {
	t.Parallel()
	live, want := cluster(), cluster()
	want.TerminationProtectionEnabled = nil
	want.Tags = map[string]string{"env": "prod"}
	doc := readTFPlan(t, &plan.Plan{Operations: []plan.Operation{{
		Addr: flex("orders"), Action: plan.Update,
		Fields: []plan.Field{field("tags/owner", "me", nil)},
		Live:   &spec.Resource{Body: live},
		Want:   &spec.Resource{Body: want},
	}}})
	whole := func(tags map[string]any) any {
		return map[string]any{
			"project": "shop", "name": "orders",
			"providerSettings": map[string]any{"backingProviderName": "AWS", "regionName": "US_EAST_1"},
			"tags":             tags, "terminationProtectionEnabled": true,
		}
	}
	change := doc.ResourceChanges[0].Change
	if diff := cmp.Diff(whole(map[string]any{"env": "prod", "owner": "me"}), change.Before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(whole(map[string]any{"env": "prod"}), change.After); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
}

// TestTFPlanMarksWhatIsHidden marks live values that are not shown.
func TestTFPlanMarksWhatIsHidden(t *testing.T) {
	t.Parallel()
	live := &spec.StreamConnection{
		Type: new("Https"), URL: new(spec.Hidden),
		Headers: map[string]spec.Value{"X-Team": spec.Text("payments"), "X-Token": spec.Hidden},
	}
	doc := readTFPlan(t, &plan.Plan{Operations: []plan.Operation{{
		Addr: connection("hook"), Action: plan.Delete, Live: &spec.Resource{Body: live},
	}}})
	change := doc.ResourceChanges[0].Change
	want := map[string]any{"url": true, "headers": map[string]any{"X-Token": true}}
	if diff := cmp.Diff(want, change.BeforeSensitive); diff != "" {
		t.Errorf("sensitive before (-want +got):\n%s", diff)
	}
	if change.AfterSensitive != false {
		t.Errorf("nothing is left, but sensitive after is %v", change.AfterSensitive)
	}
}

// TestTFPlanReasons are those that Terraform has words for.
func TestTFPlanReasons(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		what string
		op   plan.Operation
		want tfjson.ActionReason
	}{
		{"pruned", plan.Operation{Action: plan.Delete}, tfjson.ActionReasonDeleteBecauseNoResourceConfig},
		{"absent", plan.Operation{Action: plan.Delete, Origin: at("a.yaml", 1)}, ""},
		{"replaced", replacement().Operations[0], tfjson.ActionReasonReplaceBecauseCannotUpdate},
		{"replaced with its parent", plan.Operation{Action: plan.Replace, Origin: at("a.yaml", 1)}, ""},
	} {
		tc.op.Addr = connection("kafka")
		doc := readTFPlan(t, &plan.Plan{Operations: []plan.Operation{tc.op}})
		if got := doc.ResourceChanges[0].ActionReason; got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.what, got, tc.want)
		}
	}
}

// TestTFPlanOfBlocked says that the plan is not all that the files want, and
// that it cannot be applied.
func TestTFPlanOfBlocked(t *testing.T) {
	t.Parallel()
	var flags struct{ Applyable, Complete bool }
	for _, tc := range []struct {
		what                string
		plan                *plan.Plan
		applyable, complete bool
	}{
		{"changes", update(), true, true},
		{"nothing", nothingToDo(), false, true},
		{"blocked", blockedOnly(), false, false},
		{"both", rich(), false, false},
	} {
		if err := json.Unmarshal(mustTFPlan(t, tc.plan), &flags); err != nil {
			t.Fatal(err)
		}
		if flags.Applyable != tc.applyable || flags.Complete != tc.complete {
			t.Errorf("%s: got %+v", tc.what, flags)
		}
	}
}
