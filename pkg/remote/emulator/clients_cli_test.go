package emulator_test

import (
	"net/url"
	"testing"
)

// TestAtlasCLIAccess replays access lists, users and roles. The CLI changes a
// role by reading it and sending all of it.
func TestAtlasCLIAccess(t *testing.T) {
	t.Parallel()
	const page = "?includeCount=true&itemsPerPage=100&pageNum=1"
	const user = `{"awsIAMType":"NONE","databaseName":"admin","groupId":"{project}","labels":[],"ldapAuthType":"NONE","oidcAuthType":"NONE",` +
		`"password":"` + canary + `","roles":[{"databaseName":"admin","roleName":"readWriteAnyDatabase"}],"scopes":[],"username":"bob","x509Type":"NONE"}`
	replay(t, []exchange{
		{"accessLists create", "POST", "/accessList", v1, `[{"comment":"office","groupId":"{project}","ipAddress":"203.0.113.7"}]`, 201, "", object{"totalCount": 1.0}},
		{"accessLists list", "GET", "/accessList" + page, v1, "", 200, "", object{"totalCount": 1.0}},
		{"accessLists describe", "GET", "/accessList/203.0.113.7", v1, "", 200, "", object{"cidrBlock": "203.0.113.7/32"}},
		{"accessLists delete", "DELETE", "/accessList/203.0.113.7", v1, "", 204, "", nil},
		{"accessLists delete", "DELETE", "/accessList/203.0.113.7", v1, "", 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND", nil},
		{"customDbRoles create", "POST", "/customDBRoles/roles", v1, roleBody, 202, "", object{"roleName": "reader"}},
		{"customDbRoles describe", "GET", "/customDBRoles/roles/reader", v1, "", 200, "", nil},
		{"customDbRoles update", "PATCH", "/customDBRoles/roles/reader", v1, `{"actions":[{"action":"FIND","resources":[{"collection":"","db":"shop"}]}],"inheritedRoles":[{"db":"shop","role":"read"}]}`, 200, "", object{"roleName": "reader"}},
		{"customDbRoles list", "GET", "/customDBRoles/roles", v1, "", 200, "", nil},
		{"customDbRoles delete", "DELETE", "/customDBRoles/roles/reader", v1, "", 204, "", nil},
		{"dbusers create", "POST", "/databaseUsers", v1, user, 201, "", object{"username": "bob"}},
		{"dbusers list", "GET", "/databaseUsers" + page, v1, "", 200, "", object{"totalCount": 1.0}},
		{"dbusers list --omitCount", "GET", "/databaseUsers" + replace(page, "true", "false"), v1, "", 200, "", nil},
		{"dbusers describe", "GET", "/databaseUsers/admin/bob", v1, "", 200, "", object{"username": "bob"}},
		{"dbusers update", "PATCH", "/databaseUsers/admin/bob", v1, `{"databaseName":"admin","groupId":"{project}","password":"` + canary + `","username":"bob"}`, 200, "", object{"username": "bob"}},
		{"dbusers delete", "DELETE", "/databaseUsers/admin/bob", v1, "", 204, "", nil},
		{"dbusers describe", "GET", "/databaseUsers/admin/bob", v1, "", 404, "USERNAME_NOT_FOUND", nil},
	})
}

// TestAtlasCLINetwork replays private endpoints of two providers and containers.
// When it makes a peering, it asks for the containers of "Azure", on page 0.
func TestAtlasCLINetwork(t *testing.T) {
	t.Parallel()
	const service = "/privateEndpoint/AZURE/endpointService/{id}"
	endpoint := service + "/endpoint/" + url.PathEscape(azureEndpoint)
	replay(t, []exchange{
		{"privateEndpoints azure create", "POST", "/privateEndpoint/endpointService", v1, azureServiceBody, 201, "", object{"status": "INITIATING"}},
		{"privateEndpoints azure watch", "GET", service, v1, "", 200, "", object{"status": "INITIATING"}},
		{"privateEndpoints azure watch", "GET", service, v1, "", 200, "", object{"status": "AVAILABLE"}},
		{"privateEndpoints azure list", "GET", "/privateEndpoint/AZURE/endpointService", v1, "", 200, "", nil},
		{"privateEndpoints aws describe", "GET", "/privateEndpoint/AWS/endpointService/{id}", v1, "", 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", nil},
		{"privateEndpoints azure interfaces create", "POST", service + "/endpoint", v1, `{"id":"` + azureEndpoint + `","privateEndpointIPAddress":"10.0.0.4"}`, 201, "", nil},
		{"privateEndpoints azure interfaces describe", "GET", endpoint, v1, "", 200, "", object{"status": "AVAILABLE"}},
		{"privateEndpoints azure delete, in use", "DELETE", service, v1, "", 400, "PRIVATE_ENDPOINT_SERVICE_HAS_ENDPOINTS", nil},
		{"privateEndpoints azure interfaces delete", "DELETE", endpoint, v1, "", 202, "", nil},
		{"privateEndpoints azure delete", "DELETE", service, v1, "", 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", nil},
		{"privateEndpoints regionalModes describe, not served", "GET", "/privateEndpoint/regionalMode", v1, "", 404, "RESOURCE_NOT_FOUND", nil},
		{"networking peering create azure", "POST", "/containers", v1, `{"atlasCidrBlock":"10.8.0.0/21","providerName":"AZURE","region":"EUROPE_WEST"}`, 200, "", nil},
		{"networking peering create azure", "GET", "/containers?includeCount=true&itemsPerPage=100&pageNum=0&providerName=Azure", v1, "", 200, "", object{"totalCount": 1.0}},
		{"networking containers list --provider AWS", "GET", "/containers?includeCount=true&itemsPerPage=100&pageNum=1&providerName=AWS", v1, "", 200, "", object{"totalCount": 1.0}},
		{"networking containers list", "GET", "/containers/all?includeCount=true&itemsPerPage=100&pageNum=1", v1, "", 200, "", object{"totalCount": 2.0}},
		{"networking containers delete", "DELETE", "/containers/{id}", v1, "", 204, "", nil},
	})
}

// cliCluster is what "clusters create" sends unless shards are to scale by
// themselves, and "clusters update" with what it has read.
const cliCluster = `{"clusterType":"REPLICASET","diskSizeGB":30,"groupId":"{project}","name":"wide","replicationSpecs":[{"numShards":1,"regionConfigs":[` +
	`{"electableSpecs":{"instanceSize":"M30","nodeCount":3},"priority":7,"providerName":"AWS","readOnlySpecs":{"instanceSize":"M30","nodeCount":0},` +
	`"regionName":"US_EAST_1"}],"zoneName":"Zone 1"}],"terminationProtectionEnabled":false}`

// TestAtlasCLIClustersAndStreams replays what the CLI does with dedicated clusters
// in the older version and the newest, with private links, and by "atlas api" with
// processors.
func TestAtlasCLIClustersAndStreams(t *testing.T) {
	t.Parallel()
	const links, one = "/streams/privateLinkConnections", "/streams/clicks/processor/totals"
	replay(t, []exchange{
		{"clusters create", "POST", "/clusters", v6, dedicatedBody, 201, "", object{"stateName": "CREATING"}},
		{"clusters watch", "GET", "/clusters/big", v3, "", 200, "", object{"name": "big"}},
		{"clusters delete", "DELETE", "/clusters/big", v2, "", 202, "", nil},
		{"clusters pause", "PATCH", "/clusters/orders", v2, `{"paused":true}`, 200, "", object{"paused": true}},
		{"clusters start", "PATCH", "/clusters/orders", v6, `{"paused":false}`, 200, "", object{"paused": false}},
		{"clusters describe, auto scaling: not served", "GET", "/clusters/orders/autoScalingConfiguration", v3, "", 404, "RESOURCE_NOT_FOUND", nil},
		{"clusters create --tier M30", "POST", "/clusters", v2, cliCluster, 201, "", object{"diskSizeGB": 30.0, "stateName": "CREATING"}},
		{"clusters watch", "GET", "/clusters/wide", v2, "", 200, "", object{"name": "wide"}},
		{"clusters create again", "POST", "/clusters", v2, cliCluster, 400, "DUPLICATE_CLUSTER_NAME", nil},
		{"clusters update --diskSizeGB 40", "PATCH", "/clusters/wide", v2, replace(cliCluster, `":30,`, `":40,`), 200, "", object{"diskSizeGB": 40.0}},
		{"clusters pause, while it changes", "PATCH", "/clusters/wide", v2, `{"paused":true}`, 409, "CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES", nil},
		{"clusters start", "PATCH", "/clusters/wide", v2, `{"paused":false}`, 200, "", object{"paused": false}},
		{"clusters advancedSettings update", "PATCH", "/clusters/wide/processArgs", v1, `{"defaultWriteConcern":"majority"}`, 200, "", object{"defaultWriteConcern": "majority"}},
		{"clusters advancedSettings describe", "GET", "/clusters/wide/processArgs", v1, "", 200, "", object{"defaultWriteConcern": "majority", "failIndexKeyTooLong": nil}},
		{"streams privateLinks create", "POST", links, v2, linkBody, 200, "", object{"provider": "Azure"}},
		{"streams privateLinks describe", "GET", links + "/{id}", v2, "", 200, "", object{"provider": "AZURE"}},
		{"streams privateLinks list", "GET", links, v2, "", 200, "", object{"totalCount": 1.0}},
		{"streams privateLinks delete", "DELETE", links + "/{id}", v2, "", 202, "", nil},
		{"streams instances create", "POST", "/streams", v2, workspaceBody, 200, "", nil},
		{"streams connections create", "POST", "/streams/clicks/connections", v2, sampleBody, 200, "", nil},
		{"api streams createStreamProcessor", "POST", "/streams/clicks/processor", v5, processorBody, 200, "", object{"name": "totals"}},
		{"api streams startStreamProcessor", "POST", one + ":start", v5, "", 200, "", nil},
		{"api streams getStreamProcessor", "GET", one, v5, "", 200, "", object{"state": "STARTED"}},
		{"api streams stopStreamProcessor", "POST", one + ":stop", v5, "", 200, "", nil},
		{"api streams deleteStreamProcessor", "DELETE", one, v5, "", 204, "", nil},
	})
}
