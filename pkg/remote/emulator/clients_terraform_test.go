package emulator_test

import "testing"

const (
	v5 = "2024-05-30" // of processors
	v6 = "2024-10-23" // of clusters that are written
	v7 = "2025-03-12" // of a processor that is started with options
)

// TestTerraformAccess replays what the resources of the provider's access ask:
// they read at once what they made, and on after a delete until there is a 404.
func TestTerraformAccess(t *testing.T) {
	t.Parallel()
	const entry = "/accessList/198.51.100.0%2F24"
	const role = `{"actions":[{"action":"FIND","resources":[{"collection":"","db":"shop"}]}],"inheritedRoles":[],"roleName":"reader"}`
	const user = `{"awsIAMType":"NONE","databaseName":"admin","groupId":"{project}","labels":[],"ldapAuthType":"NONE","oidcAuthType":"NONE",` +
		`"password":"` + canary + `","roles":[{"databaseName":"admin","roleName":"reader"}],"scopes":[],"username":"bob","x509Type":"NONE"}`
	replay(t, []exchange{
		{"project_ip_access_list", "POST", "/accessList", v1, `[{"cidrBlock":"198.51.100.0/24","comment":"office"}]`, 201, "", object{"totalCount": 1.0}},
		{"project_ip_access_list", "GET", entry, v1, "", 200, "", object{"cidrBlock": "198.51.100.0/24", "comment": "office"}},
		{"project_ip_access_list, changed", "POST", "/accessList", v1, `[{"cidrBlock":"198.51.100.0/24","comment":"branch"}]`, 201, "", object{"totalCount": 1.0}},
		{"project_ip_access_list", "GET", entry, v1, "", 200, "", object{"comment": "branch"}},
		{"project_ip_access_list", "DELETE", entry, v1, "", 204, "", nil},
		{"project_ip_access_list", "GET", entry, v1, "", 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND", nil},
		{"custom_db_role", "POST", "/customDBRoles/roles", v1, role, 202, "", object{"roleName": "reader"}},
		{"custom_db_role", "GET", "/customDBRoles/roles/reader", v1, "", 200, "", object{"inheritedRoles": []any{}}},
		{"custom_db_roles", "GET", "/customDBRoles/roles", v1, "", 200, "", nil},
		{"custom_db_role", "PATCH", "/customDBRoles/roles/reader", v1, `{"actions":[],"inheritedRoles":[{"db":"shop","role":"read"}]}`, 200, "", object{"actions": []any{}}},
		{"database_user", "POST", "/databaseUsers", v1, user, 201, "", object{"username": "bob", "x509Type": "NONE", "password": nil}},
		{"database_user", "GET", "/databaseUsers/admin/bob", v1, "", 200, "", object{"labels": []any{}, "scopes": []any{}}},
		{"database_users", "GET", "/databaseUsers", v1, "", 200, "", object{"totalCount": 1.0}},
		{"database_user, without its description", "PATCH", "/databaseUsers/admin/bob", v1, replace(user, `"password":"`+canary+`"`, `"description":""`), 200, "", object{"username": "bob"}},
		{"custom_db_role, in use", "DELETE", "/customDBRoles/roles/reader", v1, "", 409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS", nil},
		{"database_user", "DELETE", "/databaseUsers/admin/bob", v1, "", 204, "", nil},
		{"database_user", "GET", "/databaseUsers/admin/bob", v1, "", 404, "USERNAME_NOT_FOUND", nil},
		{"custom_db_role", "DELETE", "/customDBRoles/roles/reader", v1, "", 204, "", nil},
		{"custom_db_role", "GET", "/customDBRoles/roles/reader", v1, "", 404, "ATLAS_CUSTOM_ROLE_NOT_FOUND", nil},
		{"x509_authentication_database_user, not served", "GET", "/databaseUsers/bob/certs", v1, "", 404, "RESOURCE_NOT_FOUND", nil},
	})
}

// TestTerraformNetwork replays private endpoints and containers. With every
// endpoint the provider waits until all clusters are IDLE; it looks whether a
// container is in use before each DELETE.
func TestTerraformNetwork(t *testing.T) {
	t.Parallel()
	const service, patched = "/privateEndpoint/AWS/endpointService/{id}", "/privateEndpoint/endpointService/{id}"
	const one = service + "/endpoint/" + awsEndpoint
	const block = `{"atlasCidrBlock":"10.8.0.0/21","providerName":"AWS","regionName":"EU_WEST_1"}`
	replay(t, []exchange{
		{"privatelink_endpoint", "POST", "/privateEndpoint/endpointService", v1, awsServiceBody, 201, "", object{"status": "INITIATING"}},
		{"privatelink_endpoint", "GET", service, v1, "", 200, "", object{"status": "INITIATING"}},
		{"wait", "GET", service, v1, "", 200, "", nil},
		{"wait", "GET", service, v1, "", 200, "", nil},
		{"privatelink_endpoint", "GET", service, v1, "", 200, "", object{"status": "AVAILABLE", "regionName": "EU_WEST_1"}},
		{"privatelink_endpoints", "GET", "/privateEndpoint/AWS/endpointService", v1, "", 200, "", nil},
		{"privatelink_endpoint", "PATCH", patched, v1, `{"cloudProvider":"AWS","supportedRemoteRegions":["US_EAST_1"]}`, 200, "", nil},
		{"privatelink_endpoint", "GET", service, v1, "", 200, "", object{"supportedRemoteRegions": []any{"US_EAST_1"}}},
		{"privatelink_endpoint_service", "POST", service + "/endpoint", v1, `{"id":"` + awsEndpoint + `"}`, 201, "", object{"cloudProvider": "AWS"}},
		{"privatelink_endpoint_service", "GET", one, v1, "", 200, "", object{"connectionStatus": "AVAILABLE"}},
		{"privatelink_endpoint_service", "GET", "/clusters?includeCount=true&includeDeletedWithRetainedBackups=false&itemsPerPage=100&pageNum=1", v3, "", 200, "", object{"totalCount": 1.0}},
		{"privatelink_endpoint_service", "DELETE", one, v1, "", 202, "", nil},
		{"privatelink_endpoint_service", "GET", one, v1, "", 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", nil},
		{"privatelink_endpoint", "DELETE", service, v1, "", 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", nil},
		{"network_container", "POST", "/containers", v1, block, 200, "", object{"provisioned": false}},
		{"network_container", "GET", "/containers/{id}", v1, "", 200, "", object{"atlasCidrBlock": "10.8.0.0/21"}},
		{"network_containers", "GET", "/containers/all?includeCount=true&itemsPerPage=100&pageNum=1", v1, "", 200, "", object{"totalCount": 2.0}},
		{"advanced_cluster", "GET", "/containers?includeCount=true&itemsPerPage=100&pageNum=1&providerName=AWS", v1, "", 200, "", object{"totalCount": 2.0}},
		{"network_container", "PATCH", "/containers/{id}", v1, replace(block, "10.8.", "10.16."), 200, "", object{"atlasCidrBlock": "10.16.0.0/21"}},
		{"network_container", "DELETE", "/containers/{id}", v1, "", 204, "", nil},
		{"network_container", "GET", "/containers/{id}", v1, "", 404, "CLOUD_PROVIDER_CONTAINER_NOT_FOUND", nil},
		{"network_peering, not served", "GET", "/peers?itemsPerPage=100&pageNum=1", v1, "", 404, "RESOURCE_NOT_FOUND", nil},
		{"private_endpoint_regional_mode, not served", "GET", "/privateEndpoint/regionalMode", v1, "", 404, "RESOURCE_NOT_FOUND", nil},
	})
}

// TestTerraformClusters replays advanced_cluster, which is read by one shape of
// the answers and deleted by another.
func TestTerraformClusters(t *testing.T) {
	t.Parallel()
	const all = "/clusters?includeCount=true&includeDeletedWithRetainedBackups=false&itemsPerPage=100&pageNum=1"
	const args = "/clusters/orders/processArgs"
	protected := replace(dedicatedBody, `{"name"`, `{"terminationProtectionEnabled":true,"name"`)
	replay(t, []exchange{
		{"advanced_cluster", "POST", "/clusters", v6, protected, 201, "", object{"stateName": "CREATING"}},
		{"advanced_cluster", "GET", "/clusters/big", v3, "", 200, "", object{"name": "big"}},
		{"advanced_clusters", "GET", all, v3, "", 200, "", object{"totalCount": 2.0}},
		{"advanced_clusters", "GET", "/flexClusters?includeCount=true&itemsPerPage=100&pageNum=1", v4, "", 200, "", object{"totalCount": 0.0}},
		{"advanced_cluster", "PATCH", "/clusters/big", v6, `{"tags":[{"key":"env","value":"prod"}]}`, 200, "", object{"name": "big"}},
		{"advanced_cluster, protected", "DELETE", "/clusters/big", v2, "", 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED", nil},
		{"advanced_cluster", "PATCH", "/clusters/big", v6, `{"terminationProtectionEnabled":false}`, 200, "", nil},
		{"advanced_cluster", "POST", "/clusters", v6, dedicatedBody, 400, "DUPLICATE_CLUSTER_NAME", nil},
		{"advanced_cluster", "DELETE", "/clusters/big?retainBackups=false", v2, "", 202, "", nil},
		{"advanced_cluster, not there", "GET", "/clusters/none", v3, "", 404, "CLUSTER_NOT_FOUND", nil},
		{"advanced_configuration", "GET", args, v3, "", 200, "", object{"javascriptEnabled": true, "defaultWriteConcern": nil, "minimumEnabledTlsProtocol": "TLS1_2", "queryStatsLogVerbosity": 1.0}},
		{"advanced_configuration", "PATCH", args, v3, `{"changeStreamOptionsPreAndPostImagesExpireAfterSeconds":-1,"noTableScan":true,"oplogSizeMB":1000}`, 200, "", object{"noTableScan": true, "oplogSizeMB": 1000.0}},
		{"advanced_configuration, taken back", "PATCH", args, v3, `{"oplogSizeMB":null}`, 200, "", object{"noTableScan": true, "oplogSizeMB": nil}},
		{"cluster (data source)", "GET", args, v1, "", 200, "", object{"noTableScan": true, "defaultReadConcern": nil, "queryStatsLogVerbosity": nil}},
		{"advanced_cluster", "PATCH", "/clusters/orders", v6, `{"advancedConfiguration":{"minimumEnabledTlsProtocol":"TLS1_3"}}`, 200, "", nil},
		{"advanced_configuration", "GET", args, v3, "", 200, "", object{"noTableScan": true, "minimumEnabledTlsProtocol": "TLS1_3"}},
		{"advanced_cluster", "PATCH", "/clusters/orders", v6, `{"paused":true}`, 200, "", nil},
		{"advanced_configuration, paused", "PATCH", args, v3, `{"noTableScan":false}`, 409, "CANNOT_UPDATE_PAUSED_CLUSTER", nil},
		{"advanced_configuration of a Flex cluster", "POST", "/flexClusters", v4, flexBody, 201, "", nil},
		{"advanced_configuration of a Flex cluster", "GET", "/clusters/shop/processArgs", v3, "", 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", nil},
		{"pinned_fcv, not served", "POST", "/clusters/orders:pinFeatureCompatibilityVersion", v5, `{}`, 404, "RESOURCE_NOT_FOUND", nil},
	})
}

// TestTerraformStreams replays processors, which are created, started with
// options, stopped for a change and started again, and private links.
func TestTerraformStreams(t *testing.T) {
	t.Parallel()
	const one, all = "/streams/clicks/processor/copy", "/streams/clicks/processors?includeCount=true&itemsPerPage=100&pageNum=1"
	const body = `{"name":"copy","pipeline":[{"$source":{"connectionName":"sample_stream_solar"}},{"$emit":{"connectionName":"__testLog"}}]}`
	const links, link = "/streams/privateLinkConnections", "/streams/privateLinkConnections/{id}"
	replay(t, []exchange{
		{"stream_workspace", "POST", "/streams", v2, workspaceBody, 200, "", nil},
		{"stream_connection", "POST", "/streams/clicks/connections", v2, sampleBody, 200, "", nil},
		{"stream_processor", "POST", "/streams/clicks/processor", v5, body, 200, "", object{"name": "copy"}},
		{"stream_processor", "GET", one, v5, "", 200, "", object{"state": "CREATED"}},
		{"stream_processor", "POST", one + ":startWith", v7, `{}`, 200, "", nil},
		{"stream_processor", "GET", one, v5, "", 200, "", object{"state": "STARTED"}},
		{"stream_processors", "GET", all, v5, "", 200, "", object{"totalCount": 1.0}},
		{"stream_processor", "POST", one + ":stop", v5, "", 200, "", nil},
		{"stream_processor", "GET", one, v5, "", 200, "", object{"state": "STOPPED"}},
		{"stream_processor", "PATCH", one, v5, body, 200, "", object{"state": "STOPPED"}},
		{"stream_processor", "POST", one + ":startWith", v7, `{"tier":"SP30"}`, 200, "", nil},
		{"stream_processor", "GET", one, v5, "", 200, "", object{"state": "STARTED", "tier": "SP30"}},
		{"stream_processor", "DELETE", one, v5, "", 204, "", nil},
		{"stream_processor", "GET", one, v5, "", 404, "STREAM_PROCESSOR_NOT_FOUND_FOR_NAME", nil},
		{"stream_privatelink_endpoint", "POST", links, v2, replace(linkBody, "Azure", "AZURE"), 200, "", object{"provider": "AZURE", "state": nil}},
		{"stream_privatelink_endpoint", "GET", link, v2, "", 200, "", object{"state": "DONE"}},
		{"stream_privatelink_endpoints", "GET", links + "?itemsPerPage=100&pageNum=1", v2, "", 200, "", object{"totalCount": 1.0}},
		{"stream_privatelink_endpoint", "DELETE", link, v2, "", 202, "", nil},
		{"stream_privatelink_endpoint", "GET", link, v2, "", 404, "STREAM_PRIVATE_LINK_NOT_FOUND", nil},
		{"stream_account_details, not served", "GET", "/streams/accountDetails?cloudProvider=aws&regionName=VIRGINIA_USA", v4, "", 404, "RESOURCE_NOT_FOUND", nil},
	})
}
