package render_test

import (
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func driftCases() map[string]*plan.Drift {
	noon := time.Date(2026, time.June, 3, 12, 0, 5, 0, time.FixedZone("CEST", 7200))
	deviating := func(f plan.Field) plan.Deviating { return plan.Deviating{Path: f.Path, Live: f.Before, File: f.After} }
	return map[string]*plan.Drift{
		"drift-none": {
			Projects: []string{"shop"}, Compared: 1,
			Unmanaged: []plan.Unmanaged{{Project: "shop", Kind: spec.KindFlexCluster, Count: 2}},
		},
		"drift": {
			Projects: []string{"payments-prod", "shop"}, Compared: 9,
			Resources: []plan.Drifted{
				{
					Addr: connection("hook"), How: plan.Changed, Origin: at("streams.yaml", 31),
					Fields: []plan.Deviating{
						deviating(field("headers/X-Old", hidden(), nil)),
						deviating(field("headers/X-Team", hidden(), "payments")),
						deviating(field("headers/X-Token", nil, spec.EnvSecret("TOKEN"))),
						deviating(field("url", hidden(), spec.EnvSecret("HOOK_URL"))),
					},
					Trace: &plan.Trace{Time: noon, Event: "STREAM_TENANT_CONNECTION_UPDATED"},
				},
				{
					Addr: workspace("clicks"), How: plan.Changed, Origin: at("streams.yaml", 1),
					Fields: []plan.Deviating{deviating(field("streamConfig/tier", "SP30", "SP10"))},
				},
				{
					Addr: flex("gone"), How: plan.Missing, Origin: at("shop.yaml", 3), Reason: "Atlas is deleting it",
					Trace: &plan.Trace{Time: noon, By: "API key <b>`ci\x1b[2J", Event: "CLUSTER_DELETE_SUBMITTED", Certain: true},
				},
				{Addr: flex("old"), How: plan.Unwanted, Origin: at("shop.yaml", 12)},
				{Addr: flex("retired"), How: plan.Unseen, Origin: at("shop.yaml", 20), Reason: "the API is retired"},
			},
			Notices: []plan.Notice{{Text: "events of shop could not be read"}},
		},
	}
}

func TestDrift(t *testing.T) {
	t.Parallel()
	for name, d := range driftCases() {
		data, err := render.DriftJSON(d)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".txt", render.DriftText(d, render.Theme{}))
		golden(t, name+".md", render.DriftMarkdown(d))
		golden(t, name+".json", string(data))
	}
}
