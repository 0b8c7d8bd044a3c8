package spectest

import (
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func networkContainer() Specimen {
	return Specimen{
		Kind:    spec.KindNetworkContainer,
		Samples: networkContainers(),
		Names:   []string{"main", someID, "my network"},
		Texts: map[string][]string{
			"regionName":     {"US_EAST_1", "EU_WEST_1"},
			"region":         {"EUROPE_WEST"},
			"regions":        {"US_EAST_4", "WESTERN_EUROPE"},
			"atlasCidrBlock": {"10.8.0.0/21", "192.168.0.0/24", "172.16.0.0/22"},
		},
		Few: map[string][]string{
			"regionName":     {"US_EAST_1", "EU_WEST_1"},
			"region":         {"EUROPE_WEST", "US_EAST_2"},
			"regions":        {"US_EAST_4", "WESTERN_EUROPE"},
			"atlasCidrBlock": {"10.8.0.0/21", "10.16.0.0/21"},
		},
		Loads:    loadsContainer,
		Possible: loadsContainer,
		Recorded: Recording{Lists: []string{"/containers/all"}},
		Estate: Estate{
			Names: []string{"aws", "azure", "gcp"}, Percent: 40, Wire: wireContainer,
			Places: []Place{{All: "/containers", One: "/containers/{name}", Posted: member("regionName", "region", "providerName")}},
		},
	}
}

func networkContainers() []Sample {
	return []Sample{
		{
			Shape: "AWS", Object: "main",
			Spec:    `{providerName: AWS, regionName: CA_CENTRAL_1, atlasCidrBlock: 10.8.0.0/21}`,
			Changes: []Change{{"atlasCidrBlock": "10.16.0.0/24"}},
		},
		{
			Shape: "Azure", Object: "azure",
			Spec:    `{providerName: AZURE, region: EUROPE_WEST, atlasCidrBlock: 192.168.248.0/21}`,
			Changes: []Change{{"atlasCidrBlock": "172.16.0.0/21"}},
		},
		{
			Shape: "Google Cloud", Object: "google",
			Spec:    `{providerName: GCP, regions: [WESTERN_EUROPE, US_EAST_4], atlasCidrBlock: 10.128.0.0/18}`,
			Changes: []Change{{"atlasCidrBlock": "10.64.0.0/16"}},
		},
	}
}

// loadsContainer gives Google Cloud a block of a size that it takes.
func loadsContainer(_ Dice, _ string, b spec.Body) {
	if c := b.(*spec.NetworkContainer); *c.ProviderName == "GCP" {
		c.AtlasCIDRBlock = new("10.128.0.0/18")
	} else if strings.HasSuffix(*c.AtlasCIDRBlock, "/18") {
		c.AtlasCIDRBlock = new("10.8.0.0/21")
	}
}

// wireContainer makes a container whose name tells where it is, in a region that no
// cluster is in: the block of one that is used cannot change.
func wireContainer(around Surroundings, addr spec.Address, _ spec.Body) spec.Body {
	block := new(One(around, "10.8.0.0/21", "10.16.0.0/21"))
	switch addr.Name {
	case "azure":
		return &spec.NetworkContainer{ProviderName: new("AZURE"), Region: new("CANADA_EAST"), AtlasCIDRBlock: block}
	case "gcp":
		return nil
	}
	return &spec.NetworkContainer{ProviderName: new("AWS"), RegionName: new("SA_EAST_1"), AtlasCIDRBlock: block}
}
