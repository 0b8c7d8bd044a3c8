package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestClustersPerProject fills a project with clusters of all kinds.
func TestClustersPerProject(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{AsOf: time.Date(2024, time.December, 1, 0, 0, 0, 0, time.UTC)})
	rt, id := emu.Transport(), strings.TrimPrefix(project, "/groups/")
	for i := range 23 {
		must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", fmt.Sprint("f", i)))
	}
	must(t, rt, http.StatusCreated, "POST", project+"/serverless", replace(instanceBody, "shop", "s"))
	if err := emu.AddCluster(id, "dedicated", "M10"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/flexClusters", "/serverless"} {
		got := send(t, rt, "POST", project+path, replace(flexBody, "shop", "one-more"))
		wantCode(t, got, 400, "MAX_CLUSTERS_PER_GROUP_EXCEEDED")
		wantDiff(t, got.body["parameters"], any([]any{"25", id}))
	}
	if err := emu.AddCluster(id, "one-more", "M10"); err == nil {
		t.Error("AddCluster knows no limit")
	}
	must(t, rt, http.StatusNoContent, "DELETE", project+"/flexClusters/f0", "")
	emu.Advance(30 * second)
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", "one-more"))
	other := "/groups/" + emu.AddProject("other")
	must(t, rt, http.StatusCreated, "POST", other+"/flexClusters", flexBody)
}
