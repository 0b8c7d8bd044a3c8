package spec

import (
	"fmt"
	"strings"
	"time"
)

// KindPrivateEndpoint is an endpoint in the cloud of the user, connected to a
// private endpoint service.
const KindPrivateEndpoint Kind = "PrivateEndpoint"

// PrivateEndpoint is a private endpoint in the words of the Atlas schema
// CreateEndpointRequest. AWS and Azure know it by id; Google Cloud knows a group
// of endpoints by endpointGroupName, which for a service with mapped ports has to
// be the endpointName of its one endpoint. Nothing of it can change in place.
type PrivateEndpoint struct {
	ID                       *string                `yaml:"id"`
	PrivateEndpointIPAddress *string                `yaml:"privateEndpointIPAddress"`
	EndpointGroupName        *string                `yaml:"endpointGroupName"`
	GCPProjectID             *string                `yaml:"gcpProjectId"`
	Endpoints                Set[GCPForwardingRule] `yaml:"endpoints"`
}

// GCPForwardingRule is one endpoint of a group on Google Cloud.
type GCPForwardingRule struct {
	EndpointName string `yaml:"endpointName"`
	IPAddress    string `yaml:"ipAddress"`
}

func privateEndpointType() Type {
	return Type{
		Kind:      KindPrivateEndpoint,
		Summary:   "A private endpoint of yours, connected to a private endpoint service. Atlas knows it by its ID or the name of its group in the cloud; the name is only yours.",
		Parent:    KindPrivateEndpointService,
		ParentKey: "service",
		New:       func() Body { return new(PrivateEndpoint) },
		Name:      Field{Required: true, Check: plainName, Pattern: plainNamePattern, Never: folderPattern},
		Fields: map[string]Field{
			"id":                       {About: "For AWS and Azure.", Immutable: true, Fold: azureFold, Check: endpointID, Pattern: endpointIDPattern()},
			"privateEndpointIPAddress": {About: "For Azure. An IP address.", Immutable: true, Check: ipAddress, Pattern: ipAddressPattern},
			"endpointGroupName":        {About: "For Google Cloud.", Immutable: true, MinLen: 1},
			"gcpProjectId":             {About: "For Google Cloud.", Immutable: true, MinLen: 1},
			"endpoints":                {About: "For Google Cloud: the forwarding rules of a group.", Immutable: true, MinLen: 1},
			"endpoints.endpointName":   {Required: true},
			"endpoints.ipAddress":      {About: "An IP address.", Required: true, Check: ipAddress, Pattern: ipAddressPattern},
		},
		Rules:           privateEndpointRules(),
		Identity:        []string{"id", "endpointGroupName"},
		Fits:            fitsService,
		LastTakesParent: true,
		Loses:           "the connection: clients behind it lose the clusters",
		Timeout:         2 * time.Hour,
		NotCovered:      "the endpoint in your cloud: make it there, for what the status of its service names, and give its ID here.",
		Example:         privateEndpointExample,
		Docs:            "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-private-endpoint-services",
	}
}

// privateEndpointExample is a document that makes one.
const privateEndpointExample = `apiVersion: atlasctl/v1
kind: PrivateEndpoint
metadata:
  project: payments-prod # or --project
  service: main          # the PrivateEndpointService that it lives in
  name: app
spec:
  id: vpce-0123456789abcdef0
`

// privateEndpointRules want the fields of one provider, whose form the ID has.
func privateEndpointRules() []Rule {
	azure, group := matches("id", azureEndpointPattern()), said("endpointGroupName")
	google := "belongs to an endpointGroupName on Google Cloud"
	return []Rule{
		{Then: either(said("id"), group), At: "id", Msg: "or endpointGroupName is needed, the ID on AWS and Azure, the group on Google Cloud: it tells which endpoint is meant"},
		{If: said("id"), Then: not(group), At: "endpointGroupName", Msg: "is for Google Cloud, and id for AWS and Azure: take one of the two out"},
		{If: azure, Then: said("privateEndpointIPAddress"), At: "id", Msg: "needs privateEndpointIPAddress beside it on Azure"},
		{
			If: either(matches("id", vpcEndpointPattern), group), Then: not(said("privateEndpointIPAddress")), At: "privateEndpointIPAddress",
			Msg: "belongs to an endpoint on Azure; on Google Cloud the addresses stand under endpoints",
		},
		{If: all(group, not(said("id"))), Then: said("gcpProjectId"), At: "endpointGroupName", Msg: "needs gcpProjectId beside it"},
		{If: said("gcpProjectId"), Then: group, At: "gcpProjectId", Msg: google},
		{If: said("endpoints"), Then: group, At: "endpoints", Msg: google},
	}
}

// fitsService wants an endpoint of the cloud that its service is in.
func fitsService(body, parent Body) []Violation {
	field, provider := body.(*PrivateEndpoint).provider()
	of := parent.(*PrivateEndpointService).ProviderName
	if provider == "" || of == nil || *of == provider {
		return nil
	}
	return []Violation{{field, fmt.Sprintf("is that of an endpoint on %s, and its service is on %s: put it into a service on %s", provider, *of, provider)}}
}

// provider gives the cloud of an endpoint, and the field that tells it.
func (e *PrivateEndpoint) provider() (field, provider string) {
	switch {
	case e.EndpointGroupName != nil:
		return "endpointGroupName", "GCP"
	case e.ID == nil:
		return "", ""
	case azureEndpoint.MatchString(*e.ID):
		return "id", "AZURE"
	case isVPCEndpoint(*e.ID):
		return "id", "AWS"
	}
	return "", ""
}

// endpointID wants the ID of an endpoint on AWS or Azure.
func endpointID(id string) string {
	if isVPCEndpoint(id) || azureEndpoint.MatchString(id) {
		return ""
	}
	return "must be the ID of a VPC endpoint, vpce- and 17 hexadecimal digits, or of one on Azure, " + azureEndpointForm
}

// endpointIDPattern is what endpointID lets pass.
func endpointIDPattern() string { return vpcEndpointPattern + "|" + azureEndpointPattern() }

func isVPCEndpoint(id string) bool {
	hex, ok := strings.CutPrefix(id, "vpce-")
	return ok && len(hex) == 17 && strings.Trim(hex, digits+"abcdef") == ""
}
