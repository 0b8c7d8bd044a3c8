package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestStreamWorkspaceLife(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	one := project + "/streams/clicks"

	created := must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	wantSorted(t, created.raw)
	id := created.body["_id"].(string)
	want := object{
		"_id":               id,
		"dataProcessRegion": object{"cloudProvider": "AWS", "region": "VIRGINIA_USA"},
		"failoverRegions":   []any{},
		"groupId":           strings.TrimPrefix(project, "/groups/"),
		"hostnames":         created.body["hostnames"],
		"name":              "clicks",
		"streamConfig":      object{"tier": "SP30"},
	}
	wantDiff(t, created.body, want)
	host := created.body["hostnames"].([]any)[0].(string)
	if !strings.HasPrefix(host, "atlas-stream-"+id+"-") || !strings.Contains(host, ".virginia-usa.a.query.") {
		t.Errorf("host name %s", host)
	}
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body, want)
	wantCode(t, send(t, rt, "POST", project+"/streams", workspaceBody), 409, "STREAM_TENANT_NAME_ALREADY_EXISTS")

	patched := must(t, rt, http.StatusOK, "PATCH", one, `{"streamConfig":{"maxTierSize":"SP50"}}`)
	want["streamConfig"] = object{"tier": "SP30", "maxTierSize": "SP50"}
	wantDiff(t, patched.body, want)
	patched = must(t, rt, http.StatusOK, "PATCH", one, `{"cloudProvider":"AWS","region":"OHIO_USA"}`)
	wantDiff(t, patched.body["dataProcessRegion"], any(object{"cloudProvider": "AWS", "region": "OHIO_USA"}))
	wantDiff(t, patched.body["streamConfig"], want["streamConfig"])
	wantCode(t, send(t, rt, "PATCH", one, `{"streamConfig":{"tier":"SP31"}}`), 400, "INVALID_ENUM_VALUE")

	must(t, rt, http.StatusOK, "POST", one+"/connections", httpsBody)
	wantDiff(t, must(t, rt, http.StatusAccepted, "DELETE", one, "").raw, "{}")
	wantCode(t, send(t, rt, "GET", one, ""), 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")
	wantCode(t, send(t, rt, "GET", one+"/connections/hook", ""), 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")
	wantCode(t, send(t, rt, "POST", one+"/connections", httpsBody), 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")

	again := must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	if again.body["_id"] == created.body["_id"] {
		t.Error("the successor has the ID of the deleted workspace")
	}
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one+"/connections", "").body["totalCount"], any(0.0))
}

func TestStreamWorkspaceBodies(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	tests := []struct {
		name, body, code string
	}{
		{"no name", replace(workspaceBody, `"name":"clicks",`, ""), "MISSING_ATTRIBUTE"},
		{"empty name", replace(workspaceBody, "clicks", ""), "INVALID_ATTRIBUTE"},
		{"no region", `{"name":"clicks"}`, "MISSING_ATTRIBUTE"},
		{"flat region", `{"name":"clicks","cloudProvider":"AWS","region":"VIRGINIA_USA"}`, "MISSING_ATTRIBUTE"},
		{"unknown provider", replace(workspaceBody, "AWS", "aws"), "INVALID_ENUM_VALUE"},
		{"unknown tier", replace(workspaceBody, `{"name"`, `{"streamConfig":{"tier":"M10"},"name"`), "INVALID_ENUM_VALUE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, send(t, emu.Transport(), "POST", project+"/streams", test.body), 400, test.code)
		})
	}
}

func TestStreamWorkspaceWithSamples(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	body := replace(workspaceBody, `{"name"`, `{"sampleConnections":{"solar":true},"name"`)
	created := must(t, rt, http.StatusOK, "POST", project+"/streams", body)
	if _, ok := created.body["sampleConnections"]; ok {
		t.Error("sampleConnections is given back")
	}
	got := must(t, rt, http.StatusOK, "GET", project+"/streams/clicks?includeConnections=true", "")
	connections := got.body["connections"].([]any)
	if len(connections) != 1 || connections[0].(object)["name"] != "sample_stream_solar" {
		t.Errorf("got connections %v", connections)
	}
}
