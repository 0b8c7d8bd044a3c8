package spec

// StreamNetworking says over which network Atlas reaches the other side.
type StreamNetworking struct {
	Access *StreamNetworkingAccess `yaml:"access"`
}

// StreamNetworkingAccess is one way through the network; Type decides what it
// needs.
type StreamNetworkingAccess struct {
	Type         *string `yaml:"type"`
	PrivateLink  *string `yaml:"privateLink"`
	ConnectionID *string `yaml:"connectionId"`
	Name         *string `yaml:"name"`
	TGWRouteID   *string `yaml:"tgwRouteId"`
}

// StreamPublicNetworking is StreamNetworking for the types that know two ways.
type StreamPublicNetworking struct {
	Access *StreamPublicNetworkingAccess `yaml:"access"`
}

// StreamPublicNetworkingAccess is one of the two ways.
type StreamPublicNetworkingAccess struct {
	Type         *string `yaml:"type"`
	PrivateLink  *string `yaml:"privateLink"`
	ConnectionID *string `yaml:"connectionId"`
}

func connectionNetworking() map[string]Field {
	access, public := "networking.access.type", "publicPrivateNetworking.access.type"
	return map[string]Field{
		"networking":                     {Immutable: true, When: when("type", "Kafka", "S3", "AWSKinesisDataStreams")},
		"networking.access":              {Required: true},
		access:                           {Required: true, Enum: []string{"PUBLIC", "VPC", "PRIVATE_LINK", "TRANSIT_GATEWAY"}, Default: "PUBLIC"},
		"networking.access.privateLink":  linkName(when(access, "PRIVATE_LINK"), "networking.access.connectionId"),
		"networking.access.connectionId": {About: "An ID of 24 hexadecimal digits.", When: when(access, "PRIVATE_LINK"), Tolerated: true, Check: objectID, Pattern: IDPattern},
		"networking.access.name":         {When: when(access, "PRIVATE_LINK"), Tolerated: true},
		"networking.access.tgwRouteId":   {Required: true, When: when(access, "TRANSIT_GATEWAY"), Tolerated: true},

		"publicPrivateNetworking":        {Immutable: true, When: when("type", "AzureBlobStorage", "GCPPubSub")},
		"publicPrivateNetworking.access": {Required: true},
		public:                           {Required: true, Enum: []string{"PUBLIC", "PRIVATE_LINK"}, Default: "PUBLIC"},
		"publicPrivateNetworking.access.privateLink":  linkName(when(public, "PRIVATE_LINK"), "publicPrivateNetworking.access.connectionId"),
		"publicPrivateNetworking.access.connectionId": {About: "An ID of 24 hexadecimal digits.", When: when(public, "PRIVATE_LINK"), Tolerated: true, Check: objectID, Pattern: IDPattern},
	}
}

// linkName is the name of a private link, in the place of the ID that Atlas has
// for it.
func linkName(w When, id string) Field {
	return Field{When: w, Refers: []Kind{KindStreamPrivateLink}, ID: id, Check: parentName, Pattern: parentNamePattern, Never: folderPattern}
}

// networkingRules find a private link that nothing or too much tells.
func networkingRules() []Rule {
	var rules []Rule
	for _, block := range []string{"networking.access", "publicPrivateNetworking.access"} {
		link, id := said(block+".privateLink"), said(block+".connectionId")
		rules = append(rules,
			Rule{In: block, If: link, Then: not(id), At: block + ".connectionId", Msg: "and privateLink say the same thing: leave one of the two out"},
			Rule{
				In: block, If: is(block+".type", "PRIVATE_LINK"), Then: either(link, id), At: block,
				Msg: "of type PRIVATE_LINK needs privateLink, the name of a StreamPrivateLink, or the connectionId that Atlas has for one",
			})
	}
	return rules
}
