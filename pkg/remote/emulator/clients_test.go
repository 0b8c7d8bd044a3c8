package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// exchange is a request in the shape in which a client sends it, and what it
// wants to see. In path and body, {project} is the ID of the project and {id} that
// of what the last POST made that answered with one.
type exchange struct {
	what         string // the client's doing that it belongs to
	method, path string // below the project, or all of it when it begins with /groups
	version      string // of Accept, and of Content-Type when there is a body
	body         string
	status       int
	code         string
	want         map[string]any // members of the answer
}

const (
	v1 = "2023-01-01"
	v2 = "2023-02-01"
	v3 = "2024-08-05"
	v4 = "2024-11-13"
)

// TestAtlasCLI replays what the Atlas CLI of August 2026 asks of what is served
// here. A name is tried as a cluster first, and as a Flex cluster when the error
// says so.
func TestAtlasCLI(t *testing.T) {
	t.Parallel()
	const page = "?itemsPerPage=100&pageNum=1"
	const counted = "?includeCount=true&itemsPerPage=100&pageNum=1"
	kafka := replace(kafkaBody, "kafka", "k1")
	replay(t, []exchange{
		{"clusters create --tier FLEX", "POST", "/flexClusters", v4, flexBody, 201, "", object{"stateName": "CREATING"}},
		{"clusters describe", "GET", "/clusters/shop", v3, "", 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", nil},
		{"clusters describe", "GET", "/clusters/shop", v2, "", 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", nil},
		{"clusters list", "GET", "/clusters" + counted, v2, "", 200, "", object{"totalCount": 1.0}},
		{"clusters describe", "GET", "/flexClusters/shop", v4, "", 200, "", object{"name": "shop", "stateName": "IDLE"}},
		{"clusters describe", "GET", "/clusters/orders", v3, "", 200, "", object{"name": "orders"}},
		{"clusters list", "GET", "/clusters" + counted, v3, "", 200, "", object{"totalCount": 1.0}},
		{"clusters list --tier FLEX", "GET", "/flexClusters" + counted, v4, "", 200, "", object{"totalCount": 1.0}},
		{"clusters list --tier FLEX --omitCount", "GET", "/flexClusters" + strings.Replace(counted, "true", "false", 1), v4, "", 200, "", object{"totalCount": nil}},
		{"clusters update", "PATCH", "/flexClusters/shop", v4, `{"tags":[],"terminationProtectionEnabled":false}`, 200, "", object{"stateName": "UPDATING"}},
		{"streams instances create", "POST", "/streams", v2, replace(workspaceBody, `{"name"`, `{"streamConfig":{"tier":"SP30"},"name"`), 200, "", object{"name": "clicks"}},
		{"streams instances list", "GET", "/streams" + page, v2, "", 200, "", object{"totalCount": 1.0}},
		{"streams instances describe", "GET", "/streams/clicks", v2, "", 200, "", object{"name": "clicks"}},
		{"streams instances update", "PATCH", "/streams/clicks", v2, `{"cloudProvider":"AWS","region":"VIRGINIA_USA"}`, 200, "", nil},
		{"streams connections create", "POST", "/streams/clicks/connections", v2, kafka, 200, "", object{"state": "READY"}},
		{"streams connections list", "GET", "/streams/clicks/connections", v2, "", 200, "", object{"totalCount": 1.0}},
		{"streams connections describe", "GET", "/streams/clicks/connections/k1", v2, "", 200, "", object{"type": "Kafka"}},
		{"streams connections update", "PATCH", "/streams/clicks/connections/k1", v2, kafka, 200, "", object{"state": nil}},
		{"streams connections delete", "DELETE", "/streams/clicks/connections/k1", v2, "", 202, "", nil},
		{"streams instances delete", "DELETE", "/streams/clicks", v2, "", 202, "", nil},
		{"projects list", "GET", "/groups" + counted, v1, "", 200, "", object{"totalCount": 1.0}},
		{"projects describe", "GET", "", v1, "", 200, "", object{"name": "demo"}},
		{"serverless list (until 2026)", "GET", "/serverless" + counted, v1, "", 200, "", object{"totalCount": 0.0}},
		{"clusters delete", "DELETE", "/clusters/shop", v2, "", 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", nil},
		{"clusters delete", "DELETE", "/flexClusters/shop", v4, "", 204, "", nil},
		{"clusters delete --watch", "GET", "/flexClusters/shop", v4, "", 404, "CLUSTER_NOT_FOUND", nil},
		{"not served", "GET", "/backupCompliancePolicy", v1, "", 404, "RESOURCE_NOT_FOUND", nil},
	})
}

// TestTerraform replays what Terraform's provider 2.16 asks: it sends zeros for
// the page numbers that its user leaves out, empty headers with every
// connection, and reads on after a delete until there is a 404.
func TestTerraform(t *testing.T) {
	t.Parallel()
	const all = "?includeCount=true&itemsPerPage=100&pageNum=1"
	https := replace(httpsBody, `{"X-Team":"clicks"}`, "{}")
	kafka := replace(kafkaBody, `"type"`, `"headers":{},"type"`)
	replay(t, []exchange{
		{"projects", "GET", "/groups?includeCount=true&itemsPerPage=0&pageNum=0", v1, "", 200, "", object{"totalCount": 1.0}},
		{"project", "GET", "/groups/byName/demo", v1, "", 200, "", object{"name": "demo"}},
		{"project", "PATCH", "/limits/atlas.project.deployment.clusters", v1, `{"value":26}`, 200, "", object{"value": 26.0}},
		{"project", "GET", "/teams", v1, "", 200, "", object{"totalCount": 0.0}},
		{"project", "GET", "/limits", v1, "", 200, "", nil},
		{"project", "GET", "/settings", v1, "", 200, "", object{"isDataExplorerEnabled": true}},
		{"project", "GET", "/ipAddresses", v1, "", 200, "", nil},
		{"project", "DELETE", "/limits/atlas.project.deployment.clusters", v1, "", 204, "", nil},
		{"flex_cluster", "POST", "/flexClusters", v4, flexBody, 201, "", object{"stateName": "CREATING", "tags": nil}},
		{"flex_cluster", "GET", "/flexClusters/shop", v4, "", 200, "", object{"stateName": "IDLE", "tags": []any{}}},
		{"flex_cluster", "PATCH", "/flexClusters/shop", v4, `{"tags":[{"key":"env","value":"prod"}],"terminationProtectionEnabled":true}`, 200, "", nil},
		{"flex_clusters", "GET", "/flexClusters" + all, v4, "", 200, "", object{"totalCount": 1.0}},
		{"flex_cluster, protected", "DELETE", "/flexClusters/shop", v4, "", 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED", nil},
		{"flex_cluster", "PATCH", "/flexClusters/shop", v4, `{"tags":[],"terminationProtectionEnabled":false}`, 200, "", nil},
		{"flex_cluster", "POST", "/flexClusters", v4, flexBody, 400, "DUPLICATE_CLUSTER_NAME", nil},
		{"advanced_cluster", "GET", "/clusters/shop", v3, "", 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", nil},
		{"advanced_clusters", "GET", "/clusters" + all, v3, "", 200, "", object{"totalCount": 1.0}},
		{"flex_cluster", "GET", "/flexClusters/orders", v4, "", 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API", nil},
		{"stream_workspace", "POST", "/streams", v2, workspaceBody, 200, "", object{"failoverRegions": []any{}}},
		{"stream_workspaces", "GET", "/streams?itemsPerPage=100&pageNum=1", v2, "", 200, "", object{"totalCount": 1.0}},
		{"stream_connection", "POST", "/streams/clicks/connections", v2, kafka, 200, "", object{"headers": nil, "state": "READY"}},
		{"stream_connection", "PATCH", "/streams/clicks/connections/kafka", v2, kafka, 200, "", object{"headers": nil}},
		{"stream_connection", "POST", "/streams/clicks/connections", v2, https, 200, "", object{"headers": object{}}},
		{"stream_connections", "GET", "/streams/clicks/connections?itemsPerPage=100&pageNum=1", v2, "", 200, "", object{"totalCount": 2.0}},
		{"stream_connection", "DELETE", "/streams/clicks/connections/kafka", v2, "", 202, "", nil},
		{"stream_connection", "GET", "/streams/clicks/connections/kafka", v2, "", 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME", nil},
		{"stream_workspace", "DELETE", "/streams/clicks", v2, "", 202, "", nil},
		{"stream_workspace", "GET", "/streams/clicks", v2, "", 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME", nil},
		{"flex_cluster", "DELETE", "/flexClusters/shop", v4, "", 204, "", nil},
		{"flex_cluster", "GET", "/flexClusters/shop", v4, "", 404, "CLUSTER_NOT_FOUND", nil},
	})
}

// replay sends the requests in their order, as the SDK in both clients would: a
// Content-Type only with a body. Between two of them goes as much time as the
// slowest change takes.
func replay(t *testing.T, script []exchange) {
	t.Helper()
	emu, project := newEmulator(t, emulator.Config{})
	if err := emu.AddCluster(strings.TrimPrefix(project, "/groups/"), "orders", "M10"); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{"{project}": strings.TrimPrefix(project, "/groups/")}
	fill := func(text string) string {
		for name, id := range ids {
			text = strings.ReplaceAll(text, name, id)
		}
		return text
	}
	for i, x := range script {
		path := fill(x.path)
		if !strings.HasPrefix(path, "/groups") {
			path = project + path
		}
		media := "application/vnd.atlas." + x.version + "+json"
		req := newRequest(t, x.method, api+path, fill(x.body))
		req.Header.Set("Accept", media)
		req.Header.Set("Content-Type", media)
		if x.body == "" {
			req.Header.Del("Content-Type")
		}
		got := sendRequest(t, emu.Transport(), req)
		what := fmt.Sprintf("%d (%s): %s %s", i+1, x.what, x.method, x.path)
		if got.status != x.status || got.code() != x.code {
			t.Errorf("%s: got %d %s, want %d %s", what, got.status, got.raw, x.status, x.code)
		}
		for _, name := range []string{"id", "_id"} {
			if id, ok := got.body[name].(string); ok && x.method == http.MethodPost {
				ids["{id}"] = id
			}
		}
		wantType := media + ";charset=utf-8"
		if x.status >= http.StatusBadRequest {
			wantType = "application/json"
		}
		if got := got.header.Get("Content-Type"); got != wantType {
			t.Errorf("%s: got Content-Type %s, want %s", what, got, wantType)
		}
		for name, value := range x.want {
			wantDiff(t, map[string]any{what: got.body[name]}, map[string]any{what: value})
		}
		emu.Advance(45 * second)
	}
}
