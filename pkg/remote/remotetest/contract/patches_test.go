package contract

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"gopkg.in/yaml.v3"
)

// examples are what each patch is for, in JSON: a value of its schema, or, where
// the patch is further in, of the last schema that has a name.
var examples = []struct{ schema, json string }{
	{"BaseStreamsRegion", `"VIRGINIA_USA"`},
	{"StreamsConnection.properties.type", `{"name": "a", "type": "S3"}`},
	{"CloudRegionConfig20240805.properties.regionName", `{"providerName": "AWS", "regionName": "US_EAST_2"}`},
	{"BaseCloudProviderInstanceSize", `"M10"`},
	{"ReplicationSpec20240805.properties.id", `{"id": "5e2211c17a3e5a48f5497de3"}`},
	{"HardwareSpec20240805", `{"instanceSize": "M10", "nodeCount": 3}`},
	{"DedicatedHardwareSpec20240805", `{"instanceSize": "M10", "nodeCount": 0}`},
	{"ServerlessTenantEndpoint", `{"status": "RESERVATION_REQUESTED"}`},
	{"ServerlessAzureTenantEndpoint.properties.privateEndpointIpAddress", `{"privateEndpointIpAddress": "10.0.0.4"}`},
	{"ServerlessAzureTenantEndpointUpdate.allOf.1.properties.privateEndpointIpAddress", `{"providerName": "AZURE", "privateEndpointIpAddress": "10.0.0.4"}`},
	{"ServerlessAzureTenantEndpoint.properties.cloudProviderEndpointId", `{"cloudProviderEndpointId": "` + azureEndpoint + `"}`},
	{"ServerlessAzureTenantEndpointUpdate.allOf.1.properties.cloudProviderEndpointId", `{"providerName": "AZURE", "cloudProviderEndpointId": "` + azureEndpoint + `"}`},
	{"AWSPrivateLinkConnection.properties.interfaceEndpoints.items", `{"cloudProvider": "AWS", "interfaceEndpoints": ["vpce-0123456789abcdef0"]}`},
	{
		"GCPEndpointService.properties.serviceAttachmentNames.items",
		`{"cloudProvider": "GCP", "serviceAttachmentNames": ["projects/p-a1/regions/us-east4/serviceAttachments/sa-us-east4-0"]}`,
	},
	{"CreateGCPEndpointGroupRequest.allOf.1.properties.gcpProjectId", `{"endpointGroupName": "a", "gcpProjectId": "shop-network"}`},
	{"AzurePrivateEndpoint.properties.privateEndpointIPAddress", `{"cloudProvider": "AZURE", "privateEndpointIPAddress": "10.0.0.4"}`},
	{
		"CreateAzureEndpointRequest.allOf.1.properties.privateEndpointIPAddress",
		`{"id": "` + azureEndpoint + `", "privateEndpointIPAddress": "10.0.0.4"}`,
	},
	{"GCPConsumerForwardingRule.properties.ipAddress", `{"ipAddress": "10.0.0.4"}`},
	{"CreateGCPForwardingRuleRequest.properties.ipAddress", `{"ipAddress": "10.0.0.4"}`},
	{"Group.properties.name", `{"clusterCount": 0, "created": "2024-12-01T00:00:00Z", "name": "Project 0", "orgId": "5e2211c17a3e5a48f5497de3"}`},
	{"EventTypeForNdsGroup", `"CLUSTER_CREATED"`},
	{"NetworkPermissionEntry.properties.ipAddress", `{"ipAddress": "2001:db8::1"}`},
	{"NetworkPermissionEntry.properties.cidrBlock", `{"cidrBlock": "2001:db8::/32"}`},
	{"DefaultEventViewForNdsGroup.properties.eventTypeName", strings.Replace(event("GROUP_CREATED"), `, "remoteAddress": "192.0.2.1"`, "", 1)},
	{"DefaultEventViewForNdsGroup.properties.remoteAddress", event("GROUP_CREATED")},
	{"ResourceEventViewForNdsGroup.properties.remoteAddress", strings.Replace(event("GROUP_TAGS_MODIFIED"), "{", `{"resourceType": "project", `, 1)},
	{"NDSAuditViewForNdsGroup.properties.remoteAddress", event("CLUSTER_CREATED")},
	{"NDSServerlessInstanceAuditView.properties.remoteAddress", event("SERVERLESS_INSTANCE_CREATED")},
	{"NDSTenantEndpointAuditView.properties.remoteAddress", event("TENANT_ENDPOINT_CREATED")},
	{
		"CloudDatabaseUser.properties.groupId",
		`{"databaseName": "admin", "groupId": "5e2211c17a3e5a48f5497de3", "roles": [], "username": "a"}`,
	},
	{"DatabaseUserRole.properties.roleName", `{"databaseName": "admin", "roleName": "ours"}`},
	{"ApiError.properties.parameters.items", `{"error": 404, "errorCode": "GROUP_NOT_FOUND", "parameters": ["a"]}`},
}

const azureEndpoint = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/ours" +
	"/providers/Microsoft.Network/privateEndpoints/a"

func event(name string) string {
	return `{"id": "5e2211c17a3e5a48f5497de3", "created": "2024-12-01T00:00:00Z", "eventTypeName": "` + name + `", "remoteAddress": "192.0.2.1"}`
}

// TestPatchesAreNeeded takes out one patch at a time: then the document has to
// refuse the example, which it takes with the patch.
func TestPatchesAreNeeded(t *testing.T) {
	t.Parallel()
	editions := []edition{current, former}
	folders, err := moduleFolders(editions)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range editions {
		data, err := os.ReadFile(filepath.Join(folders[i], "openapi", "atlas-api.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		var tree object
		if err := yaml.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		small, err := json.Marshal(prune(e, tree))
		if err != nil {
			t.Fatal(err)
		}
		whole := patched(t, e, small, func(patch) bool { return true })
		for _, p := range patches {
			if p.in(e) {
				t.Run(fmt.Sprint(filepath.Base(string(e)), " ", p.schema), func(t *testing.T) {
					t.Parallel()
					if err := takes(t, whole, p); err != nil {
						t.Errorf("the example is refused in spite of the patch: %v", err)
					}
					if err := takes(t, patched(t, e, small, func(other patch) bool { return other.schema != p.schema }), p); err == nil {
						t.Error("the example is taken without the patch: take it out")
					}
				})
			}
		}
	}
}

// patched is the document with some patches, and without what asks for its schemas.
func patched(t *testing.T, e edition, small []byte, with func(patch) bool) *document {
	t.Helper()
	var tree object
	if err := json.Unmarshal(small, &tree); err != nil {
		t.Fatal(err)
	}
	for _, p := range patches {
		if p.in(e) && with(p) && !p.apply(tree) {
			t.Fatalf("the patch of %s has nothing to mend", p.schema)
		}
	}
	tree["paths"] = object{}
	d, err := build(tree)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// takes holds the example of a patch against a document.
func takes(t *testing.T, d *document, p patch) error {
	t.Helper()
	at := slices.IndexFunc(examples, func(example struct{ schema, json string }) bool { return example.schema == p.schema })
	if at < 0 {
		t.Fatalf("no example of %s", p.schema)
	}
	value, err := decode([]byte(examples[at].json))
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(p.schema, ".")
	direction := openapi3.VisitAsResponse()
	if strings.HasSuffix(name, "Update") || strings.HasPrefix(name, "Create") || strings.HasSuffix(p.schema, ".id") {
		direction = openapi3.VisitAsRequest()
	}
	return d.spec.Components.Schemas[name].Value.VisitJSON(value, direction)
}

func TestMendWantsSomethingToMend(t *testing.T) {
	t.Parallel()
	err := mend(former, object{"components": object{"schemas": object{"ApiError": object{}}}})
	if err == nil || !strings.Contains(err.Error(), "ApiError.properties.parameters.items") {
		t.Errorf("got %v, want the patch that has nothing to mend", err)
	}
}

// TestServed wants every line of the table to stand for something.
func TestServed(t *testing.T) {
	t.Parallel()
	documents, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range served {
		found := false
		folder, deep := strings.CutSuffix(line, "*")
		for _, d := range documents {
			for path := range d.spec.Paths.Map() {
				path = strings.TrimPrefix(path, apiPath)
				found = found || path == line || deep && strings.HasPrefix(path, folder)
			}
		}
		if !found {
			t.Errorf("no document has %s", line)
		}
	}
}
