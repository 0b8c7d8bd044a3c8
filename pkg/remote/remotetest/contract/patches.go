package contract

import (
	"fmt"
	"slices"
	"strings"
)

// patch mends one mistake of a document.
type patch struct {
	former bool                   // the former document has it too
	schema string                 // in components.schemas; dots lead further in, numbers into lists
	mend   func(node object) bool // reports whether there was something to mend
	reason string
}

// patches are the places where the documents are wrong, not Atlas. One that finds
// nothing to mend is an error: it is to be taken out.
var patches = []patch{
	{
		schema: "BaseStreamsRegion", mend: noObject,
		reason: "it is said to be an object, while all of its variants are strings",
	},
	{
		schema: "StreamsConnection.properties.type", mend: withValue("enum", "S3"),
		reason: "the variant S3 is there, in the list of types it is missing",
	},
	{
		schema: "CloudRegionConfig20240805.properties.regionName",
		mend:   all(noObject, anyOf),
		reason: "it is said to be an object, while all of its variants are strings; and US_EAST_2 is a region of two providers",
	},
	{schema: "BaseCloudProviderInstanceSize", mend: all(noObject, anyOf, settable), reason: "it is said to be an object, while all of its variants are strings; most sizes are those of all providers; and a text beside it says that it has to be sent"},
	{schema: "ReplicationSpec20240805.properties.id", mend: settable, reason: "its own text says that updates have to send it"},
	{schema: "HardwareSpec20240805", mend: anyOf, reason: oneLikeAnother},
	{
		schema: "DedicatedHardwareSpec20240805", mend: all(anyOf, settable),
		reason: oneLikeAnother + "; and only those that are called effective cannot be sent",
	},
	{
		schema: "ServerlessTenantEndpoint", mend: anyOf,
		reason: "an endpoint that does not name its provider yet fits both",
	},
	{
		schema: "ServerlessAzureTenantEndpoint.properties.privateEndpointIpAddress",
		mend:   inPattern(`(?!$)`, ``), reason: noLookahead,
	},
	{
		schema: "ServerlessAzureTenantEndpointUpdate.allOf.1.properties.privateEndpointIpAddress",
		mend:   inPattern(`(?!$)`, ``), reason: noLookahead,
	},
	{
		schema: "ServerlessAzureTenantEndpoint.properties.cloudProviderEndpointId",
		mend:   inPattern(`private[Ll]ink`, `[-\w._()]+`), reason: anyGroup,
	},
	{
		schema: "ServerlessAzureTenantEndpointUpdate.allOf.1.properties.cloudProviderEndpointId",
		mend:   inPattern(`private[Ll]ink`, `[-\w._()]+`), reason: anyGroup,
	},
	{
		schema: "AWSPrivateLinkConnection.properties.interfaceEndpoints.items", mend: inPattern(`([a-f0-9]{24})`, `vpce-[0-9a-f]{17}`),
		reason: "they are the IDs by which endpoints are asked for; MongoDB's Terraform provider reads them so",
	},
	{
		schema: "GCPEndpointService.properties.serviceAttachmentNames.items",
		mend:   inPattern(`https:\/\/([a-z0-9\.]+)+\.[a-z]{2,}(\/[a-z0-9\-]+)+\/`, ``), reason: "recorded are paths, not URLs",
	},
	{
		schema: "CreateGCPEndpointGroupRequest.allOf.1.properties.gcpProjectId", mend: inPattern(`p-[0-9a-z]{24}`, `[-:.a-z0-9]+`),
		reason: "projects of Google Cloud are called what their owners like",
	},
	{schema: "AzurePrivateEndpoint.properties.privateEndpointIPAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{
		schema: "CreateAzureEndpointRequest.allOf.1.properties.privateEndpointIPAddress",
		mend:   inPattern(`(?!$)`, ``), reason: noLookahead,
	},
	{schema: "GCPConsumerForwardingRule.properties.ipAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{schema: "CreateGCPForwardingRuleRequest.properties.ipAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{
		schema: "Group.properties.name", mend: inPattern(`@+'`, `@+' `),
		reason: "names of projects may have spaces: the first one of an organization is called Project 0",
	},
	{
		schema: "EventTypeForNdsGroup", mend: all(noObject, anyOf),
		reason: "it is said to be an object, while all of its variants are strings; read as a parameter, any text fits all of them",
	},
	{
		schema: "NetworkPermissionEntry.properties.ipAddress", mend: noPattern,
		reason: "addresses of IPv6 are shortened, which the pattern does not know; and Go's regular expressions cannot look ahead",
	},
	{
		schema: "NetworkPermissionEntry.properties.cidrBlock", mend: noPattern,
		reason: "in a body the slash of a block is a slash; the pattern has it as it is in a path",
	},
	{
		schema: "DefaultEventViewForNdsGroup.properties.eventTypeName", mend: noObject,
		reason: "it is said to be an object, while all of its variants are strings",
	},
	{schema: "DefaultEventViewForNdsGroup.properties.remoteAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{schema: "ResourceEventViewForNdsGroup.properties.remoteAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{schema: "NDSAuditViewForNdsGroup.properties.remoteAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{schema: "NDSServerlessInstanceAuditView.properties.remoteAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{schema: "NDSTenantEndpointAuditView.properties.remoteAddress", mend: inPattern(`(?!$)`, ``), reason: noLookahead},
	{
		schema: "CloudDatabaseUser.properties.groupId", mend: without("writeOnly"),
		reason: "recorded: Atlas gives it back",
	},
	{
		schema: "DatabaseUserRole.properties.roleName", mend: without("enum"),
		reason: "the names of custom roles are none of its values, but a placeholder for them",
	},
	{
		former: true, schema: "ApiError.properties.parameters.items", mend: noObject,
		reason: "the parameters of errors are said to be objects; recorded are strings only",
	},
}

const (
	oneLikeAnother = "what a node of one provider is like fits the others too"
	noLookahead    = "Go's regular expressions cannot look ahead"
	anyGroup       = "the resource groups of Azure are called what their owners like, not always privateLink"
)

// in reports whether the patch is for an edition.
func (p patch) in(e edition) bool { return e == current || p.former }

// apply reports whether there was something to mend.
func (p patch) apply(tree object) bool {
	node := at(tree, append([]string{"components", "schemas"}, strings.Split(p.schema, ".")...)...)
	return node != nil && p.mend(node)
}

// mend applies the patches of an edition.
func mend(e edition, tree object) error {
	for _, p := range patches {
		if p.in(e) && !p.apply(tree) {
			return fmt.Errorf("the patch of %s has nothing to mend (%s): take it out of patches.go", p.schema, p.reason)
		}
	}
	return nil
}

// noObject takes back that something is an object.
func noObject(node object) bool {
	if node["type"] != "object" {
		return false
	}
	delete(node, "type")
	return true
}

// noPattern lets any text pass.
func noPattern(node object) bool {
	_, there := node["pattern"]
	delete(node, "pattern")
	return there
}

// without takes a member out.
func without(name string) func(object) bool {
	return func(node object) bool {
		_, ok := node[name]
		delete(node, name)
		return ok
	}
}

// settable takes back that something cannot be sent.
func settable(node object) bool {
	readOnly := node["readOnly"] == true
	delete(node, "readOnly")
	return readOnly
}

// withValue adds to a list.
func withValue(name, value string) func(object) bool {
	return func(node object) bool {
		list, _ := node[name].([]any)
		if slices.Contains(list, any(value)) {
			return false
		}
		node[name] = append(list, value)
		return true
	}
}

// anyOf lets a value fit several variants.
func anyOf(node object) bool {
	variants, ok := node["oneOf"]
	delete(node, "oneOf")
	node["anyOf"] = variants
	return ok
}

// inPattern puts something else in the place of a piece of a pattern.
func inPattern(from, to string) func(object) bool {
	return func(node object) bool {
		pattern, _ := node["pattern"].(string)
		node["pattern"] = strings.Replace(pattern, from, to, 1)
		return strings.Contains(pattern, from)
	}
}

func all(mends ...func(object) bool) func(object) bool {
	return func(node object) bool {
		found := true
		for _, mend := range mends {
			found = mend(node) && found
		}
		return found
	}
}
