package emulator

import (
	"maps"
	"regexp"
	"slices"
)

// variant is one type of connection: the members that only it has, and how it
// behaves.
type variant struct {
	members    shape
	check      func(body object) error // of the body as sent, secrets included
	trim       func(kept object)       // drops what another member rules out
	networking string                  // the member that says how it is reached; empty when none does
	public     bool                    // networking that is left out is filled in as PUBLIC (recorded for Kafka)
	lingers    bool                    // shows DELETING before it goes
	edited     []string                // the text that a second editor changes; see editConnection
}

// variants is the table of types (API document: StreamsConnection). Names and
// members are Atlas's; what is required is what its documentation calls so.
func variants() map[string]variant {
	aws := member{holds: record, required: true, within: shape{"roleArn": {required: true}, "testBucket": {}}}
	pubSub := member{holds: record, required: true, within: shape{"serviceAccountId": {required: true}}}
	return map[string]variant{
		"Sample": {},
		"Cluster": {members: shape{
			"clusterGroupId":  {pattern: objectIDPattern},
			"clusterName":     {required: true},
			"dbRoleToExecute": dbRole(),
		}, edited: []string{"dbRoleToExecute", "role"}},
		"Kafka": {
			members: kafkaShape(), check: checkKafka, networking: "networking", public: true, lingers: true,
			edited: []string{"config", "client.id"},
		},
		"Https": {
			members: shape{"headers": {holds: textMap}, "url": {required: true, hidden: true}},
			edited:  []string{"headers", "X-Edited"},
		},
		"AWSLambda": {members: shape{"aws": aws}, edited: []string{"aws", "roleArn"}},
		"S3": {
			members:    shape{"aws": aws, "networking": kafkaNetworking()},
			networking: "networking",
			edited:     []string{"aws", "testBucket"},
		},
		"AWSKinesisDataStreams": {
			members:    shape{"aws": aws, "networking": kafkaNetworking()},
			networking: "networking",
			edited:     []string{"aws", "roleArn"},
		},
		"SchemaRegistry": {
			members: registryShape(), check: checkRegistry, trim: trimRegistry,
			edited: []string{"schemaRegistryAuthentication", "username"},
		},
		"AzureBlobStorage": {
			members:    shape{"azure": azureStorage(), "publicPrivateNetworking": privateNetworking()},
			networking: "publicPrivateNetworking",
			edited:     []string{"azure", "storageAccountName"},
		},
		"GCPPubSub": {
			members:    shape{"gcp": pubSub, "publicPrivateNetworking": privateNetworking()},
			networking: "publicPrivateNetworking",
			edited:     []string{"gcp", "serviceAccountId"},
		},
	}
}

var objectIDPattern = regexp.MustCompile(`^[a-f0-9]{24}$`)

func dbRole() member {
	return member{holds: record, required: true, within: shape{
		"role": {required: true},
		"type": {required: true, enum: []string{"BUILT_IN", "CUSTOM"}},
	}}
}

func kafkaShape() shape {
	return shape{
		"authentication": {holds: record, required: true, within: shape{
			"clientId":                  {},
			"clientSecret":              {secret: true},
			"mechanism":                 {required: true, enum: []string{"PLAIN", "SCRAM-256", "SCRAM-512", "OAUTHBEARER", "SSL"}},
			"method":                    {},
			"password":                  {secret: true},
			"saslOauthbearerExtensions": {hidden: true},
			"scope":                     {},
			"sslCertificate":            {},
			"sslKey":                    {secret: true},
			"sslKeyPassword":            {secret: true},
			"tokenEndpointUrl":          {},
			"username":                  {},
		}},
		"bootstrapServers": {required: true},
		"config":           {holds: textMap},
		"networking":       kafkaNetworking(),
		"security": {holds: record, required: true, within: shape{
			"brokerPublicCertificate": {},
			"protocol":                {required: true, enum: []string{"PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"}},
		}},
	}
}

func azureStorage() member {
	return member{holds: record, required: true, within: shape{
		"region":             {required: true},
		"servicePrincipalId": {required: true},
		"storageAccountName": {required: true},
	}}
}

func kafkaNetworking() member {
	return member{holds: record, within: shape{"access": {holds: record, within: shape{
		"connectionId": {pattern: objectIDPattern},
		"name":         {},
		"tgwRouteId":   {pattern: objectIDPattern},
		"type":         {required: true, enum: []string{"PUBLIC", "VPC", "PRIVATE_LINK", "TRANSIT_GATEWAY"}},
	}}}}
}

func privateNetworking() member {
	return member{holds: record, within: shape{"access": {holds: record, within: shape{
		"connectionId": {pattern: objectIDPattern},
		"type":         {required: true, enum: []string{"PUBLIC", "PRIVATE_LINK"}},
	}}}}
}

// checkKafka wants the secret that the mechanism authenticates with, on POST
// and PATCH alike: Atlas gives none back, so none can be kept.
func checkKafka(body object) error {
	secret := "password"
	switch textAt(body, "authentication", "mechanism") {
	case "OAUTHBEARER":
		secret = "clientSecret"
	case "SSL":
		secret = "sslKey"
	}
	if textAt(body, "authentication", secret) == "" {
		return errMissing(secret)
	}
	return nil
}

func registryShape() shape {
	return shape{
		"provider": {required: true, enum: []string{"CONFLUENT"}},
		"schemaRegistryAuthentication": {holds: record, required: true, within: shape{
			"password": {secret: true},
			"type":     {required: true, enum: []string{"USER_INFO", "SASL_INHERIT"}},
			"username": {},
		}},
		"schemaRegistryUrls": {holds: texts, required: true},
	}
}

func checkRegistry(body object) error {
	if urls, _ := body["schemaRegistryUrls"].([]any); len(urls) == 0 || len(urls) > 10 {
		return errValidation("schemaRegistryUrls takes 1 to 10 URLs")
	}
	if textAt(body, "schemaRegistryAuthentication", "type") != "USER_INFO" {
		return nil
	}
	for _, name := range []string{"username", "password"} {
		if textAt(body, "schemaRegistryAuthentication", name) == "" {
			return errMissing(name)
		}
	}
	return nil
}

// trimRegistry drops what only USER_INFO has: the API document knows no other
// member of SASL_INHERIT than its type.
func trimRegistry(kept object) {
	if access := asObject(kept["schemaRegistryAuthentication"]); access["type"] == "SASL_INHERIT" {
		delete(access, "username")
	}
}

// checkAccess wants the ID that the kind of access is about.
func checkAccess(fields object, networking string) error {
	access := asObject(asObject(fields[networking])["access"])
	switch kind := textAt(access, "type"); {
	case kind == "PRIVATE_LINK" && access["connectionId"] == nil:
		return errMissing("connectionId")
	case kind == "TRANSIT_GATEWAY" && access["tgwRouteId"] == nil:
		return errMissing("tgwRouteId")
	}
	return nil
}

// isPublic reports whether a connection goes over the internet, where there is
// nothing to set up first.
func (v variant) isPublic(fields object) bool {
	return v.networking == "" || slices.Contains([]string{"", "PUBLIC"}, textAt(fields, v.networking, "access", "type"))
}

// editConnection changes one text of the connection's type, unless a processor
// holds it. A sample has none.
func (c *call) editConnection(r *resource) error {
	if err := c.checkUnused(r); err != nil {
		return err
	}
	path := variants()[textAt(r.Fields, "type")].edited
	if path == nil {
		return nil
	}
	return c.state.update(r, withText(r.Fields, edited(textAt(r.Fields, path...)), path...), r.Life)
}

// shownConnection is the shape of the type that the body names.
func shownConnection(body object) shape {
	s := connectionShape()
	maps.Copy(s, variants()[textAt(body, "type")].members)
	return s
}
