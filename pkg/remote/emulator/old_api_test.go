package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const oldAPI = base + "/api/atlas/v1.0"

// sendOld makes a request as curl does, with no Accept but its own.
func sendOld(t testing.TB, emu *emulator.Emulator, method, path, body string) answer {
	t.Helper()
	req := newRequest(t, method, oldAPI+path, body)
	req.Header.Set("Accept", "*/*")
	req.Header.Set("Content-Type", "application/json")
	return sendRequest(t, emu.Transport(), req)
}

// TestOldAPI: the API without versions serves what the versioned one serves.
func TestOldAPI(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	rt := emu.Transport()
	all, one := project+"/serverless", project+"/serverless/shop"

	created := sendOld(t, emu, "POST", all, instanceBody)
	wantDiff(t, created.status, http.StatusCreated)
	wantDiff(t, created.header.Get("Content-Type"), "application/json")
	wantDiff(t, created.body["links"].([]any)[0], any(object{"href": oldAPI + one, "rel": "self"}))
	emu.Advance(27 * second)

	newer := must(t, rt, http.StatusOK, "GET", one, "")
	older := sendOld(t, emu, "GET", one, "")
	wantDiff(t, strings.ReplaceAll(older.raw, "/api/atlas/v1.0/", "/api/atlas/v2/"), newer.raw)
	list := sendOld(t, emu, "GET", all+"?itemsPerPage=1", "")
	wantDiff(t, link(list, "self"), oldAPI+all+"?includeCount=true&pageNum=1&itemsPerPage=1")
	wantDiff(t, list.body["results"], any([]any{older.body}))
	wantDiff(t, sendOld(t, emu, "PATCH", one, `{"tags":[{"key":"env","value":"prod"}]}`).body["stateName"], any("UPDATING"))

	endpoint := sendOld(t, emu, "POST", endpointsPath(project, "shop"), `{"comment":"a"}`)
	wantDiff(t, endpoint.status, http.StatusCreated)
	path := endpointsPath(project, "shop") + "/" + endpoint.body["_id"].(string)
	emu.Advance(15 * second)
	wantDiff(t, len(sendOld(t, emu, "GET", endpointsPath(project, "shop"), "").list), 1)
	wantDiff(t, sendOld(t, emu, "GET", path, "").body["status"], any("RESERVED"))
	wantDiff(t, sendOld(t, emu, "PATCH", path, `{"providerName":"AWS","cloudProviderEndpointId":"`+awsEndpoint+`"}`).body["status"], any("INITIATING"))
	deleted := sendOld(t, emu, "DELETE", path, "")
	if deleted.status != http.StatusNoContent || deleted.raw != "" {
		t.Errorf("got %d %s", deleted.status, deleted.raw)
	}
	emu.Advance(10 * second)
	wantDiff(t, sendOld(t, emu, "DELETE", one, "").raw, "{}")
	emu.Advance(30 * second)
	wantCode(t, sendOld(t, emu, "GET", one, ""), 404, "SERVERLESS_INSTANCE_NOT_FOUND")

	wantCode(t, sendOld(t, emu, "GET", project+"/flexClusters", ""), 404, "RESOURCE_NOT_FOUND") // younger than the old API
}

func TestOldAPIEnds(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2026-01-22")
	id := strings.TrimPrefix(project, "/groups/")
	wantHeaders(t, "list", sendOld(t, emu, "GET", project+"/serverless", ""), true)
	for version, got := range map[string]answer{
		"1.0 of api/atlas/v1.0":      sendOld(t, emu, "POST", project+"/serverless", instanceBody),
		"2023-01-01 of api/atlas/v2": send(t, emu.Transport(), "POST", project+"/serverless", instanceBody),
	} {
		wantCode(t, got, 410, "VERSION_GONE")
		wantDiff(t, got.body["detail"], any("Version "+version+"/groups/"+id+"/serverless is no longer available."))
	}
}
