package spectest

import (
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func privateEndpointService() Specimen {
	const services = "/privateEndpoint/endpointService"
	return Specimen{
		Kind:    spec.KindPrivateEndpointService,
		Samples: privateEndpointServices(),
		Names:   []string{"main", someID, "my service"},
		Texts: map[string][]string{
			"region":                 {"US_EAST_1", "EUROPE_WEST"},
			"supportedRemoteRegions": {"EU_WEST_1", "EU_WEST_2"},
		},
		Few: map[string][]string{
			"region":                 {"US_EAST_1", "US_WEST_2"},
			"supportedRemoteRegions": {"EU_WEST_1", "EU_WEST_2"},
		},
		Loads: func(_ Dice, _ string, b spec.Body) {
			s := b.(*spec.PrivateEndpointService)
			delete(s.SupportedRemoteRegions, *s.Region)
		},
		Recorded: Recording{
			Lists: []string{
				"/privateEndpoint/AWS/endpointService", "/privateEndpoint/AZURE/endpointService", "/privateEndpoint/GCP/endpointService",
			},
			Path:     aProject + `/privateEndpoint/(?:(?:AWS|AZURE|GCP)/)?endpointService()(?:/([^/]+))?`,
			Answered: map[string]string{"providerName": "cloudProvider", "region": "regionName"},
		},
		Estate: Estate{
			Names: []string{"aws", "azure", "gcp"}, Percent: 40, Wire: wireService,
			Places: []Place{
				{All: services, One: "/privateEndpoint/*/endpointService/{name}", Posted: member("region")},
				{One: services + "/{name}"},
			},
		},
	}
}

// wireService makes a service whose name tells the provider, with its own region.
// What it may serve beside that can change.
func wireService(around Surroundings, addr spec.Address, _ spec.Body) spec.Body {
	switch {
	case addr.Name == "azure":
		return &spec.PrivateEndpointService{ProviderName: new("AZURE"), Region: new("EUROPE_WEST")}
	case addr.Name == "gcp" && around.Native(): // ports are not mapped yet
		return nil
	case addr.Name == "gcp":
		return &spec.PrivateEndpointService{ProviderName: new("GCP"), Region: new("US_EAST_4"), PortMappingEnabled: new(true)}
	}
	s := &spec.PrivateEndpointService{ProviderName: new("AWS"), Region: new("US_EAST_1")}
	if Chance(around, 60) && !around.Native() { // there is no such thing yet
		s.SupportedRemoteRegions = spec.NewSet(One(around, "EU_WEST_1", "EU_WEST_2"), "SA_EAST_1")
	}
	return s
}

func privateEndpointServices() []Sample {
	return []Sample{
		{
			Shape: "AWS", Object: "main",
			Spec: `{providerName: AWS, region: EU_WEST_1}`,
			Changes: []Change{
				{"supportedRemoteRegions": `[US_EAST_1, SA_EAST_1]`},
				{"supportedRemoteRegions": `[]`},
			},
		},
		{
			Shape: "AWS for several regions", Object: "several",
			Spec:    `{providerName: AWS, region: US_EAST_1, supportedRemoteRegions: [US_WEST_1, US_WEST_2]}`,
			Changes: []Change{{"supportedRemoteRegions": `[US_WEST_2]`}},
		},
		{
			Shape: "Azure", Object: "azure",
			Spec: `{providerName: AZURE, region: EUROPE_WEST}`,
		},
		{
			Shape: "Google Cloud", Object: "google",
			Spec: `{providerName: GCP, region: US_EAST_4}`,
		},
		{
			Shape: "Google Cloud with mapped ports", Object: "mapped",
			Spec: `{providerName: GCP, region: US_EAST_4, portMappingEnabled: true}`,
		},
	}
}
