package spec

import "time"

// KindPrivateEndpointService is the service in a region through which private
// endpoints reach the dedicated clusters of a project.
const KindPrivateEndpointService Kind = "PrivateEndpointService"

// PrivateEndpointService is the part of a private endpoint service that Git may
// own, in the words of the Atlas schema CloudProviderEndpointServiceRequest.
// Atlas gives it an ID and no name: it is known by its provider and region, of
// which a project has one each. Once it is there its status tells what to make
// endpoints for in the cloud.
type PrivateEndpointService struct {
	ProviderName           *string     `yaml:"providerName"`
	Region                 *string     `yaml:"region"`
	SupportedRemoteRegions Set[string] `yaml:"supportedRemoteRegions"`
	PortMappingEnabled     *bool       `yaml:"portMappingEnabled"`
}

func privateEndpointServiceType() Type {
	return Type{
		Kind:    KindPrivateEndpointService,
		Summary: "The service in a region by which private endpoints reach the dedicated clusters of a project. Atlas knows it by provider and region; the name is only yours.",
		New:     func() Body { return new(PrivateEndpointService) },
		Name:    Field{Required: true, Check: parentName, Pattern: parentNamePattern, Never: folderPattern},
		Fields: map[string]Field{
			"providerName": {Required: true, Immutable: true, Enum: clusterProviders()},
			"region":       {About: "A region such as US_EAST_1.", Required: true, Immutable: true, Check: clusterRegion, Pattern: clusterRegionPattern},
			"supportedRemoteRegions": {
				When: when("providerName", "AWS"), MaxLen: 35, Values: &Field{Check: clusterRegion, Pattern: clusterRegionPattern},
				Hazard: "disconnects clients in the regions that are taken away",
			},
			"portMappingEnabled": {When: when("providerName", "GCP"), Immutable: true, Default: "false"},
		},
		Identity:   []string{"providerName", "region"},
		ListedBy:   "providerName",
		Loses:      "the service and its endpoints: clients lose the clusters, and what was made for it in the cloud fits no other",
		Announce:   []string{"endpointServiceName", "privateLinkServiceName", "privateLinkServiceResourceId", "serviceAttachmentNames"},
		Timeout:    time.Hour,
		NotCovered: "a second service in a region, and the regional mode of a project, which sharded clusters in several regions need.",
		Example:    privateEndpointServiceExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-private-endpoint-services",
	}
}

// privateEndpointServiceExample is a document that makes one.
const privateEndpointServiceExample = `apiVersion: atlasctl/v1
kind: PrivateEndpointService
metadata:
  project: payments-prod # or --project
  name: main
spec:
  providerName: AWS
  region: US_EAST_1
`

// Reads lists what Validate looks at.
func (*PrivateEndpointService) Reads() []string { return []string{"region", "supportedRemoteRegions"} }

// Validate refuses the region of the service itself among the remote ones, as
// Atlas does (error code CROSS_REGION_PRIVATE_LINK_SELF_REGION).
func (s *PrivateEndpointService) Validate() []Violation {
	if _, own := s.SupportedRemoteRegions[*s.Region]; own {
		return []Violation{{"supportedRemoteRegions", quote(*s.Region) + " is the region of the service itself: take it out, it is always served"}}
	}
	return nil
}
