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
		Name:      Field{Required: true, MaxLen: 80, Check: plainName, Pattern: plainNamePattern},
		Fields: map[string]Field{
			"providerName":             {Required: true, Immutable: true, Enum: []string{"AWS", "AZURE"}},
			"cloudProviderEndpointId":  {SetOnce: true, Fold: azureFold},
			"privateEndpointIpAddress": {SetOnce: true, When: azure, Check: ipAddress},
			"comment":                  {FromName: true},
		},
		Fits:     fitsInstance,
		Key:      "cloudProviderEndpointId",
		Loses:    "the endpoint and its service: clients lose the cluster, and what was made for it in the cloud fits no other",
		Announce: []string{"endpointServiceName", "privateLinkServiceResourceId"},
		Timeout:  2 * time.Hour,
		Docs:     "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-serverless-private-endpoints",
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

// Validate checks the endpoint's ID, whose form is the provider's, and that
// Azure gets its two parts together.
func (e *ServerlessPrivateEndpoint) Validate() []Violation {
	if e.CloudProviderEndpointID == nil {
		if e.PrivateEndpointIPAddress != nil {
			return []Violation{{"privateEndpointIpAddress", "means nothing without cloudProviderEndpointId: give both"}}
		}
		return nil
	}
	id := *e.CloudProviderEndpointID
	switch *e.ProviderName {
	case "AWS":
		if !isVPCEndpoint(id) {
			return []Violation{{"cloudProviderEndpointId", quote(id) + " must be the ID of a VPC endpoint: vpce- and 17 hexadecimal digits"}}
		}
	case "AZURE":
		if !azureEndpoint.MatchString(id) {
			return []Violation{{"cloudProviderEndpointId", quote(id) + " must be the resource ID of a private endpoint: " + azureEndpointForm}}
		}
		if e.PrivateEndpointIPAddress == nil {
			return []Violation{{"cloudProviderEndpointId", "needs privateEndpointIpAddress beside it on Azure"}}
		}
	}
	return nil
}
