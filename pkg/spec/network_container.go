package spec

import (
	"net/netip"
	"slices"
	"time"
)

// KindNetworkContainer is the network in which Atlas puts the dedicated clusters of
// a project: of a region on AWS and Azure, of all of them on Google Cloud.
const KindNetworkContainer Kind = "NetworkContainer"

// NetworkContainer is the part of a container that Git may own, in the words of the
// Atlas schema CloudProviderContainer, which calls the region otherwise at each
// provider. Atlas gives it an ID and no name: it is known by provider and region.
type NetworkContainer struct {
	ProviderName   *string     `yaml:"providerName"`
	RegionName     *string     `yaml:"regionName"`
	Region         *string     `yaml:"region"`
	Regions        Set[string] `yaml:"regions"`
	AtlasCIDRBlock *string     `yaml:"atlasCidrBlock"`
}

func networkContainerType() Type {
	const provider, block = "providerName", "atlasCidrBlock"
	return Type{
		Kind: KindNetworkContainer,
		Summary: "The network in which Atlas puts the dedicated clusters of a project: of a region on AWS and Azure, of the whole project on " +
			"Google Cloud. Atlas knows it by provider and region; the name is only yours.",
		New:  func() Body { return new(NetworkContainer) },
		Name: Field{Required: true, Check: parentName, Pattern: parentNamePattern, Never: folderPattern},
		Fields: map[string]Field{
			provider:     {Required: true, Immutable: true, Enum: clusterProviders()},
			"regionName": {About: "A region such as US_EAST_1.", Required: true, Immutable: true, When: when(provider, "AWS"), Check: clusterRegion, Pattern: clusterRegionPattern},
			"region":     {About: "A region such as EUROPE_WEST.", Required: true, Immutable: true, When: when(provider, "AZURE"), Check: clusterRegion, Pattern: clusterRegionPattern},
			"regions": {
				About: "The regions in which there may be clusters; left out, all of them.",
				When:  when(provider, "GCP"), Immutable: true, MinLen: 1, Values: &Field{Check: clusterRegion, Pattern: clusterRegionPattern},
			},
			block: {
				About: "A private block of IPv4 addresses such as 10.8.0.0/21.", Required: true, Check: privateBlock, Pattern: privateBlockPattern,
				Hazard: "gives clusters other addresses: Atlas does it only while there is no dedicated cluster and no peering in it",
			},
		},
		Rules: []Rule{
			{
				If: is(provider, "AWS", "AZURE"), Then: matches(block, `/2[1-4]$`), At: block,
				Msg: "must be a block from /21 to /24: that is what AWS and Azure have room for",
			},
			{
				If: is(provider, "GCP"), Then: matches(block, `/([89]|1[0-8])$`), At: block,
				Msg: "must be a block of /18 or larger: Google Cloud divides it among the regions",
			},
		},
		Identity:  []string{provider, "regionName", "region"},
		Houses:    map[Kind]func(house, guest Body) bool{KindCluster: housesNodes},
		MadeAlong: true, // that one is nothing which keeps a project is a guess: no page says what Atlas counts
		Loses:     "the network: peerings to it have to be made anew",
		Timeout:   time.Hour,
		NotCovered: "peerings; and a block that Atlas chooses. Atlas makes the network by itself with the first dedicated cluster of a region that has " +
			"none: declare it before that, or take over the one that is there.",
		Example: networkContainerExample,
		Docs:    "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-network-peering",
	}
}

// housesNodes reports whether nodes of a cluster are in a network.
func housesNodes(house, guest Body) bool {
	n, c := house.(*NetworkContainer), guest.(*Cluster)
	for _, shard := range c.ReplicationSpecs {
		if slices.ContainsFunc(shard.RegionConfigs, n.houses) {
			return true
		}
	}
	return false
}

// houses reports whether the nodes of a region are in the network.
func (n *NetworkContainer) houses(r RegionConfig) bool {
	same := func(a, b *string) bool { return a != nil && b != nil && *a == *b }
	switch {
	case !same(n.ProviderName, r.ProviderName):
		return false
	case *n.ProviderName == "GCP": // there is one, and clusters in its regions only
		return true
	}
	return same(n.RegionName, r.RegionName) || same(n.Region, r.RegionName)
}

// networkContainerExample is a document that makes one.
const networkContainerExample = `apiVersion: atlasctl/v1
kind: NetworkContainer
metadata:
  project: payments-prod # or --project
  name: aws-us-east-1
spec:
  providerName: AWS
  regionName: US_EAST_1
  atlasCidrBlock: 10.8.0.0/21
`

// privateBlockPattern is a block of RFC 1918, as far as an expression tells.
const privateBlockPattern = `^(10|172\.(1[6-9]|2[0-9]|3[01])|192\.168)\.[0-9.]+/[0-9]+$`

// privateBlock wants a block of RFC 1918 without bits behind its prefix.
func privateBlock(text string) string {
	const wanted = "must be a private block of IPv4 addresses such as 10.8.0.0/21"
	block, err := netip.ParsePrefix(text)
	switch {
	case err != nil, !isPrivate(block):
		return wanted
	case block != block.Masked():
		return "has bits behind its prefix: write " + block.Masked().String()
	}
	return ""
}

// isPrivate reports whether all of a block is in one of RFC 1918, also when there are
// bits behind its prefix.
func isPrivate(block netip.Prefix) bool {
	return slices.ContainsFunc([]string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}, func(text string) bool {
		all := netip.MustParsePrefix(text)
		return all.Contains(block.Addr()) && block.Bits() >= all.Bits()
	})
}
