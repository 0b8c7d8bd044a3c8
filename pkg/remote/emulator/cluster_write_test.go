package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const dedicatedBody = `{"name":"big","clusterType":"REPLICASET","replicationSpecs":[{"regionConfigs":[{"providerName":"AWS","regionName":"EU_WEST_1",` +
	`"priority":7,"electableSpecs":{"instanceSize":"M10","nodeCount":3,"diskSizeGB":20}}]}]}`

// shards are the replication specs of an answer.
func shards(a answer) []object {
	var list []object
	for _, shard := range a.body["replicationSpecs"].([]any) {
		list = append(list, shard.(object))
	}
	return list
}

// TestClusterShardsKeepTheirIDs changes a cluster with and without naming its
// shard.
func TestClusterShardsKeepTheirIDs(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt, one := emu.Transport(), project+"/clusters/big"
	made := must(t, rt, http.StatusCreated, "POST", project+"/clusters", dedicatedBody)
	wantDiff(t, made.header.Get("Content-Type"), "application/vnd.atlas.2024-10-23+json;charset=utf-8")
	emu.Advance(7*time.Minute - 1)
	wantState(t, emu, one, "CREATING")
	emu.Advance(7 * time.Minute)
	read := wantState(t, emu, one, "IDLE")
	wantDiff(t, only(read.body, made.body), []string{"adaptiveCapacity", "effectiveDatabaseEdition", "effectiveReplicationSpecs"})
	id := shards(made)[0]["id"].(string)
	wantDiff(t, shards(read)[0]["id"], any(id))

	const regions = `"regionConfigs":[{"providerName":"AWS","regionName":"EU_WEST_1","priority":7,"electableSpecs":{"instanceSize":"M20","nodeCount":3},"readOnlySpecs":{"instanceSize":"M20","nodeCount":1,"diskSizeGB":50}}]`
	named := must(t, rt, http.StatusOK, "PATCH", one, `{"replicationSpecs":[{"id":"`+id+`",`+regions+`}]}`)
	wantDiff(t, shards(named)[0]["id"], any(id))
	region := shards(named)[0]["regionConfigs"].([]any)[0].(object)
	wantDiff(t, region["analyticsSpecs"], any(object{"diskIOPS": 3000.0, "diskSizeGB": 50.0, "ebsVolumeType": "STANDARD", "instanceSize": "M20", "nodeCount": 0.0}))
	anew := must(t, rt, http.StatusOK, "PATCH", one, `{"replicationSpecs":[{`+regions+`}]}`)
	if shards(anew)[0]["id"] == id {
		t.Error("a shard that was not named kept its ID")
	}
	wantCode(t, send(t, rt, "PATCH", one, `{"replicationSpecs":[{"id":"`+id+`",`+regions+`}]}`), 400, "INVALID_ATTRIBUTE")
	twice := `{"id":"` + shards(anew)[0]["id"].(string) + `",` + regions + `}`
	wantCode(t, send(t, rt, "PATCH", one, `{"clusterType":"SHARDED","replicationSpecs":[`+twice+`,`+twice+`]}`), 400, "INVALID_ATTRIBUTE")
	older := sendRequest(t, rt, inVersion(newRequest(t, "GET", api+one, ""), "2023-02-01"))
	wantDiff(t, older.body["diskSizeGB"], any(50.0))
}

// TestClusterListsRegionsInItsOwnOrder sends regions in another one.
func TestClusterListsRegionsInItsOwnOrder(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	region := func(name string, priority, nodes int) string {
		return fmt.Sprintf(`{"providerName":"AWS","regionName":%q,"priority":%d,"electableSpecs":{"instanceSize":"M10","nodeCount":%d},"readOnlySpecs":{"instanceSize":"M10","nodeCount":1}}`, name, priority, nodes)
	}
	body := `{"name":"big","clusterType":"REPLICASET","replicationSpecs":[{"regionConfigs":[` + region("EU_CENTRAL_1", 0, 0) + `,` + region("EU_WEST_1", 6, 1) + `,` +
		region("US_EAST_1", 0, 0) + `,` + region("EU_WEST_2", 7, 2) + `]}]}`
	made := must(t, emu.Transport(), http.StatusCreated, "POST", project+"/clusters", body)
	var names []string
	for _, r := range shards(made)[0]["regionConfigs"].([]any) {
		names = append(names, r.(object)["regionName"].(string))
	}
	wantDiff(t, names, []string{"EU_WEST_2", "EU_WEST_1", "US_EAST_1", "EU_CENTRAL_1"})
}

// TestClusterThatIsPaused can be resumed, and nothing else.
func TestClusterThatIsPaused(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt, one := emu.Transport(), addCluster(t, emu, project)
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"paused":true}`).body["paused"], any(true))
	for _, body := range []string{`{}`, `{"tags":[]}`, `{"paused":false,"tags":[]}`, `{"paused":true,"tags":[]}`} {
		wantCode(t, send(t, rt, "PATCH", one, body), 409, "CANNOT_UPDATE_PAUSED_CLUSTER")
	}
	wantCode(t, send(t, rt, "PATCH", one, `{"paused":true}`), 409, "CLUSTER_ALREADY_PAUSED")
	must(t, rt, http.StatusOK, "PATCH", one, `{"paused":false}`)
	must(t, rt, http.StatusOK, "PATCH", one, `{"tags":[]}`)
	emu.Advance(time.Hour - 1)
	wantCode(t, send(t, rt, "PATCH", one, `{"paused":true}`), 400, "CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER")
	emu.Advance(1)
	must(t, rt, http.StatusOK, "PATCH", one, `{"paused":true}`)
	must(t, rt, http.StatusAccepted, "DELETE", one, "")
}

// TestClusterThatCannotBePaused is busy, or was told something else as well, or has
// disks that would not live through it.
func TestClusterThatCannotBePaused(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt, one := emu.Transport(), project+"/clusters/big"
	must(t, rt, http.StatusCreated, "POST", project+"/clusters", dedicatedBody)
	wantCode(t, send(t, rt, "PATCH", one, `{"paused":true}`), 409, "CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES")
	emu.Advance(time.Hour)
	wantCode(t, send(t, rt, "PATCH", one, `{"paused":true,"tags":[]}`), 409, "CANNOT_UPDATE_AND_PAUSE_CLUSTER")
	must(t, rt, http.StatusOK, "PATCH", one, `{"tags":[]}`)
	wantCode(t, send(t, rt, "PATCH", one, `{"paused":true}`), 409, "CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES")
	emu.Advance(time.Hour)
	must(t, rt, http.StatusOK, "PATCH", one, `{"paused":true}`)

	must(t, rt, http.StatusCreated, "POST", project+"/clusters", replace(replace(dedicatedBody, "big", "fast"), "M10", "M40_NVME"))
	emu.Advance(time.Hour)
	wantCode(t, send(t, rt, "PATCH", project+"/clusters/fast", `{"paused":true}`), 409, "CANNOT_PAUSE_NVME_CLUSTER")
}

// TestFreeClusterStaysAsItIs can be deleted, but not changed.
func TestFreeClusterStaysAsItIs(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	if err := emu.AddCluster(strings.TrimPrefix(project, "/groups/"), "free", "M0"); err != nil {
		t.Fatal(err)
	}
	rt, one := emu.Transport(), project+"/clusters/free"
	wantCode(t, send(t, rt, "PATCH", one, `{"tags":[]}`), 400, "TENANT_CLUSTER_UPDATE_UNSUPPORTED")
	must(t, rt, http.StatusAccepted, "DELETE", one, "")
}
