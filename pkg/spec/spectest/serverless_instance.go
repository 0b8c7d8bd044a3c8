package spectest

import (
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func serverlessInstance() Specimen {
	return Specimen{
		Kind:     spec.KindServerlessInstance,
		Samples:  serverlessInstances(),
		Names:    []string{"sessions", "1e3", "NO"},
		Texts:    map[string][]string{"providerSettings.regionName": {"US_EAST_1", "EUROPE_WEST"}},
		Few:      map[string][]string{"providerSettings.regionName": {"US_EAST_1", "EUROPE_WEST"}},
		Recorded: Recording{Path: aProject + `/serverless()(?:/([^/]+))?`},
		Estate: Estate{
			Names: clusterNames(), Era: MostlyThen,
			Places: []Place{{All: "/serverless", One: "/serverless/{name}"}, {All: "/flexClusters", One: "/flexClusters/{name}"}},
		},
	}
}

// The times of serverless: while there were instances, while they were Flex
// clusters behind the old API, and since there is only Flex.
const (
	serverlessNative = "2024-12-01"
	serverlessShim   = "2025-06-01"
)

func serverlessInstances() []Sample {
	worlds := []World{
		{},
		{AsOf: serverlessNative},
		{AsOf: serverlessShim},
		{AsOf: serverlessNative, Legacy: true},
		{AsOf: serverlessShim, Legacy: true},
	}
	return []Sample{
		{
			Shape: "minimal", Object: "sessions", Worlds: worlds,
			Spec: `
providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}
`,
			Changes: []Change{
				{"tags": "{env: prod}"},
				{"terminationProtectionEnabled": "true"},
				{"terminationProtectionEnabled": "false", "tags": "{}"},
				{"serverlessBackupOptions.serverlessContinuousBackupEnabled": "false"},
			},
		},
		{
			Shape: "full", Object: "Sessions-2", Worlds: worlds,
			Spec: `
providerSettings: {backingProviderName: AZURE, providerName: SERVERLESS, regionName: US_EAST_2}
serverlessBackupOptions: {serverlessContinuousBackupEnabled: true}
tags: {env: prod, "cost centre": "1.10"}
terminationProtectionEnabled: false
`,
			Changes: []Change{
				{"tags": "{env: dev, owner: shop}"},
				{"tags": "{}"},
				{"serverlessBackupOptions": "{serverlessContinuousBackupEnabled: false}"},
			},
		},
	}
}
