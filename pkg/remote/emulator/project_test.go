package emulator_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const projectBody = `{"name":"from nothing","orgId":"a0123456789abcdef0123456","clusterCount":0,"created":"0001-01-01T00:00:00Z"}`

// TestProjectLife makes a project, changes it and deletes it, as recorded.
func TestProjectLife(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	made := must(t, rt, http.StatusCreated, "POST", "/groups", replace(projectBody, "{", `{"tags":[{"key":"env","value":"e2e"}],`))
	wantSorted(t, made.raw)
	wantDiff(t, made.body["orgId"], any("a0123456789abcdef0123456"))
	wantDiff(t, made.body["tags"], any([]any{object{"key": "env", "value": "e2e"}}))
	wantDiff(t, made.body["withDefaultAlertsSettings"], any(true))
	project := "/groups/" + made.body["id"].(string)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project, "").raw, made.raw)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", "/groups/byName/from%20nothing", "").raw, made.raw)

	changed := must(t, rt, http.StatusOK, "PATCH", project, `{"name":"another","tags":[],"withDefaultAlertsSettings":false}`)
	wantDiff(t, changed.body["name"], any("another"))
	wantDiff(t, changed.body["tags"], any([]any{}))
	wantDiff(t, changed.body["withDefaultAlertsSettings"], any(false))
	wantCode(t, send(t, rt, "GET", "/groups/byName/from%20nothing", ""), 404, "RESOURCE_NOT_FOUND")
	must(t, rt, http.StatusOK, "PATCH", project, `{}`)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project, "").raw, changed.raw)

	wantDiff(t, must(t, rt, http.StatusAccepted, "DELETE", project, "").raw, "{}")
	wantCode(t, send(t, rt, "GET", project, ""), 404, "GROUP_NOT_FOUND")
	again := must(t, rt, http.StatusCreated, "POST", "/groups", projectBody)
	if again.body["id"] == made.body["id"] {
		t.Error("another project of that name has the same ID")
	}
}

// TestProjectSettings are merged, and begin with values of the server's.
func TestProjectSettings(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	before := must(t, rt, http.StatusOK, "GET", project+"/settings", "").body
	if len(before) != 10 || before["isDataExplorerEnabled"] != true || before["isExtendedStorageSizesEnabled"] != false {
		t.Errorf("got %v", before)
	}
	after := must(t, rt, http.StatusOK, "PATCH", project+"/settings", `{"isDataExplorerEnabled":false,"isNonsense":true}`).body
	before["isDataExplorerEnabled"] = false
	wantDiff(t, after, before)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+"/settings", "").body, before)

	// Those of a new project are not there at once.
	odd, _ := newEmulator(t, emulator.Config{Oddities: emulator.OdditiesAlways})
	id := must(t, odd.Transport(), http.StatusCreated, "POST", "/groups", projectBody).body["id"].(string)
	wantCode(t, send(t, odd.Transport(), "GET", "/groups/"+id+"/settings", ""), 404, "RESOURCE_NOT_FOUND")
	odd.Advance(6 * second)
	must(t, odd.Transport(), http.StatusOK, "GET", "/groups/"+id+"/settings", "")
}

// TestProjectIsMadeTwiceAtOnce: only some time later is the name seen to be taken.
func TestProjectIsMadeTwiceAtOnce(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	first := must(t, rt, http.StatusCreated, "POST", "/groups", projectBody).body["id"]
	if second := must(t, rt, http.StatusCreated, "POST", "/groups", projectBody).body["id"]; first == second {
		t.Error("the second one is the first")
	}
	emu.Advance(second)
	wantCode(t, send(t, rt, "POST", "/groups", projectBody), 409, "GROUP_ALREADY_EXISTS")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", "/groups", "").body["totalCount"], any(3.0))
}

// TestProjectIsNotDeletedWithWhatCosts, and takes the rest along.
func TestProjectIsNotDeletedWithWhatCosts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, body, one, code string }{
		{"/flexClusters", flexBody, "/flexClusters/shop", "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS"},
		{"/serverless", instanceBody, "/serverless/shop", "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS"},
		{"/streams", workspaceBody, "/streams/clicks", "CANNOT_CLOSE_GROUP_ACTIVE_STREAMS_RESOURCE"},
	} {
		date := emulator.DefaultAsOf
		if test.path == "/serverless" {
			date = date.AddDate(-2, 0, 0)
		}
		emu, project := newEmulator(t, emulator.Config{AsOf: date})
		rt := emu.Transport()
		send(t, rt, "POST", project+test.path, test.body)
		wantCode(t, send(t, rt, "DELETE", project, ""), 409, test.code)
		emu.Advance(300 * second)
		send(t, rt, "DELETE", project+test.one, "")
		if test.path != "/streams" { // which go at once
			wantCode(t, send(t, rt, "DELETE", project, ""), 409, test.code)
		}
		emu.Advance(300 * second)
		must(t, rt, http.StatusAccepted, "DELETE", project, "")
		wantDiff(t, must(t, rt, http.StatusOK, "GET", "/groups", "").body["results"], any([]any{}))
	}
}

// TestProjectsAreKnownByName: one that was made by a request is not made again by
// the configuration, also after a restart.
func TestProjectsAreKnownByName(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu, err := emulator.Open(path, emulator.Config{Oddities: emulator.OdditiesNever})
	if err != nil {
		t.Fatal(err)
	}
	id := must(t, emu.Transport(), http.StatusCreated, "POST", "/groups", projectBody).body["id"].(string)
	must(t, emu.Transport(), http.StatusOK, "PATCH", "/groups/"+id+"/settings", `{"isDataExplorerEnabled":false}`)
	if err := emu.Close(); err != nil {
		t.Fatal(err)
	}
	emu, err = emulator.Open(path, emulator.Config{
		Oddities: emulator.OdditiesNever, Projects: []string{"from nothing"},
		Keys: []emulator.APIKey{{Public: "narrow", Private: "s3cret", Projects: []string{"from nothing"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = emu.Close() })
	wantDiff(t, emu.AddProject("from nothing"), id)
	rt := signed(emu, "narrow")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", "/groups/"+id+"/settings", "").body["isDataExplorerEnabled"], any(false))
	wantCode(t, send(t, rt, "POST", "/groups", strings.Replace(projectBody, "from nothing", "another", 1)), 403, "USER_UNAUTHORIZED")
}
