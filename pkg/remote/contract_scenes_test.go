package remote_test

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const (
	flexJSON      = `{"name":"shop","providerSettings":{"backingProviderName":"AWS","regionName":"US_EAST_1"}}`
	workspaceJSON = `{"name":"clicks","dataProcessRegion":{"cloudProvider":"AWS","region":"VIRGINIA_USA"}}`

	olderClusters = "application/vnd.atlas.2023-02-01+json"

	notYetFlex, flexBacked, unread, ended = "2024-12-01", "2025-12-09", "2026-01-16", "2026-02-01"
)

func scenes() []scene {
	return append(serviceScenes(), []scene{
		{name: "projects", steps: projectSteps()},
		{name: "projects that are made", steps: projectWriteSteps()},
		{name: "too many projects", steps: manyProjects()},
		{name: "clusters", steps: clusterSteps()},
		{name: "dedicated clusters", steps: dedicatedSteps()},
		{name: "clusters that stay as they are", free: "tiny", steps: stubbornSteps()},
		{name: "containers", steps: containerSteps()},
		{name: "containers in use", steps: usedContainerSteps()},
		{name: "flex clusters", steps: flexSteps()},
		{name: "native instances", asOf: notYetFlex, steps: nativeSteps()},
		{name: "private endpoints", asOf: notYetFlex, steps: endpointSteps()},
		{name: "private endpoints on Azure", asOf: notYetFlex, steps: azureSteps()},
		{name: "instances that are Flex", asOf: flexBacked, steps: shimSteps()},
		{name: "instances that cannot be read", asOf: unread, steps: []step{
			{request: "GET /serverless", want: "200"},
			{request: "GET /serverless/shop", want: "404 SERVERLESS_INSTANCE_NOT_FOUND"},
			{request: "POST /serverless", body: flexJSON, want: "201"},
		}},
		{name: "instances that cannot be written", asOf: ended, steps: []step{
			{request: "POST /serverless", body: flexJSON, want: "410 VERSION_GONE"},
			{request: "PATCH /serverless/shop", body: `{}`, want: "410 VERSION_GONE"},
			{request: "DELETE /serverless/shop", want: "410 VERSION_GONE"},
			{request: "GET /serverless/shop/performanceAdvisor/autoIndexing", want: "410 VERSION_GONE"},
			{request: "POST /serverless/shop/performanceAdvisor/autoIndexing?enable=true", want: "410 VERSION_GONE"},
		}},
		{name: "auto-indexing", asOf: notYetFlex, steps: []step{
			{request: "GET /serverless/shop/performanceAdvisor/autoIndexing", want: "404 SERVERLESS_INSTANCE_NOT_FOUND"},
			{request: "POST /serverless", body: flexJSON, want: "201"},
			{request: "GET /serverless/shop/performanceAdvisor/autoIndexing", want: "200"},
			{request: "POST /serverless/shop/performanceAdvisor/autoIndexing", want: "400 MISSING_QUERY_PARAMETER"},
			{request: "POST /serverless/shop/performanceAdvisor/autoIndexing?enable=false", want: "200"},
		}},
		{name: "somebody else's project", config: limited(), key: "narrow", steps: []step{
			{request: "GET ", want: "401 USER_UNAUTHORIZED"},
			{request: "GET /groups/byName/demo", want: "401 NOT_IN_GROUP"},
		}},
		{name: "from elsewhere", config: limited(), key: "office", steps: []step{
			{request: "GET /groups", want: "403 IP_ADDRESS_NOT_ON_ACCESS_LIST"},
		}},
		{name: "rate limits", steps: []step{
			{request: "GET /rateLimits", want: "200"},
			{request: "GET /rateLimits?orgId=" + objectID, want: "404 ORG_NOT_FOUND"},
			{request: "GET /rateLimits?groupId=xyz", want: "400 INVALID_QUERY_PARAMETER"},
			{request: "GET /rateLimits/streams_group", want: "200"},
			{request: "GET /rateLimits/none", want: "404 RESOURCE_NOT_FOUND"},
		}},
		{name: "custom roles", steps: roleSteps()},
		{name: "too many custom roles", steps: manyRoles()},
		{name: "database users", steps: userSteps()},
		{name: "too many database users", steps: manyUsers()},
		{name: "events", asOf: notYetFlex, steps: eventSteps()},
		{name: "access list", steps: entrySteps()},
		{name: "private links", steps: linkSteps()},
		{name: "workspaces", steps: workspaceSteps()},
		{name: "connections", steps: connectionSteps()},
		{name: "processors", steps: processorSteps()},
		{name: "too many clusters", steps: fullSteps()},
	}...)
}

// fullSteps fill a project, in which one cluster is there already.
func fullSteps() []step {
	var steps []step
	for n := range 24 {
		name := "shop-" + strconv.Itoa(n)
		steps = append(steps, step{request: "POST /flexClusters", body: strings.Replace(flexJSON, "shop", name, 1), want: "201"})
	}
	return append(steps, step{request: "POST /flexClusters", body: flexJSON, want: "400 MAX_CLUSTERS_PER_GROUP_EXCEEDED"})
}

func projectSteps() []step {
	return []step{
		{request: "GET /groups", want: "200"},
		{request: "GET /groups/", want: "200"},
		{request: "GET /groups?itemsPerPage=1&pageNum=2", want: "200"},
		{request: "GET /groups?pageNum=-1", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET /groups", accept: "application/json", want: "200"},
		{request: "GET /groups/byName/demo", want: "200"},
		{request: "GET /groups/byName/nobody", want: "404 RESOURCE_NOT_FOUND"},
		{request: "GET ", want: "200"},
		{request: "GET /nowhere", want: "404 RESOURCE_NOT_FOUND"},
		{request: "PUT /streams", want: "405"},
		{request: "PUT ", want: "405"},
		{request: "DELETE ", want: "409 CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS"},
		{request: "OPTIONS /streams", want: "200"},
	}
}

func clusterSteps() []step {
	return []step{
		{request: "GET /clusters", want: "200"},
		{request: "GET /clusters?includeCount=perhaps", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET /clusters/dedicated", want: "200"},
		{request: "GET /clusters", accept: olderClusters, want: "200"},
		{request: "GET /clusters/dedicated", accept: olderClusters, want: "200"},
		{request: "GET /clusters/nobody", want: "404 CLUSTER_NOT_FOUND"},
		{request: "POST /flexClusters", body: flexJSON, want: "201"},
		{request: "GET /clusters/shop", want: "400 CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API"},
		{request: "DELETE /clusters/nobody", want: "404 CLUSTER_NOT_FOUND"},
		{request: "DELETE /clusters/dedicated", want: "202"},
		{request: "DELETE /clusters/dedicated", want: "400 CLUSTER_ALREADY_REQUESTED_DELETION"},
	}
}

func flexSteps() []step {
	return []step{
		{request: "POST /flexClusters", body: `{}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST /flexClusters", body: `{"name":5}`, want: "400 INVALID_JSON_ATTRIBUTE"},
		{request: "POST /flexClusters", body: `{"name":"-"}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "POST /flexClusters", body: strings.Replace(flexJSON, "AWS", "IBM", 1), want: "400 INVALID_ENUM_VALUE"},
		{request: "POST /flexClusters", body: flexJSON, want: "201"},
		{request: "POST /flexClusters", body: flexJSON, want: "400 DUPLICATE_CLUSTER_NAME"},
		{request: "GET /flexClusters", want: "200"},
		{request: "GET /flexClusters?itemsPerPage=many", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET /flexClusters/shop", want: "200"},
		{request: "GET /flexClusters/dedicated", want: "400 CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API"},
		{request: "PATCH /flexClusters/dedicated", body: `{}`, want: "400 CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API"},
		{request: "PATCH /flexClusters/shop", body: `{"terminationProtectionEnabled":true}`, want: "200"},
		{request: "DELETE /flexClusters/shop", want: "400 CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED"},
		{request: "PATCH /flexClusters/shop", body: `{"terminationProtectionEnabled":false}`, want: "200"},
		{request: "DELETE /flexClusters/shop", want: "204"},
		{request: "DELETE /flexClusters/shop", want: "400 CLUSTER_ALREADY_REQUESTED_DELETION"},
		{request: "PATCH /flexClusters/shop", body: `{}`, want: "400 ATLAS_GENERAL_ERROR"},
		{wait: 31 * time.Second},
		{request: "POST /flexClusters", body: flexJSON, want: "400 CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP"},
		{request: "GET /flexClusters/shop", want: "404 CLUSTER_NOT_FOUND"},
		{request: "PATCH /flexClusters/shop", body: `{}`, want: "404 CLUSTER_NOT_FOUND"},
		{request: "DELETE /flexClusters/shop", want: "404 CLUSTER_NOT_FOUND"},
	}
}

func nativeSteps() []step {
	return []step{
		{request: "POST /serverless", body: `{}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST /serverless", body: flexJSON, want: "201"},
		{request: "POST /serverless", body: flexJSON, want: "400 DUPLICATE_CLUSTER_NAME"},
		{wait: time.Minute},
		{request: "GET /serverless", want: "200"},
		{request: "GET /serverless?pageNum=no", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET /serverless/shop", want: "200"},
		{request: "GET /clusters/shop", want: "400 CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API"},
		{request: "GET /flexClusters/shop", want: "400 CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API"},
		{request: "GET /serverless/dedicated", want: "400 CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API"},
		{request: "PATCH /serverless/shop", body: `{"tags":[{"key":"a","value":"b"}]}`, want: "200"},
		{request: "PATCH /serverless/shop", body: `{"tags":"a"}`, want: "400 INVALID_JSON_ATTRIBUTE"},
		{request: "PATCH /serverless/nobody", body: `{}`, want: "404 SERVERLESS_INSTANCE_NOT_FOUND"},
		{request: "DELETE /serverless/nobody", want: "404 SERVERLESS_INSTANCE_NOT_FOUND"},
		{request: "DELETE /serverless/shop", want: "202"},
		{request: "DELETE /serverless/shop", want: "400 CLUSTER_ALREADY_REQUESTED_DELETION"},
	}
}

func endpointSteps() []step {
	const all = "/privateEndpoint/serverless/instance/shop/endpoint"
	return []step{
		{request: "GET " + all, want: "404 SERVERLESS_INSTANCE_NOT_FOUND"},
		{request: "GET /privateEndpoint/serverless/instance/dedicated/endpoint", want: "400 NOT_SERVERLESS_TENANT_CLUSTER"},
		{request: "POST /serverless", body: flexJSON, want: "201"},
		{request: "POST " + all, body: `{"comment":5}`, want: "400 INVALID_JSON_ATTRIBUTE"},
		{request: "POST " + all, body: `{"comment":"a"}`, want: "201"},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "/ID", want: "200"},
		{request: "PATCH " + all + "/ID", body: `{"providerName":"AWS","comment":"b"}`, want: "200"},
		{request: "PATCH " + all + "/ID", body: `{"providerName":"AZURE"}`, want: "400 VALIDATION_ERROR"},
		{request: "GET " + all + "/xyz", want: "400 PATH_PARAM_PARSE_ERROR"},
		{request: "GET " + all + "/" + objectID, want: "404 TENANT_PRIVATE_ENDPOINT_NOT_FOUND"},
		{request: "PATCH " + all + "/" + objectID, body: `{}`, want: "404 TENANT_PRIVATE_ENDPOINT_NOT_FOUND"},
		{request: "DELETE " + all + "/" + objectID, want: "404 TENANT_PRIVATE_ENDPOINT_NOT_FOUND"},
		{request: "DELETE /serverless/shop", want: "409 SERVERLESS_INSTANCE_HAS_PRIVATE_ENDPOINTS"},
		{wait: time.Minute},
		{request: "GET " + all + "/ID", want: "200"},
		{request: "PATCH " + all + "/ID", body: `{"providerName":"AWS","cloudProviderEndpointId":"vpce-00000000000000000"}`, want: "200"},
		{wait: time.Minute},
		{request: "GET " + all + "/ID", want: "200"}, // FAILED
		{request: "DELETE " + all + "/ID", want: "204"},
	}
}

func azureSteps() []step {
	const all = "/privateEndpoint/serverless/instance/shop/endpoint"
	const id = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/ours/providers/Microsoft.Network/privateEndpoints/a"
	return []step{
		{request: "POST /serverless", body: strings.NewReplacer("AWS", "AZURE", "US_EAST_1", "US_EAST").Replace(flexJSON), want: "201"},
		{request: "POST " + all, body: `{}`, want: "201"},
		{request: "PATCH " + all + "/ID", body: `{"providerName":"AZURE","comment":"b"}`, want: "200"},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "/ID", want: "200"},
		{wait: time.Minute},
		{
			request: "PATCH " + all + "/ID",
			body:    `{"providerName":"AZURE","privateEndpointIpAddress":"10.0.0.4","cloudProviderEndpointId":"` + id + `"}`,
			want:    "200",
		},
		{wait: time.Minute},
		{request: "GET " + all + "/ID", want: "200"},
		{request: "GET /serverless/shop", want: "200"}, // with the private connection string
	}
}

func shimSteps() []step {
	return []step{
		{request: "POST /serverless", body: flexJSON, want: "201"},
		{request: "GET /serverless", want: "200"},
		{request: "GET /serverless/shop", want: "200"},
		{request: "PATCH /serverless/shop", body: `{}`, want: "200"},
		{request: "GET /flexClusters/shop", want: "200"},
		{request: "GET /privateEndpoint/serverless/instance/shop/endpoint", want: "400 NOT_SERVERLESS_TENANT_CLUSTER"},
		{request: "POST /privateEndpoint/serverless/instance/shop/endpoint", body: `{}`, want: "400 NOT_SERVERLESS_TENANT_CLUSTER"},
		{
			request: "DELETE /privateEndpoint/serverless/instance/shop/endpoint/" + objectID,
			want:    "400 NOT_SERVERLESS_TENANT_CLUSTER",
		},
	}
}

// limited are API keys that are not good for the project, or not from here.
func limited() emulator.Config {
	return emulator.Config{Projects: []string{"another"}, Keys: []emulator.APIKey{
		{Public: "narrow", Private: "private", Projects: []string{"another"}},
		{Public: "office", Private: "private", Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}},
	}}
}

// eventSteps leave an event of every sort.
func eventSteps() []step {
	return []step{
		{request: "GET /events", want: "200"},
		{request: "POST /flexClusters", body: flexJSON, want: "201"},
		{request: "POST /serverless", body: strings.Replace(flexJSON, "shop", "native", 1), want: "201"},
		{wait: time.Hour},
		{request: "POST /privateEndpoint/serverless/instance/native/endpoint", body: `{"comment":"a"}`, want: "201"},
		{request: "POST /streams", body: workspaceJSON, want: "200"},
		{request: "GET /events?includeRaw=true", want: "200"},
		{request: "GET /events?minDate=2024-12-01T00:00:00Z&eventType=CLUSTER_CREATED&clusterNames=shop", want: "200"},
		{request: "GET /events?minDate=2024", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET /events/ID", want: "200"},
		{request: "GET /events/ID?includeRaw=true", want: "200"},
		{request: "GET /events/" + objectID, want: "404 RESOURCE_NOT_FOUND"},
		{request: "GET /events/recent", want: "400 PATH_PARAM_PARSE_ERROR"},
	}
}
