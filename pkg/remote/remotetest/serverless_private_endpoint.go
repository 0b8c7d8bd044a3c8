package remotetest

import (
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// serverlessPrivateEndpoints are tried in the one world that has had them. An
// endpoint is reserved first; a change, or the second phase of a create, names
// what was made in the cloud.
func serverlessPrivateEndpoints() []Sample {
	const azureID = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/privateLink" +
		"/providers/Microsoft.Network/privateEndpoints/"
	samples := []Sample{
		{
			Shape: "AWS reserved", Object: "analytics",
			Spec:    `providerName: AWS`,
			Changes: []Change{{"cloudProviderEndpointId": "vpce-0123456789abcdef0"}},
		},
		{
			Shape: "AWS", Object: "reports/eu é",
			Spec: `{providerName: AWS, cloudProviderEndpointId: vpce-0123456789abcdef1}`,
		},
		{
			Shape: "AZURE reserved", Object: "analytics", Parent: "full",
			Spec:    `providerName: AZURE`,
			Changes: []Change{{"cloudProviderEndpointId": azureID + "a", "privateEndpointIpAddress": "10.0.0.4"}},
		},
		{
			Shape: "AZURE", Object: "reports", Parent: "full",
			Spec: `
providerName: AZURE
cloudProviderEndpointId: ` + azureID + `b
privateEndpointIpAddress: "fd00:0:0:0:0:0:0:4"
`,
		},
	}
	for i := range samples {
		samples[i].Kind = spec.KindServerlessPrivateEndpoint
		samples[i].Worlds = []World{{AsOf: serverlessNative, Serverless: remote.ServerlessLegacy}}
	}
	return samples
}
