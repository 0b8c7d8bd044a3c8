package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

func privateEndpoints() []Sample {
	return []Sample{
		{
			Kind: spec.KindPrivateEndpoint, Shape: "AWS", Object: "app",
			Spec: `{id: vpce-0123456789abcdef0}`,
		},
		{
			Kind: spec.KindPrivateEndpoint, Shape: "Azure", Object: "app", Parent: "Azure",
			Spec: `{
  id: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/app,
  privateEndpointIPAddress: 10.0.0.4,
}`,
		},
		{
			Kind: spec.KindPrivateEndpoint, Shape: "Google Cloud", Object: "app", Parent: "Google Cloud",
			Spec: `{
  endpointGroupName: app-group, gcpProjectId: shop-network,
  endpoints: [{endpointName: app-0, ipAddress: 10.0.0.4}, {endpointName: app-1, ipAddress: 10.0.0.5}],
}`,
		},
		{
			Kind: spec.KindPrivateEndpoint, Shape: "Google Cloud with mapped ports", Object: "app", Parent: "Google Cloud with mapped ports",
			Spec: `{endpointGroupName: app, gcpProjectId: shop-network, endpoints: [{endpointName: app, ipAddress: 10.0.0.4}]}`,
		},
	}
}
