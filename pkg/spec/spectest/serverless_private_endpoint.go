package spectest

import (
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func serverlessPrivateEndpoint() Specimen {
	const endpoints = "/privateEndpoint/serverless/instance/{parent}/endpoint"
	return Specimen{
		Kind:    spec.KindServerlessPrivateEndpoint,
		Samples: serverlessPrivateEndpoints(),
		Names:   []string{"from app", "a/b", someID, strings.Repeat("e", 80)},
		Texts: map[string][]string{
			"cloudProviderEndpointId":  {awsEndpoint},
			"privateEndpointIpAddress": {"10.0.0.4", "::1"},
		},
		Few: map[string][]string{
			"cloudProviderEndpointId":  {"vpce-1", "vpce-2", "/subscriptions/a/b", "/Subscriptions/a/B"},
			"privateEndpointIpAddress": {"10.0.0.4", "10.0.0.5"},
		},
		Loads: loadsEndpoint,
		Estate: Estate{
			Names: []string{"a", "b", "reports/eu é"}, Percent: 60, Era: OnlyThen, Wire: wireServerlessEndpoint,
			Places: []Place{{All: endpoints, One: endpoints + "/{name}", Posted: member("comment")}},
		},
	}
}

const (
	someID        = "65f0c1d2e3a4b5c6d7e8f901"
	awsEndpoint   = "vpce-0123456789abcdef0"
	azureEndpoint = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/app"
)

// loadsEndpoint has both of what an endpoint on Azure needs or neither, and its
// name as comment, unless that is an ID.
func loadsEndpoint(d Dice, name string, b spec.Body) {
	e := b.(*spec.ServerlessPrivateEndpoint)
	if name != someID {
		e.Comment = &name
	}
	if *e.ProviderName != "AZURE" {
		return
	}
	e.CloudProviderEndpointID, e.PrivateEndpointIPAddress = nil, nil
	if Chance(d, 50) {
		e.CloudProviderEndpointID, e.PrivateEndpointIPAddress = new(azureEndpoint), new("10.0.0.4")
	}
}

// wireServerlessEndpoint gives an endpoint of the provider that its instance is
// on, reserved only or with one of two endpoints in the cloud, which no other
// endpoint has.
func wireServerlessEndpoint(around Surroundings, addr spec.Address, _ spec.Body) spec.Body {
	parent, _ := addr.ParentAddress()
	instance := around.At(parent).(*spec.ServerlessInstance)
	e := &spec.ServerlessPrivateEndpoint{ProviderName: instance.ProviderSettings.BackingProviderName}
	if Chance(around, 40) {
		return e
	}
	number := Number(addr) + One(around, "a", "b")
	if *e.ProviderName == "AWS" {
		e.CloudProviderEndpointID = new("vpce-" + number)
		return e
	}
	e.CloudProviderEndpointID = new(azureEndpoint + number)
	e.PrivateEndpointIPAddress = new("10.0.0.4")
	return e
}

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
		samples[i].Worlds = []World{{AsOf: serverlessNative, Legacy: true}}
	}
	return samples
}
