package render_test

import (
	"fmt"
	"strings"
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
			Projects: []string{"payments-prod", "shop"}, Compared: 10,
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
					Addr: spec.Address{Project: "shop", Kind: spec.KindCluster, Name: "big"}, How: plan.Changed, Origin: at("shop.yaml", 30),
					Fields: []plan.Deviating{
						{Path: []string{"replicationSpecs", "0", "regionConfigs", "0", "priority"}, Members: []string{"Europe", "AWS EU_WEST_1"}, File: node(7), Live: node(6)},
						{Path: []string{"replicationSpecs", "0", "regionConfigs", "1"}, Members: []string{"Europe", "GCP WESTERN_EUROPE"}, File: node(map[string]string{"regionName": "WESTERN_EUROPE"})},
						{Path: []string{"replicationSpecs", "gone:a \x1b[2J: b"}, Members: []string{"a \x1b[2J: b"}, Live: node(map[string]string{"zoneName": "a \x1b[2J: b"})},
					},
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
		golden(t, name+".md", render.DriftMarkdown(d, render.MarkdownOptions{}))
		golden(t, name+".json", string(data))
	}
}

// TestDriftMarkdownFits holds a drift to the limit of a comment: names before
// values, those first that nobody can see, and what is missing is counted.
func TestDriftMarkdownFits(t *testing.T) {
	t.Parallel()
	links := func(o spec.Origin) string { return fmt.Sprintf("https://example.com/%s#L%d", o.File, o.Line) }
	for _, tc := range []struct {
		changed    int
		has, lacks []string
	}{
		{3, []string{"](https://example.com/", "tier: SP10 -> SP30", "`shop/FlexCluster/unseen` cannot be seen"}, []string{"This is not all of it"}},
		{
			600,
			[]string{"> **This is not all of it:** there is no room for the values of ", "`atlasctl drift` shows everything.", "clicks0599`"},
			[]string{"](https://example.com/"},
		},
		{
			6000,
			[]string{"> **This is not all of it:** there is no room for ", " resources, 1 notice and the values of 6000 resources.", "`shop/FlexCluster/unseen` cannot be seen"},
			[]string{"tier: SP10", "### Notices"},
		},
	} {
		d := &plan.Drift{Projects: []string{"shop"}, Compared: tc.changed + 1, Notices: []plan.Notice{{Text: "a notice"}}}
		for i := range tc.changed {
			d.Resources = append(d.Resources, plan.Drifted{
				Addr: workspace(fmt.Sprintf("clicks%04d", i)), How: plan.Changed, Origin: at("streams.yaml", i),
				Fields: []plan.Deviating{{Path: []string{"streamConfig", "tier"}, File: node("SP10"), Live: node("SP30")}},
			})
		}
		d.Resources = append(d.Resources, plan.Drifted{Addr: flex("unseen"), How: plan.Unseen, Origin: at("flex.yaml", 1), Reason: "the API is retired"})
		got := render.DriftMarkdown(d, render.MarkdownOptions{Link: links})
		if len(got) > render.MarkdownLimit {
			t.Errorf("%d: it has %d bytes", tc.changed, len(got))
		}
		for _, text := range tc.has {
			if !strings.Contains(got, text) {
				t.Errorf("%d: it does not say %q:\n%.1500s", tc.changed, text, got)
			}
		}
		for _, text := range tc.lacks {
			if strings.Contains(got, text) {
				t.Errorf("%d: it says %q:\n%.1500s", tc.changed, text, got)
			}
		}
	}
}
