package remotetest

import (
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

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
		{AsOf: serverlessNative, Serverless: remote.ServerlessLegacy},
		{AsOf: serverlessShim, Serverless: remote.ServerlessLegacy},
	}
	return []Sample{
		{
			Kind: spec.KindServerlessInstance, Shape: "minimal", Object: "sessions", Worlds: worlds,
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
			Kind: spec.KindServerlessInstance, Shape: "full", Object: "Sessions-2", Worlds: worlds,
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
