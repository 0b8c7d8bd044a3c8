package spectest

import (
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func streamConnection() Specimen {
	return Specimen{
		Kind:    spec.KindStreamConnection,
		Samples: streamConnections(),
		Names:   []string{"kafka", "a/b", "über: [x]", "9", "日本"},
		Texts:   connectionTexts(),
		Few:     fewConnectionTexts(),
		Refers:  []spec.Kind{spec.KindFlexCluster, spec.KindCustomDBRole},
		Loads:   loadsConnection,
		Among:   linkedWhere,
		Recorded: Recording{
			Path:     aProject + `/streams/([^/]+)/connections(?:/([^/]+))?`,
			FilledIn: []string{"networking.access.type", publicNetworking + "type"},
		},
		Estate: Estate{
			Names: []string{"a", "b", "c", "hook/eu: [1] é", "kafka%2F?#"}, Percent: 60, Wire: wireConnection,
			Places: []Place{{All: "/streams/{parent}/connections", One: "/streams/{parent}/connections/{name}"}},
		},
	}
}

func connectionTexts() map[string][]string {
	return map[string][]string{
		"clusterName":                     {"orders", "0-9"},
		"clusterGroupId":                  {"5e2211c17a3e5a48f5497de3"},
		"bootstrapServers":                {"b1:9092", "b1:9092,b2:9093", "[::1]:1"},
		"authentication.tokenEndpointUrl": {"https://idp.example.com/token"},
		"url":                             {"https://example.com/hook?a=b", "http://10.0.0.1"},
		"headers.key":                     {"Authorization", "X-A", "x_b"},
		"headers.value":                   {"application/json", "Bearer x", "1.10", ""},
		"schemaRegistryUrls":              {"https://sr1.example.com", "http://sr2.example.com:8081", "https://[::1]/"},
		"aws.roleArn":                     {"arn:aws:iam::123456789012:role/atlas", "arn:aws-cn:iam::1:role/a/b"},
		"aws.testBucket":                  {"my-bucket", "123"},
		"azure.storageAccountName":        {"clicks", "0123"},
		"gcp.serviceAccountId":            {"atlas@clicks.iam.gserviceaccount.com"},
		"networking.access.connectionId":  {someID},
		"networking.access.privateLink":   {"msk"},
		publicNetworking + "connectionId": {someID},
		publicNetworking + "privateLink":  {"msk"},
	}
}

const publicNetworking = "publicPrivateNetworking.access."

// fewConnectionTexts name what is of [SmallNames], and mostly refer to something.
func fewConnectionTexts() map[string][]string {
	return map[string][]string{
		"authentication.tokenEndpointUrl": {"https://idp.example.com/token", "https://idp2.example.com"},
		"aws.roleArn":                     {"arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"},
		"azure.storageAccountName":        {"clicks", "orders"},
		"bootstrapServers":                {"b1:9092", "b1:9092,b2:9093"},
		"clusterGroupId":                  {"p", "q"},
		"clusterName":                     SmallNames(),
		"dbRoleToExecute.role":            {"readAnyDatabase", "a", "b"},
		"dbRoleToExecute.type":            {"CUSTOM", "CUSTOM", "BUILT_IN"},
		"gcp.serviceAccountId":            {"a@p.iam.gserviceaccount.com", "b@p.iam.gserviceaccount.com"},
		"headers.key":                     {"Authorization", "X-A", "x_b"},
		"headers.value":                   {"application/json", "Bearer x", "1.10", ""},
		"networking.access.type":          {"PRIVATE_LINK", "PRIVATE_LINK", "PUBLIC", "VPC", "TRANSIT_GATEWAY"},
		"networking.access.privateLink":   SmallNames(),
		"networking.access.connectionId":  {strings.Repeat("c", 24), strings.Repeat("d", 24)},
		publicNetworking + "privateLink":  SmallNames(),
		publicNetworking + "connectionId": {strings.Repeat("c", 24), strings.Repeat("d", 24)},
		"schemaRegistryUrls":              {"https://r1.example.com", "https://r2.example.com", "http://r3"},
		"url":                             {"https://example.com/hook?a=b", "http://10.0.0.1"},
		"type": {
			"Cluster", "Cluster", "Cluster", "Kafka", "Kafka", "Kafka",
			"S3", "Https", "Sample", "SchemaRegistry", "AWSKinesisDataStreams", "AWSLambda", "AzureBlobStorage", "GCPPubSub",
		},
	}
}

// overLinks has what goes over a private link name one as choose says: by our name
// of it, or by its ID.
func overLinks(c *spec.StreamConnection, choose func(link, id **string)) {
	if n := c.Networking; n != nil && *n.Access.Type == "PRIVATE_LINK" {
		choose(&n.Access.PrivateLink, &n.Access.ConnectionID)
	}
	if n := c.PublicPrivateNetworking; n != nil && *n.Access.Type == "PRIVATE_LINK" {
		choose(&n.Access.PrivateLink, &n.Access.ConnectionID)
	}
}

// loadsConnection has a connection over a private link name one.
func loadsConnection(d Dice, _ string, b spec.Body) {
	byName := Chance(d, 50)
	overLinks(b.(*spec.StreamConnection), func(link, id **string) {
		if *link, *id = nil, new(someID); byName {
			*link, *id = new("msk"), nil
		}
	})
}

// linkedWhere leaves connections over private links that are there, each told in
// one way: another one is a problem, not a plan.
func linkedWhere(b spec.Body, addr spec.Address, there func(spec.Address) bool) {
	overLinks(b.(*spec.StreamConnection), func(link, id **string) {
		if *link != nil {
			for _, name := range append([]string{**link}, SmallNames()...) {
				if there(spec.Address{Project: addr.Project, Kind: spec.KindStreamPrivateLink, Name: name}) {
					*link, *id = &name, nil
					return
				}
			}
		}
		*link = nil
		if *id == nil {
			*id = new(strings.Repeat("c", 24))
		}
	})
}

// wireConnection has a connection refer to what is there, if anything is.
func wireConnection(around Surroundings, addr spec.Address, b spec.Body) spec.Body {
	c := b.(*spec.StreamConnection)
	if c.ClusterName != nil {
		*c.ClusterName = One(around, "a", "b")
	}
	if role := c.DBRoleToExecute; role != nil && *role.Type == "CUSTOM" {
		*role = spec.DBRoleToExecute{Role: new("readAnyDatabase"), Type: new("BUILT_IN")}
		if roles := around.There(spec.KindCustomDBRole, addr.Project, ""); len(roles) > 0 && c.ClusterGroupID == nil {
			*role = spec.DBRoleToExecute{Role: new(One(around, roles...)), Type: new("CUSTOM")}
		}
	}
	overLinks(c, func(link, id **string) {
		*link, *id = nil, new(someID)
		if links := around.There(spec.KindStreamPrivateLink, addr.Project, ""); len(links) > 0 {
			*link, *id = new(One(around, links...)), nil
		}
	})
	return c
}
