package spec

import (
	"fmt"
	"time"
)

// KindServerlessPrivateEndpoint is a private endpoint of a serverless
// instance. Atlas offers them on native instances only, of which there are
// none left.
const KindServerlessPrivateEndpoint Kind = "ServerlessPrivateEndpoint"

// ServerlessPrivateEndpoint is the part of an endpoint that Git may own, in the
// words of the Atlas schema ServerlessTenantEndpoint. Atlas knows an endpoint
// by its ID only; metadata.name is kept as its comment.
type ServerlessPrivateEndpoint struct {
	ProviderName             *string `yaml:"providerName"`
	CloudProviderEndpointID  *string `yaml:"cloudProviderEndpointId"`
	PrivateEndpointIPAddress *string `yaml:"privateEndpointIpAddress"`
	Comment                  *string `yaml:"comment"`
}

func serverlessPrivateEndpointType() Type {
	azure := when("providerName", "AZURE")
	return Type{
		Kind:      KindServerlessPrivateEndpoint,
		Summary:   "A private endpoint of a native serverless instance.",
		Parent:    KindServerlessInstance,
		ParentKey: "instance",
		New:       func() Body { return new(ServerlessPrivateEndpoint) },
		Name:      Field{Required: true, MaxLen: 80, Check: plainName, Pattern: plainNamePattern, Never: folderPattern},
		Fields: map[string]Field{
			"providerName":             {Required: true, Immutable: true, Enum: []string{"AWS", "AZURE"}},
			"cloudProviderEndpointId":  {SetOnce: true, Fold: azureFold},
			"privateEndpointIpAddress": {About: "An IP address.", SetOnce: true, When: azure, Check: ipAddress, Pattern: ipAddressPattern},
			"comment":                  {FromName: true},
		},
		Fits:       fitsInstance,
		Rules:      serverlessEndpointRules(),
		Key:        "cloudProviderEndpointId",
		Loses:      "the endpoint and its service: clients lose the cluster, and what was made for it in the cloud fits no other",
		Announce:   []string{"endpointServiceName", "privateLinkServiceResourceId"},
		Timeout:    2 * time.Hour,
		NotCovered: "the endpoint in your cloud, and anything on a Flex cluster, which has no private endpoints: declare a Cluster and a PrivateEndpoint.",
		Example:    serverlessPrivateEndpointExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-serverless-private-endpoints",
	}
}

// fitsInstance wants an endpoint of the cloud that its instance is in.
func fitsInstance(body, parent Body) []Violation {
	provider, settings := body.(*ServerlessPrivateEndpoint).ProviderName, parent.(*ServerlessInstance).ProviderSettings
	if provider == nil || settings == nil || settings.BackingProviderName == nil || *settings.BackingProviderName == *provider {
		return nil
	}
	return []Violation{{"providerName", fmt.Sprintf("is %s, and its instance is on %s: an endpoint is in the cloud of its instance", *provider, *settings.BackingProviderName)}}
}

// serverlessPrivateEndpointExample is a document that makes one.
const serverlessPrivateEndpointExample = `apiVersion: atlasctl/v1
kind: ServerlessPrivateEndpoint
metadata:
  project: payments-prod # or --project
  instance: sessions     # the ServerlessInstance that it lives in
  name: app
spec:
  providerName: AWS
`

// serverlessEndpointRules want the ID in the form of the provider, and on Azure
// both parts of it together.
func serverlessEndpointRules() []Rule {
	const id, ip = "cloudProviderEndpointId", "privateEndpointIpAddress"
	on := func(provider string) Cond { return all(is("providerName", provider), said(id)) }
	return []Rule{
		{If: on("AWS"), Then: matches(id, vpcEndpointPattern), At: id, Msg: "must be the ID of a VPC endpoint on AWS: vpce- and 17 hexadecimal digits"},
		{
			If: on("AZURE"), Then: matches(id, azureEndpointPattern()), At: id,
			Msg: "must be the resource ID of a private endpoint on Azure: " + azureEndpointForm,
		},
		{If: on("AZURE"), Then: said(ip), At: id, Msg: "needs privateEndpointIpAddress beside it on Azure"},
		{If: said(ip), Then: said(id), At: ip, Msg: "means nothing without cloudProviderEndpointId: give both"},
	}
}
