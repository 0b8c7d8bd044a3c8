package remote_test

import (
	"strings"
	"time"
)

const (
	shardsJSON = `[{"regionConfigs":[{"providerName":"AWS","regionName":"US_EAST_1","priority":7,` +
		`"electableSpecs":{"instanceSize":"M10","nodeCount":3,"diskSizeGB":20}}]}]`
	dedicatedJSON = `{"name":"orders","clusterType":"REPLICASET","replicationSpecs":` + shardsJSON + `}`
)

// dedicatedSteps make and change a dedicated cluster.
func dedicatedSteps() []step {
	const one, args = "/clusters/orders", "/clusters/orders/processArgs"
	made := func(old, now string) string { return strings.Replace(dedicatedJSON, old, now, 1) }
	differing := strings.Replace(made("orders", "apart"), "REPLICASET", "SHARDED", 1)
	differing = strings.TrimSuffix(differing, "]}") + "," + strings.Replace(shardsJSON[1:], "M10", "M20", 1) + "}"
	return []step{
		{request: "POST /clusters", body: `{}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST /clusters", body: made(`"REPLICASET"`, `"RING"`), want: "400 INVALID_ENUM_VALUE"},
		{request: "POST /clusters", body: made("M10", "M0"), want: "400 CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API"},
		{request: "POST /clusters", body: made(`:3,`, `:2,`), want: "400 INVALID_ATTRIBUTE"},
		{request: "POST /clusters", body: made(`:3,`, `:"3",`), want: "400 INVALID_JSON_ATTRIBUTE"},
		{request: "POST /clusters", body: made(`20}}`, `20},"readOnlySpecs":{"instanceSize":"M10","nodeCount":1,"diskSizeGB":30}}`), want: "400 DISK_SIZE_GB_INCONSISTENT"},
		{request: "POST /clusters", accept: "application/vnd.atlas.2024-08-05+json", body: made("orders", "older"), want: "201"},
		{request: "POST /clusters", accept: olderClusters, body: made("orders", "oldest"), want: "201"},
		{request: "PATCH /clusters/oldest", accept: olderClusters, body: `{"diskSizeGB":30}`, want: "200"},
		{request: "POST /clusters", body: differing, want: "201"},
		{request: "GET /clusters/apart", accept: olderClusters, want: "400 ASYMMETRIC_SHARD_UNSUPPORTED"},
		{request: "PATCH /clusters/apart", accept: olderClusters, body: `{}`, want: "400 ASYMMETRIC_SHARD_UNSUPPORTED"},
		{request: "POST /clusters", body: dedicatedJSON, want: "201"},
		{request: "POST /clusters", body: dedicatedJSON, want: "400 DUPLICATE_CLUSTER_NAME"},
		{request: "GET " + one, want: "200"},
		{wait: 20 * time.Minute},
		{request: "PATCH " + one, body: `{"replicationSpecs":` + strings.Replace(shardsJSON, `{"reg`, `{"id":"`+objectID+`","reg`, 1) + `}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "PATCH " + one, body: `{"replicationSpecs":` + shardsJSON + `}`, want: "200"},
		{request: "PATCH " + one, body: `{"labels":[{"key":"team","value":"shop"}],"mongoDBMajorVersion":"9.0"}`, want: "200"},
		{request: "GET " + args, want: "200"},
		{request: "GET " + args, accept: "application/vnd.atlas.2023-01-01+json", want: "200"},
		{request: "PATCH " + args, body: `{"noTableScan":true,"minimumEnabledTlsProtocol":"TLS1_3"}`, want: "200"},
		{request: "PATCH " + args, accept: "application/vnd.atlas.2023-01-01+json", body: `{"defaultReadConcern":"local"}`, want: "200"},
		{request: "PATCH " + args, body: `{"minimumEnabledTlsProtocol":"SSL"}`, want: "400 INVALID_ENUM_VALUE"},
		{request: "GET /clusters/nobody/processArgs", want: "404 CLUSTER_NOT_FOUND"},
		{request: "PATCH /clusters/nobody/processArgs", body: `{}`, want: "404 CLUSTER_NOT_FOUND"},
		{request: "PATCH " + one, body: `{"paused":true}`, want: "409 CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES"},
		{request: "PATCH " + one, body: `{"paused":true,"tags":[]}`, want: "409 CANNOT_UPDATE_AND_PAUSE_CLUSTER"},
		{wait: 20 * time.Minute},
		{request: "PATCH " + one, body: `{"paused":true}`, want: "200"},
		{request: "PATCH " + one, body: `{"paused":true}`, want: "409 CLUSTER_ALREADY_PAUSED"},
		{request: "PATCH " + one, body: `{"backupEnabled":true}`, want: "409 CANNOT_UPDATE_PAUSED_CLUSTER"},
		{request: "PATCH " + args, body: `{}`, want: "409 CANNOT_UPDATE_PAUSED_CLUSTER"},
		{request: "PATCH " + one, body: `{"paused":false}`, want: "200"},
		{request: "PATCH " + one, body: `{"paused":true}`, want: "400 CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER"},
		{request: "PATCH " + one, body: `{"terminationProtectionEnabled":true}`, want: "200"},
		{request: "DELETE " + one, want: "400 CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED"},
		{request: "PATCH " + one, body: `{"terminationProtectionEnabled":false}`, want: "200"},
		{request: "DELETE " + one, want: "202"},
		{request: "PATCH " + one, body: `{}`, want: "400 ATLAS_GENERAL_ERROR"},
		{request: "PATCH /clusters/nobody", body: `{}`, want: "404 CLUSTER_NOT_FOUND"},
		{request: "POST /flexClusters", body: flexJSON, want: "201"},
		{request: "PATCH /clusters/shop", body: `{}`, want: "400 CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API"},
		{request: "GET /clusters/shop/processArgs", want: "400 CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API"},
	}
}

// stubbornSteps ask of clusters what Atlas never does to them.
func stubbornSteps() []step {
	return []step{
		{request: "PATCH /clusters/tiny", body: `{"tags":[]}`, want: "400 TENANT_CLUSTER_UPDATE_UNSUPPORTED"},
		{request: "POST /clusters", body: strings.Replace(dedicatedJSON, "M10", "M40_NVME", 1), want: "201"},
		{wait: time.Hour},
		{request: "PATCH /clusters/orders", body: `{"paused":true}`, want: "409 CANNOT_PAUSE_NVME_CLUSTER"},
	}
}
