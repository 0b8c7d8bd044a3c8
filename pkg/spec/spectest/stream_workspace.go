package spectest

import (
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func streamWorkspace() Specimen {
	return Specimen{
		Kind:     spec.KindStreamWorkspace,
		Samples:  streamWorkspaces(),
		Names:    []string{"clicks", "my clicks", "é", "on"},
		Recorded: Recording{Path: aProject + `/streams()(?:/([^/]+))?`, But: "privateLinkConnections"},
		Estate: Estate{
			Names: []string{"a", "my clicks"}, Percent: 60,
			Places: []Place{{All: "/streams", One: "/streams/{name}"}},
		},
	}
}

func streamWorkspaces() []Sample {
	return []Sample{
		{
			Shape: "minimal", Object: "my clicks",
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
			Shape: "full", Object: "clicks é",
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
