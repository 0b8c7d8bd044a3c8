package spec

import "time"

// KindStreamWorkspace is a stream processing workspace, which Atlas's older
// pages call a stream instance.
const KindStreamWorkspace Kind = "StreamWorkspace"

// StreamWorkspace is the part of a stream workspace that Git may own, in the
// words of the Atlas schema StreamsTenant.
type StreamWorkspace struct {
	DataProcessRegion *StreamRegion `yaml:"dataProcessRegion"`
	StreamConfig      *StreamConfig `yaml:"streamConfig"`
}

// StreamRegion says where a workspace runs.
type StreamRegion struct {
	CloudProvider *string `yaml:"cloudProvider"`
	Region        *string `yaml:"region"`
}

// StreamConfig sizes a workspace.
type StreamConfig struct {
	Tier        *string `yaml:"tier"`
	MaxTierSize *string `yaml:"maxTierSize"`
}

func streamWorkspaceType() Type {
	moves := "moves the workspace: its hostnames change, and its processors may stop"
	return Type{
		Kind:    KindStreamWorkspace,
		Summary: "A workspace of Atlas Stream Processing, which Atlas used to call a stream instance.",
		New:     func() Body { return new(StreamWorkspace) },
		Name:    Field{Required: true, Check: parentName, Pattern: parentNamePattern, Never: folderPattern},
		Fields: map[string]Field{
			"dataProcessRegion":               {Required: true},
			"dataProcessRegion.cloudProvider": {Required: true, Enum: clusterProviders(), Hazard: moves},
			"dataProcessRegion.region":        {Required: true, Known: streamRegions(), Hazard: moves},
			"streamConfig.tier":               {Known: streamTiers()},
			"streamConfig.maxTierSize":        {Known: streamTiers()},
		},
		Loses:      "its connections and processors with their checkpoints",
		Timeout:    20 * time.Minute,
		NotCovered: "the sample connections that Atlas can make along with it: declare a StreamConnection of type Sample.",
		Example:    streamWorkspaceExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-streams",
	}
}

// streamWorkspaceExample is a document that makes one.
const streamWorkspaceExample = `apiVersion: atlasctl/v1
kind: StreamWorkspace
metadata:
  project: payments-prod # or --project
  name: clicks
spec:
  dataProcessRegion: {cloudProvider: AWS, region: VIRGINIA_USA}
`

// streamTiers are the tiers known when this was written.
func streamTiers() []string { return []string{"SP2", "SP5", "SP10", "SP30", "SP50"} }

// streamRegions are the regions known when this was written. Streams have a
// vocabulary of their own: the Azure names are lower case.
func streamRegions() []string {
	return []string{
		"DUBLIN_IRL", "FRANKFURT_DEU", "LONDON_GBR", "MONTREAL_CAN", "MUMBAI_IND", "OHIO_USA", "OREGON_USA",
		"PARIS_FRA", "SAOPAULO_BRA", "SEOUL_KOR", "SINGAPORE_SGP", "SYDNEY_AUS", "TOKYO_JPN", "VIRGINIA_USA",
		"australiaeast", "brazilsouth", "eastus", "eastus2", "westeurope", "westus",
		"EUROPE_WEST1", "US_CENTRAL1", "US_EAST4",
	}
}
