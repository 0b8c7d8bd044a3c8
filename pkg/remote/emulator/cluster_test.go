package emulator_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// addCluster adds a dedicated cluster called big.
func addCluster(t *testing.T, emu *emulator.Emulator, project string) string {
	t.Helper()
	if err := emu.AddCluster(project[len("/groups/"):], "big", "M10"); err != nil {
		t.Fatal(err)
	}
	return project + "/clusters/big"
}

// TestClusterVersions reads one cluster in both of its shapes.
func TestClusterVersions(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	one := addCluster(t, emu, project)
	older := sendRequest(t, emu.Transport(), inVersion(newRequest(t, "GET", api+one, ""), "2023-02-01"))
	newer := must(t, emu.Transport(), http.StatusOK, "GET", one, "")
	wantDiff(t, older.header.Get("Content-Type"), "application/vnd.atlas.2023-02-01+json;charset=utf-8")
	wantDiff(t, newer.header.Get("Content-Type"), "application/vnd.atlas.2024-08-05+json;charset=utf-8")

	wantDiff(t, only(older.body, newer.body), []string{"diskSizeGB"})
	wantDiff(t, only(newer.body, older.body), []string{
		"adaptiveCapacity", "effectiveDatabaseEdition", "effectiveReplicationSpecs", "featureCompatibilityVersion",
		"internalClusterRole", "redactClientLogData", "retainBackups", "useAwsTimeBasedSnapshotCopyForFastInitialSync",
	})
	for name := range older.body {
		if name != "replicationSpecs" && name != "diskSizeGB" {
			wantDiff(t, newer.body[name], older.body[name])
		}
	}
	spec := func(a answer, name string) object { return a.body[name].([]any)[0].(object) }
	before, after := spec(older, "replicationSpecs"), spec(newer, "replicationSpecs")
	wantDiff(t, only(before, after), []string{"numShards"})
	wantDiff(t, before["zoneId"], after["zoneId"])
	if before["id"] == after["id"] {
		t.Error("both versions have the same ID for a replication spec") // they have not
	}
	region := func(s object) object { return s["regionConfigs"].([]any)[0].(object) }
	hardware := []string{"analyticsSpecs", "electableSpecs", "readOnlySpecs"}
	for _, name := range hardware {
		wantDiff(t, only(region(after)[name].(object), region(before)[name].(object)), []string{"diskSizeGB"})
	}
	wantDiff(t, only(region(after), region(spec(newer, "effectiveReplicationSpecs"))),
		[]string{"effectiveAnalyticsSpecs", "effectiveElectableSpecs", "effectiveReadOnlySpecs"})
	wantDiff(t, spec(newer, "effectiveReplicationSpecs")["id"], after["id"])
	listed := must(t, emu.Transport(), http.StatusOK, "GET", project+"/clusters", "")
	wantDiff(t, listed.body["results"], any([]any{newer.body}))
}

// only lists the members that a has and b lacks.
func only(a, b object) []string {
	return slices.DeleteFunc(members(a), func(name string) bool { _, has := b[name]; return has })
}

func TestClusterDeletion(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	one := addCluster(t, emu, project)
	deleted := must(t, rt, http.StatusAccepted, "DELETE", one, "")
	wantDiff(t, deleted.raw, "{}")
	wantDiff(t, deleted.header.Get("Content-Type"), "application/vnd.atlas.2023-02-01+json;charset=utf-8")
	going := wantState(t, emu, one, "DELETING")
	wantDiff(t, members(going.body["connectionStrings"].(object)), []string{"standard", "standardSrv"})
	wantCode(t, send(t, rt, "DELETE", one, ""), 400, "CLUSTER_ALREADY_REQUESTED_DELETION")
	wantCode(t, send(t, rt, "POST", project+"/flexClusters", replace(flexBody, "shop", "big")), 400, "DUPLICATE_CLUSTER_NAME")
	emu.Advance(4*time.Minute - 1)
	wantState(t, emu, one, "DELETING")
	emu.Advance(1)
	wantCode(t, send(t, rt, "GET", one, ""), 404, "CLUSTER_NOT_FOUND")
	wantCode(t, send(t, rt, "DELETE", one, ""), 404, "CLUSTER_NOT_FOUND")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+"/clusters", "").body["totalCount"], any(0.0))
}

// TestClusterOfAnotherAPI has DELETE refuse what belongs to another API, and
// leave it where it is.
func TestClusterOfAnotherAPI(t *testing.T) {
	t.Parallel()
	for date, code := range map[string]string{
		"2024-12-01": "CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API",
		"2025-12-01": "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API",
	} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			emu, project := on(t, date)
			must(t, emu.Transport(), http.StatusCreated, "POST", project+"/serverless", instanceBody)
			got := send(t, emu.Transport(), "DELETE", project+"/clusters/shop", "")
			wantCode(t, got, 400, code)
			if !strings.Contains(got.raw, "shop") {
				t.Errorf("%s does not name the cluster", got.raw)
			}
			wantState(t, emu, project+"/serverless/shop", "CREATING")
		})
	}
}

// TestClusterNumbers refuses what no cluster has. The code is a guess.
func TestClusterNumbers(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	for _, nodes := range []string{
		`"diskSizeGB":0`, `"diskSizeGB":-1`, `"diskSizeGB":99999999999`, `"diskIOPS":-1`, `"nodeCount":1.5`, `"instanceSize":"../x"`,
	} {
		body := `{"name":"c","clusterType":"REPLICASET","replicationSpecs":[{"regionConfigs":[{"providerName":"AWS","regionName":"US_EAST_1","priority":7,` +
			`"electableSpecs":{"instanceSize":"M10","nodeCount":3,` + nodes + `}}]}]}`
		must(t, emu.Transport(), http.StatusBadRequest, "POST", project+"/clusters", body)
	}
}
