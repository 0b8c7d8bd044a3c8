package spectest

import (
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func flexCluster() Specimen {
	return Specimen{
		Kind:     spec.KindFlexCluster,
		Samples:  flexClusters(),
		Names:    []string{"orders", "a", "0-9", strings.Repeat("o", 64)},
		Texts:    map[string][]string{"providerSettings.regionName": {"US_EAST_1", "EUROPE_WEST"}},
		Few:      map[string][]string{"providerSettings.regionName": {"US_EAST_1", "EUROPE_WEST"}},
		Refers:   []spec.Kind{spec.KindProject},
		Recorded: Recording{Path: aProject + `/flexClusters()(?:/([^/]+))?`},
		Estate:   Estate{Names: clusterNames(), Places: []Place{{All: "/flexClusters", One: "/flexClusters/{name}"}}},
	}
}

// clusterNames are those of clusters of every kind: they share them.
func clusterNames() []string { return []string{"a", "b", "c-1"} }

func flexClusters() []Sample {
	return []Sample{
		{
			Shape: "minimal", Object: "orders",
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
			Shape: "full", Object: "Orders-2",
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
