package emulator_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const clusterLimit = "/limits/atlas.project.deployment.clusters"

// TestProjectLimits are changed and reset, survive the process, and count what is
// there.
func TestProjectLimits(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	emu, err := emulator.Open(file, emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	project, rt := "/groups/"+emu.AddProject("demo"), emu.Transport()
	limit := object{"name": "atlas.project.deployment.clusters", "value": 25.0, "defaultLimit": 25.0, "maximumLimit": 100.0, "currentUsage": 0.0}
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+clusterLimit, "").body, limit)
	all := must(t, rt, http.StatusOK, "GET", project+"/limits", "").raw
	if strings.Count(all, `"value":`) != 8 || !strings.HasPrefix(all, "[{") {
		t.Errorf("got %s", all)
	}

	limit["value"] = 1.0
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", project+clusterLimit, `{"value":1}`).body, limit)
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	limit["currentUsage"] = 1.0
	wantCode(t, send(t, rt, "POST", project+"/flexClusters", strings.Replace(flexBody, `"name":"`, `"name":"b`, 1)), 400, "MAX_CLUSTERS_PER_GROUP_EXCEEDED")
	if err := emu.Close(); err != nil {
		t.Fatal(err)
	}
	if emu, err = emulator.Open(file, emulator.Config{}); err != nil {
		t.Fatal(err)
	}
	rt = emu.Transport()
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+clusterLimit, "").body, limit)
	must(t, rt, http.StatusNoContent, "DELETE", project+clusterLimit, "")
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", strings.Replace(flexBody, `"name":"`, `"name":"b`, 1))
	if err := emu.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestBadProjectLimits(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	for _, body := range []string{`{"value":101}`, `{"value":-1}`, `{"value":1.5}`, `{"value":99999999999999999999}`} {
		wantCode(t, send(t, rt, "PATCH", project+clusterLimit, body), 400, "INVALID_ATTRIBUTE")
	}
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		wantCode(t, send(t, rt, method, project+"/limits/ponies", `{"value":1}`), 404, "RESOURCE_NOT_FOUND")
	}
}

// TestAroundProjects has what Terraform reads of a project beside it.
func TestAroundProjects(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	if err := emu.AddCluster(strings.TrimPrefix(project, "/groups/"), "big", "M10"); err != nil {
		t.Fatal(err)
	}
	addresses := must(t, rt, http.StatusOK, "GET", project+"/ipAddresses", "").body
	clusters, _ := addresses["services"].(object)["clusters"].([]any)
	if len(clusters) != 1 || clusters[0].(object)["clusterName"] != "big" || "/groups/"+addresses["groupId"].(string) != project {
		t.Errorf("got %v", addresses)
	}
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+"/teams", "").body["totalCount"], any(0.0))
}
