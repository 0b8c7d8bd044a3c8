package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

func privateEndpointServices() []Sample {
	return []Sample{
		{
			Kind: spec.KindPrivateEndpointService, Shape: "AWS", Object: "main",
			Spec: `{providerName: AWS, region: EU_WEST_1}`,
			Changes: []Change{
				{"supportedRemoteRegions": `[US_EAST_1, SA_EAST_1]`},
				{"supportedRemoteRegions": `[]`},
			},
		},
		{
			Kind: spec.KindPrivateEndpointService, Shape: "AWS for several regions", Object: "several",
			Spec:    `{providerName: AWS, region: US_EAST_1, supportedRemoteRegions: [US_WEST_1, US_WEST_2]}`,
			Changes: []Change{{"supportedRemoteRegions": `[US_WEST_2]`}},
		},
		{
			Kind: spec.KindPrivateEndpointService, Shape: "Azure", Object: "azure",
			Spec: `{providerName: AZURE, region: EUROPE_WEST}`,
		},
		{
			Kind: spec.KindPrivateEndpointService, Shape: "Google Cloud", Object: "google",
			Spec: `{providerName: GCP, region: US_EAST_4}`,
		},
		{
			Kind: spec.KindPrivateEndpointService, Shape: "Google Cloud with mapped ports", Object: "mapped",
			Spec: `{providerName: GCP, region: US_EAST_4, portMappingEnabled: true}`,
		},
	}
}
