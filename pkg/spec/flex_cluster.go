package spec

import "time"

// KindFlexCluster is a Flex cluster. It shares its name space with every other
// cluster of the project.
const KindFlexCluster Kind = "FlexCluster"

// FlexCluster is the part of a Flex cluster that Git may own, in the words of
// the Atlas schema FlexClusterDescription20241113.
type FlexCluster struct {
	ProviderSettings             *FlexProviderSettings `yaml:"providerSettings"`
	Tags                         map[string]string     `yaml:"tags"`
	TerminationProtectionEnabled *bool                 `yaml:"terminationProtectionEnabled"`
}

// FlexProviderSettings says where a Flex cluster runs.
type FlexProviderSettings struct {
	BackingProviderName *string `yaml:"backingProviderName"`
	RegionName          *string `yaml:"regionName"`
}

func flexClusterType() Type {
	return Type{
		Kind:    KindFlexCluster,
		Summary: "A Flex cluster: small, shared, and priced by what it does.",
		New:     func() Body { return new(FlexCluster) },
		Name:    Field{Required: true, MaxLen: 64, Check: clusterName, Pattern: clusterNamePattern},
		Fields: map[string]Field{
			"providerSettings":                     {Required: true, Immutable: true},
			"providerSettings.backingProviderName": {Required: true, Enum: clusterProviders()},
			"providerSettings.regionName":          {About: "A region such as US_EAST_1.", Required: true, Check: clusterRegion, Pattern: clusterRegionPattern},
			"tags":                                 tagsField(),
			"terminationProtectionEnabled":         {Default: "false"},
		},
		NameSpace:  clusterNames,
		Protection: "terminationProtectionEnabled",
		Loses:      "all data of the cluster and its snapshots",
		Timeout:    3 * time.Hour,
		NotCovered: "snapshots and restores, and the upgrade to a dedicated cluster: do that in Atlas, and declare a Cluster instead.",
		Example:    flexClusterExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-flex-clusters",
	}
}

// flexClusterExample is a document that makes one.
const flexClusterExample = `apiVersion: atlasctl/v1
kind: FlexCluster
metadata:
  project: payments-prod # or --project
  name: orders
spec:
  providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}
`
