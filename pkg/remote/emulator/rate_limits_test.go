package emulator_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestGetRateLimit(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, tight)
	rt := emu.Transport()
	got := must(t, rt, http.StatusOK, "GET", "/rateLimits/streams_group", "")
	wantSorted(t, got.raw)
	wantDiff(t, got.header.Get("Content-Type"), "application/vnd.atlas.2025-03-12+json;charset=utf-8")
	endpoints := got.body["endpoints"].([]any)
	delete(got.body, "endpoints")
	wantDiff(t, got.body, object{
		"endpointSetId":         "streams_group",
		"endpointSetName":       "Streams",
		"scope":                 "GROUP",
		"capacity":              object{"value": 100.0, "defaultValue": 1200.0},
		"refillRate":            object{"value": 50.0, "defaultValue": 500.0},
		"refillDurationSeconds": object{"value": 60.0},
	})
	if !slices.ContainsFunc(endpoints, func(e any) bool {
		return e.(object)["method"] == "POST" && e.(object)["path"] == "/api/atlas/v2/groups/{groupId}/streams"
	}) {
		t.Errorf("POST streams is not among %v", endpoints)
	}
	usual := must(t, rt, http.StatusOK, "GET", "/rateLimits/clusters_group?groupId="+strings.TrimPrefix(project, "/groups/"), "")
	wantDiff(t, usual.body["capacity"], any(object{"value": 10000.0}))
	wantCode(t, send(t, rt, "GET", "/rateLimits/streams", ""), 404, "RESOURCE_NOT_FOUND")
	wantCode(t, send(t, rt, "GET", "/rateLimits/streams_group?groupId=x", ""), 400, "INVALID_QUERY_PARAMETER")
}

func TestListRateLimits(t *testing.T) {
	t.Parallel()
	emu := newLimited(t)
	own, foreign := emu.AddProject("own"), emu.AddProject("foreign")
	client := signed(emu, "narrow")
	streams := url.QueryEscape("/api/atlas/v2/groups/{groupId}/streams/{tenantName}/connections")
	groups := url.QueryEscape("/api/atlas/v2/groups")
	for _, test := range []struct {
		query string
		want  []string
	}{
		{"", emulator.EndpointSets()},
		{"?groupId=" + own, []string{
			"clusters_group", "customDBRoles_group", "databaseUsers_group", "flexClusters_group", "groups_group", "privateEndpoint_group",
			"rateLimitsInspection_group", "serverless_group", "streams_group",
		}},
		{"?userId=narrow", []string{"groups_user", "rateLimitsInspection_user"}},
		{"?ipAddress=127.0.0.1", nil},
		{"?orgId=a7145c0de0000000000000a1", nil},
		{"?name=Streams&name=Rate%20Limits%20Inspection", []string{"rateLimitsInspection_group", "rateLimitsInspection_user", "streams_group"}},
		{"?groupId=" + own + "&name=Rate%20Limits%20Inspection", []string{"rateLimitsInspection_group"}},
		{"?endpointPath=" + streams, []string{"streams_group"}},
		{"?endpointPath=" + streams + "&endpointPath=" + groups, []string{"groups_user", "streams_group"}},
		{"?endpointPath=%2Fnothing", nil},
		{"?itemsPerPage=2&pageNum=2", []string{"databaseUsers_group", "flexClusters_group"}},
	} {
		var ids []string
		for _, set := range must(t, client, http.StatusOK, "GET", "/rateLimits"+test.query, "").body["results"].([]any) {
			ids = append(ids, set.(object)["endpointSetId"].(string))
		}
		wantDiff(t, ids, test.want)
	}
	for _, test := range []struct {
		query  string
		status int
		code   string
	}{
		{"?groupId=x", 400, "INVALID_QUERY_PARAMETER"},
		{"?groupId=" + strings.Repeat("1", 24), 404, "GROUP_NOT_FOUND"},
		{"?groupId=" + foreign, 401, "USER_UNAUTHORIZED"},
		{"?orgId=x", 400, "INVALID_QUERY_PARAMETER"},
		{"?orgId=" + strings.Repeat("1", 24), 404, "ORG_NOT_FOUND"},
		{"?userId=owner", 401, "USER_UNAUTHORIZED"},
		{"?ipAddress=here", 400, "INVALID_QUERY_PARAMETER"},
		{"?ipAddress=10.0.0.1", 401, "USER_UNAUTHORIZED"},
	} {
		wantCode(t, send(t, client, "GET", "/rateLimits"+test.query, ""), test.status, test.code)
	}
}
