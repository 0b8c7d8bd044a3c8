package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestFlexClusterLife(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	one := project + "/flexClusters/shop"

	created := must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	if _, ok := created.body["tags"]; ok {
		t.Error("the answer to POST shows tags although none are set")
	}
	if !strings.Contains(created.raw, `"diskSizeGB":5.0`) {
		t.Errorf("diskSizeGB is not a float: %s", created.raw)
	}
	wantSorted(t, created.raw)
	hosts := created.body["connectionStrings"].(object)
	if hosts["standardSrv"] == nil || hosts["standard"] != nil {
		t.Errorf("connection strings while CREATING: %v", hosts)
	}
	wantState(t, emu, one, "CREATING")
	emu.Advance(5 * second)
	wantState(t, emu, one, "CREATING")
	emu.Advance(10 * second)
	idle := wantState(t, emu, one, "IDLE")
	if idle.body["connectionStrings"].(object)["standard"] == nil {
		t.Error("no standard connection string when IDLE")
	}
	wantDiff(t, idle.body["tags"], any([]any{}))
	wantDiff(t, idle.body["createDate"], any("2026-06-01T00:00:00Z"))

	updated := must(t, rt, http.StatusOK, "PATCH", one,
		`{"tags":[{"key":"env","value":"prod"}],"providerSettings":{"regionName":"EU_WEST_1"},"nonsense":1}`)
	wantDiff(t, updated.body["stateName"], any("UPDATING"))
	emu.Advance(4 * second)
	after := wantState(t, emu, one, "IDLE")
	wantDiff(t, after.body["tags"], any([]any{object{"key": "env", "value": "prod"}}))
	wantDiff(t, after.body["providerSettings"], idle.body["providerSettings"])

	must(t, rt, http.StatusOK, "PATCH", one, `{"terminationProtectionEnabled":true}`)
	after = wantState(t, emu, one, "UPDATING")
	wantDiff(t, after.body["tags"], any([]any{object{"key": "env", "value": "prod"}})) // left out is kept
	wantCode(t, send(t, rt, "DELETE", one, ""), 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED")
	must(t, rt, http.StatusOK, "PATCH", one, `{"terminationProtectionEnabled":false,"tags":[]}`)

	gone := must(t, rt, http.StatusNoContent, "DELETE", one, "")
	if gone.raw != "" || !strings.HasPrefix(gone.header.Get("Content-Type"), "application/vnd.atlas.2024-11-13") {
		t.Errorf("DELETE answers %q %v", gone.raw, gone.header)
	}
	wantState(t, emu, one, "DELETING")
	wantCode(t, send(t, rt, "DELETE", one, ""), 400, "CLUSTER_ALREADY_REQUESTED_DELETION")
	wantCode(t, send(t, rt, "PATCH", one, `{"tags":[]}`), 400, "ATLAS_GENERAL_ERROR")
	wantCode(t, send(t, rt, "POST", project+"/flexClusters", flexBody), 400, "DUPLICATE_CLUSTER_NAME")

	emu.Advance(30 * second)
	wantCode(t, send(t, rt, "GET", one, ""), 404, "CLUSTER_NOT_FOUND")
	wantCode(t, send(t, rt, "POST", project+"/flexClusters", flexBody), 400, "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP")
	emu.Advance(15 * second)
	again := must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	if again.body["id"] == created.body["id"] {
		t.Error("the successor has the ID of the deleted cluster")
	}
}

func wantState(t *testing.T, emu *emulator.Emulator, path, state string) answer {
	t.Helper()
	a := must(t, emu.Transport(), http.StatusOK, "GET", path, "")
	if a.body["stateName"] != state {
		t.Errorf("got state %v, want %s", a.body["stateName"], state)
	}
	return a
}

func TestFlexClusterDeletedWhileCreating(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	one := project + "/flexClusters/shop"
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	must(t, emu.Transport(), http.StatusNoContent, "DELETE", one, "")
	emu.Advance(20 * second)
	a := wantState(t, emu, one, "DELETING")
	if a.body["connectionStrings"].(object)["standard"] != nil {
		t.Error("a cluster that never was ready has a connection string")
	}
}

func TestFlexClusterUpdatedWhileCreating(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	one := project + "/flexClusters/shop"
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	must(t, emu.Transport(), http.StatusOK, "PATCH", one, `{"terminationProtectionEnabled":true}`)
	a := wantState(t, emu, one, "CREATING")
	wantDiff(t, a.body["terminationProtectionEnabled"], any(true))
	emu.Advance(20 * second)
	wantState(t, emu, one, "IDLE")
}

func TestOneNameSpaceOfClusters(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	id := strings.TrimPrefix(project, "/groups/")
	for name, size := range map[string]string{"big": "M10", "free": "M0"} {
		if err := emu.AddCluster(id, name, size); err != nil {
			t.Fatal(err)
		}
	}
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)

	wantCode(t, send(t, rt, "POST", project+"/flexClusters", replace(flexBody, "shop", "big")), 400, "DUPLICATE_CLUSTER_NAME")
	wantCode(t, send(t, rt, "GET", project+"/flexClusters/big", ""), 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API")
	wantCode(t, send(t, rt, "PATCH", project+"/flexClusters/free", `{}`), 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API")
	wantCode(t, send(t, rt, "DELETE", project+"/flexClusters/free", ""), 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API")
	wantCode(t, send(t, rt, "GET", project+"/clusters/shop", ""), 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API")
	wantCode(t, send(t, rt, "GET", project+"/clusters/nope", ""), 404, "CLUSTER_NOT_FOUND")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+"/clusters/big", "").body["name"], any("big"))

	clusters := must(t, rt, http.StatusOK, "GET", project+"/clusters", "")
	wantSorted(t, clusters.raw)
	wantDiff(t, clusters.body["totalCount"], any(2.0))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project, "").body["clusterCount"], any(3.0))

	for _, bad := range [][3]string{{id, "shop", "M10"}, {id, "", "M10"}, {id, "x", "big"}, {strings.Repeat("0", 24), "x", "M10"}} {
		if err := emu.AddCluster(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("AddCluster(%q) succeeded", bad)
		}
	}
}

func TestFlexClusterBodies(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	tests := []struct {
		name, body, code string
	}{
		{"no name", replace(flexBody, `"name":"shop",`, ""), "MISSING_ATTRIBUTE"},
		{"null name", replace(flexBody, `"shop"`, "null"), "MISSING_ATTRIBUTE"},
		{"bad name", replace(flexBody, "shop", "-shop"), "INVALID_ATTRIBUTE"},
		{"name of another type", replace(flexBody, `"shop"`, "7"), "INVALID_JSON_ATTRIBUTE"},
		{"no settings", `{"name":"shop"}`, "MISSING_ATTRIBUTE"},
		{"settings of another type", `{"name":"shop","providerSettings":[]}`, "INVALID_JSON_ATTRIBUTE"},
		{"no region", replace(flexBody, `,"regionName":"US_EAST_1"`, ""), "MISSING_ATTRIBUTE"},
		{"unknown provider", replace(flexBody, "AWS", "IBM"), "INVALID_ENUM_VALUE"},
		{"tags of another type", replace(flexBody, `{"name"`, `{"tags":{"a":"b"},"name"`), "INVALID_JSON_ATTRIBUTE"},
		{"tag of another type", replace(flexBody, `{"name"`, `{"tags":["a"],"name"`), "INVALID_JSON_ATTRIBUTE"},
		{"tag without value", replace(flexBody, `{"name"`, `{"tags":[{"key":"a"}],"name"`), "MISSING_ATTRIBUTE"},
		{"long tag", replace(flexBody, `{"name"`, `{"tags":[{"key":"a","value":"`+strings.Repeat("x", 256)+`"}],"name"`), "INVALID_ATTRIBUTE"},
		{"flag of another type", replace(flexBody, `{"name"`, `{"terminationProtectionEnabled":"no","name"`), "INVALID_JSON_ATTRIBUTE"},
		{"cut off", flexBody[:20], "MALFORMED_JSON"},
		{"more than one", flexBody + flexBody, "MALFORMED_JSON"},
		{"a list", "[]", "MALFORMED_JSON"},
		{"null", "null", "MALFORMED_JSON"},
		{"nothing", "", "MALFORMED_JSON"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, send(t, emu.Transport(), "POST", project+"/flexClusters", test.body), 400, test.code)
		})
	}
}
