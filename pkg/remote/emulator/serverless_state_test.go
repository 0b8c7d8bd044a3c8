package emulator_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestEndpointWaitsForItsInstance: a reservation begins when the instance is there.
func TestEndpointWaitsForItsInstance(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	rt, all := emu.Transport(), endpointsPath(project, "shop")
	must(t, rt, http.StatusCreated, "POST", project+"/serverless", instanceBody)
	one := all + "/" + must(t, rt, http.StatusCreated, "POST", all, `{}`).body["_id"].(string)
	for range 27 {
		if must(t, rt, http.StatusOK, "GET", project+"/serverless/shop", "").body["stateName"] == "IDLE" {
			break
		}
		emu.Advance(second)
	}
	wantStatus(t, emu, one, "RESERVATION_REQUESTED")
	emu.Advance(15 * second)
	wantStatus(t, emu, one, "RESERVED")
}

func TestEndpointIDs(t *testing.T) {
	t.Parallel()
	ids := func() []string {
		emu, all, _ := newInstance(t, "AWS", "US_EAST_1")
		rt := emu.Transport()
		var got []string
		create := func(comment string) string {
			id := must(t, rt, http.StatusCreated, "POST", all, `{"comment":"`+comment+`"}`).body["_id"].(string)
			got = append(got, id)
			return id
		}
		for _, comment := range []string{"a", "b", "a", ""} {
			create(comment)
		}
		must(t, rt, http.StatusNoContent, "DELETE", all+"/"+got[0], "")
		create("a") // while the first is DELETING
		emu.Advance(10 * second)
		create("a") // in the place of the first
		wantDiff(t, len(must(t, rt, http.StatusOK, "GET", all, "").list), 5)
		return got
	}
	first := ids()
	wantDiff(t, ids(), first)
	seen := map[string]bool{}
	for _, id := range first {
		if seen[id] {
			t.Errorf("ID %s is given twice in %v", id, first)
		}
		seen[id] = true
	}
}

func TestServerlessIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{AsOf: day("2024-12-01")})
	project := "/groups/" + emu.AddProject("demo")
	rt, all := emu.Transport(), endpointsPath(project, "shop")
	must(t, rt, http.StatusCreated, "POST", project+"/serverless", instanceBody)
	emu.Advance(27 * second)
	for i := range 3 {
		must(t, rt, http.StatusCreated, "POST", all, fmt.Sprintf(`{"comment":"%d"}`, i))
	}
	emu.Advance(15 * second)
	first := must(t, rt, http.StatusOK, "GET", all, "").list[0].(object)["_id"].(string)
	must(t, rt, http.StatusOK, "PATCH", all+"/"+first, `{"providerName":"AWS","cloudProviderEndpointId":"`+awsEndpoint+`"}`)
	paths := []string{project + "/serverless", project + "/serverless/shop", all, all + "/" + first}
	before := answers(t, emu, paths)
	closeEmulator(t, emu)
	if !strings.Contains(read(t, path), `"formatVersion":1`) {
		t.Error("the format has another version")
	}
	emu = open(t, path, emulator.Config{})
	wantDiff(t, answers(t, emu, paths), before)
	emu.Advance(20 * second)
	wantStatus(t, emu, all+"/"+first, "AVAILABLE")
	must(t, emu.Transport(), http.StatusOK, "PATCH", project+"/serverless/shop", `{"tags":[]}`)
	got := must(t, emu.Transport(), http.StatusOK, "GET", project+"/serverless/shop", "")
	wantDiff(t, got.body["serverlessBackupOptions"], any(object{"serverlessContinuousBackupEnabled": true})) // also from the file
}

func TestOldStateFileLoads(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	project, id := strings.Repeat("a", 24), strings.Repeat("b", 24)
	state := `{"format":"atlasctl emulator state","formatVersion":1,"startDate":"2025-06-01T00:00:00Z","now":"2025-06-02T00:00:00Z","deletions":0,"resources":[
{"kind":"Project","name":"` + project + `","id":"` + project + `","created":"2025-06-01T00:00:00Z","fields":{"name":"demo"}},
{"kind":"FlexCluster","project":"` + project + `","name":"shop","id":"` + id + `","created":"2025-06-01T00:00:00Z","life":{"state":"IDLE"},` +
		`"fields":{"providerSettings":{"backingProviderName":"AWS","regionName":"US_EAST_1"}}}
]}
`
	if err := os.WriteFile(path, []byte(state), 0o600); err != nil {
		t.Fatal(err)
	}
	emu := open(t, path, emulator.Config{})
	wantState(t, emu, "/groups/"+project+"/flexClusters/shop", "IDLE")
	wantDiff(t, names(must(t, emu.Transport(), http.StatusOK, "GET", "/groups/"+project+"/serverless", "")), []string{})
}
