package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

func projects() []Sample {
	return []Sample{
		{
			Kind: spec.KindProject, Shape: "minimal", Object: "from nothing",
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
			Kind: spec.KindProject, Shape: "full", Object: "über_1.0 (a)",
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
