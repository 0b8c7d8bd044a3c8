package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

func flexClusters() []Sample {
	return []Sample{
		{
			Kind: spec.KindFlexCluster, Shape: "minimal", Object: "orders",
			Spec: `
providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}
`,
			Changes: []Change{
				{"tags": "{env: prod}"},
				{"terminationProtectionEnabled": "true"},
				{"terminationProtectionEnabled": "false", "tags": "{}"},
			},
		},
		{
			Kind: spec.KindFlexCluster, Shape: "full", Object: "Orders-2",
			Spec: `
providerSettings: {backingProviderName: GCP, regionName: CENTRAL_US}
tags: {env: prod, "cost centre": "1.10"}
terminationProtectionEnabled: false
`,
			Changes: []Change{
				{"tags": "{env: dev, owner: shop}"},
				{"tags": "{}"},
			},
		},
	}
}
