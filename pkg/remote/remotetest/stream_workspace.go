package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

func streamWorkspaces() []Sample {
	return []Sample{
		{
			Kind: spec.KindStreamWorkspace, Shape: "minimal", Object: "my clicks",
			Spec: `
dataProcessRegion: {cloudProvider: AWS, region: VIRGINIA_USA}
`,
			Changes: []Change{
				{"streamConfig.tier": "SP10"},
				{"streamConfig": "{maxTierSize: SP50}"},
				{"dataProcessRegion.region": "DUBLIN_IRL"},
			},
		},
		{
			Kind: spec.KindStreamWorkspace, Shape: "full", Object: "clicks é",
			Spec: `
dataProcessRegion: {cloudProvider: AZURE, region: eastus2}
streamConfig: {tier: SP10, maxTierSize: SP30}
`,
			Changes: []Change{
				{"streamConfig.tier": "SP5"},
				{"streamConfig.maxTierSize": "SP50"},
				{"dataProcessRegion": "{cloudProvider: GCP, region: US_CENTRAL1}"},
			},
		},
	}
}
