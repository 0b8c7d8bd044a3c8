package spectest

import (
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func project() Specimen {
	return Specimen{
		Kind:    spec.KindProject,
		Samples: projects(),
		Names:   []string{"p", "payments-prod", "a (b), c", "über_1.0"},
		Texts:   map[string][]string{"orgId": {"a0123456789abcdef0123456"}},
		Few: map[string][]string{
			"orgId": {strings.Repeat("a", 24), strings.Repeat("a", 24), strings.Repeat("a", 24), strings.Repeat("b", 24)},
		},
		Recorded: Recording{Path: `/groups()(?:/([0-9a-f]{24}))?`, Lists: []string{"", "/settings"}},
		Estate:   Estate{Percent: 40, Wire: wireProject, Places: []Place{{}, {One: "/settings"}}},
	}
}

// wireProject leaves out what only makes a project, where it is there already.
func wireProject(around Surroundings, _ spec.Address, b spec.Body) spec.Body {
	p := b.(*spec.Project)
	p.RegionUsageRestrictions = nil
	if !around.Fresh() {
		p.OrgID, p.WithDefaultAlertsSettings = nil, nil
	}
	return p
}

func projects() []Sample {
	return []Sample{
		{
			Shape: "minimal", Object: "from nothing",
			Metadata: map[string]string{"org": "a0123456789abcdef0123456"},
			Spec:     `{}`,
			Changes: []Change{
				{"tags": `{env: prod, "a b": "c/d"}`},
				{"withDefaultAlertsSettings": `false`},
				{"settings.isClusterAiAssistantEnabled": `false`},
				{"settings": `{isExtendedStorageSizesEnabled: true, isDataExplorerEnabled: false}`},
				{"tags": `{env: dev}`, "settings.isNativeRerankingEnabled": `true`},
			},
		},
		{
			Shape: "full", Object: "über_1.0 (a)",
			Metadata: map[string]string{"org": "a0123456789abcdef0123457"},
			Spec: `
tags: {env: prod, team: clicks}
withDefaultAlertsSettings: false
regionUsageRestrictions: GOV_REGIONS_ONLY
settings:
  isClusterAiAssistantEnabled: false
  isCollectDatabaseSpecificsStatisticsEnabled: false
  isDataExplorerEnabled: false
  isDataExplorerGenAIFeaturesEnabled: true
  isDataExplorerGenAISampleDocumentPassingEnabled: true
  isExtendedStorageSizesEnabled: true
  isNativeRerankingEnabled: true
  isPerformanceAdvisorEnabled: false
  isRealtimePerformancePanelEnabled: false
  isSchemaAdvisorEnabled: false
`,
			Changes: []Change{
				{"tags": `{}`},
				{"tags": `{env: test}`},
				{"withDefaultAlertsSettings": `true`},
				{"settings.isCollectDatabaseSpecificsStatisticsEnabled": `true`},
				{"settings.isDataExplorerEnabled": `true`},
				{"settings.isDataExplorerGenAIFeaturesEnabled": `false`},
				{"settings.isDataExplorerGenAISampleDocumentPassingEnabled": `false`},
				{"settings.isPerformanceAdvisorEnabled": `true`},
				{"settings.isRealtimePerformancePanelEnabled": `true`},
				{"settings.isSchemaAdvisorEnabled": `true`},
			},
		},
	}
}
