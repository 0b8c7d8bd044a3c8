package spectest

import (
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func privateEndpoint() Specimen {
	const endpoints = "/privateEndpoint/*/endpointService/{parent}/endpoint"
	return Specimen{
		Kind:    spec.KindPrivateEndpoint,
		Samples: privateEndpoints(),
		Names:   []string{"app", "a/b", someID},
		Texts: map[string][]string{
			"id":                       {awsEndpoint, azureEndpoint},
			"privateEndpointIPAddress": {"10.0.0.4", "::1"},
			"endpoints.ipAddress":      {"10.0.0.4", "10.0.0.5"},
		},
		Few: map[string][]string{
			"id":                       {"vpce-1", "vpce-2", "vpce-3", "/subscriptions/a/b", "/Subscriptions/a/B"},
			"privateEndpointIPAddress": {"10.0.0.4", "10.0.0.5"},
			"endpointGroupName":        {"a", "b"},
			"endpoints.ipAddress":      {"10.0.0.4", "10.0.0.5"},
		},
		Loads:    ofOneProvider,
		Possible: ofOneProvider,
		Recorded: Recording{Lists: []string{}, Answers: answerOfEndpoint},
		Estate: Estate{
			Names: []string{"a", "b"}, Percent: 60, Wire: wireEndpoint,
			Places: []Place{{All: endpoints, One: endpoints + "/{name}", Posted: member("id", "endpointGroupName")}},
		},
	}
}

// ofOneProvider leaves of a private endpoint what one provider has.
func ofOneProvider(d Dice, _ string, b spec.Body) {
	e := b.(*spec.PrivateEndpoint)
	switch One(d, "AWS", "AZURE", "GCP") {
	case "AWS":
		*e = spec.PrivateEndpoint{ID: new(awsEndpoint)}
	case "AZURE":
		*e = spec.PrivateEndpoint{ID: new(azureEndpoint), PrivateEndpointIPAddress: new("10.0.0.4")}
	default:
		*e = spec.PrivateEndpoint{EndpointGroupName: new("group"), GCPProjectID: new("shop"), Endpoints: e.Endpoints}
	}
}

// wireEndpoint makes an endpoint that its name tells from others of its service.
func wireEndpoint(_ Surroundings, addr spec.Address, _ spec.Body) spec.Body {
	number := Number(addr) + "e"
	switch addr.Parent {
	case "azure":
		return &spec.PrivateEndpoint{ID: new(azureEndpoint + number), PrivateEndpointIPAddress: new("10.0.0.4")}
	case "gcp":
		group := "e" + number
		return &spec.PrivateEndpoint{
			EndpointGroupName: &group, GCPProjectID: new("shop-network"),
			Endpoints: spec.NewSet(spec.GCPForwardingRule{EndpointName: group, IPAddress: "10.0.0.4"}),
		}
	}
	return &spec.PrivateEndpoint{ID: new("vpce-" + number)}
}

// answerOfEndpoint is what Atlas makes of the request for an endpoint.
func answerOfEndpoint(sent map[string]any) map[string]any {
	switch {
	case sent["endpointGroupName"] != nil:
		return map[string]any{"cloudProvider": "GCP", "status": "AVAILABLE"}
	case sent["privateEndpointIPAddress"] != nil:
		return map[string]any{"cloudProvider": "AZURE", "status": "AVAILABLE", "privateEndpointResourceId": sent["id"]}
	}
	return map[string]any{"cloudProvider": "AWS", "connectionStatus": "AVAILABLE", "interfaceEndpointId": sent["id"]}
}

func privateEndpoints() []Sample {
	return []Sample{
		{
			Shape: "AWS", Object: "app",
			Spec: `{id: vpce-0123456789abcdef0}`,
		},
		{
			Shape: "Azure", Object: "app", Parent: "Azure",
			Spec: `{
  id: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/app,
  privateEndpointIPAddress: 10.0.0.4,
}`,
		},
		{
			Shape: "Google Cloud", Object: "app", Parent: "Google Cloud",
			Spec: `{
  endpointGroupName: app-group, gcpProjectId: shop-network,
  endpoints: [{endpointName: app-0, ipAddress: 10.0.0.4}, {endpointName: app-1, ipAddress: 10.0.0.5}],
}`,
		},
		{
			Shape: "Google Cloud with mapped ports", Object: "app", Parent: "Google Cloud with mapped ports",
			Spec: `{endpointGroupName: app, gcpProjectId: shop-network, endpoints: [{endpointName: app, ipAddress: 10.0.0.4}]}`,
		},
	}
}
