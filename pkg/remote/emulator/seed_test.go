package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestSeed holds what a seed changes, and what it does not: a project is known
// under its ID everywhere.
func TestSeed(t *testing.T) {
	t.Parallel()
	id := func(seed uint64) (project, cluster string, hosts any) {
		emu, project := newEmulator(t, emulator.Config{Seed: seed})
		must(t, emu.Transport(), http.StatusCreated, "POST", project+"/flexClusters", flexBody)
		body := must(t, emu.Transport(), http.StatusOK, "GET", project+"/flexClusters/shop", "").body
		return project, body["id"].(string), body["connectionStrings"].(object)["standardSrv"]
	}
	project, cluster, hosts := id(0)
	wantDiff(t, cluster, "6a1ccb8057c1de8e7f7ab712") // as it was before there were seeds
	otherProject, otherCluster, otherHosts := id(7)
	_, again, _ := id(7)
	wantDiff(t, otherProject, project)
	wantDiff(t, again, otherCluster)
	if otherCluster == cluster || otherHosts == hosts {
		t.Error("another seed gives the same ID or hosts")
	}
	if otherCluster[:8] != cluster[:8] {
		t.Error("the time at the front of an ID depends on the seed")
	}
}

func TestSeedIsInTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{Seed: 7})
	project := "/groups/" + emu.AddProject("demo")
	first := must(t, emu.Transport(), http.StatusOK, "POST", project+"/streams", workspaceBody).body["_id"]
	closeEmulator(t, emu)

	for _, seed := range []uint64{0, 7} { // none given is the file's own
		emu = open(t, path, emulator.Config{Seed: seed})
		must(t, emu.Transport(), http.StatusOK, "POST", project+"/streams", replace(workspaceBody, "clicks", "clicks-"+string('a'+rune(seed))))
		closeEmulator(t, emu)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"seed":7`) || !strings.Contains(string(data), first.(string)) {
		t.Errorf("the file lacks the seed or the object: %s", data)
	}
	_, err = emulator.Open(path, emulator.Config{Seed: 8})
	if err == nil || !strings.Contains(err.Error(), "its seed is 7, not 8: another seed needs another file") {
		t.Errorf("got %v", err)
	}
}
