package emulator_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestMediaTypes(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	flex := "application/vnd.atlas.2024-11-13+json;charset=utf-8"
	tests := []struct {
		name, accept string
		status       int
		contentType  string
	}{
		{"exact", "application/vnd.atlas.2024-11-13+json", 200, flex},
		{"newer", newest, 200, flex},
		{"with parameters", "application/vnd.atlas.2024-11-13+json;charset=utf-8", 200, flex},
		{"second choice", "text/html, " + newest, 200, flex},
		{"plain", "application/json", 200, "application/json"},
		{"older", "application/vnd.atlas.2023-01-01+json", 406, "application/json"},
		{"no date", "application/vnd.atlas.latest+json", 406, "application/json"},
		{"no such day", "application/vnd.atlas.2025-02-30+json", 406, "application/json"},
		{"another format", "application/vnd.atlas.2024-11-13+gzip", 406, "application/json"},
		{"anything", "*/*", 406, "application/json"},
		{"none", "", 406, "application/json"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			req := newRequest(t, "GET", api+project+"/flexClusters", "")
			req.Header.Del("Accept")
			if test.accept != "" {
				req.Header.Set("Accept", test.accept)
			}
			got := sendRequest(t, emu.Transport(), req)
			if got.status != test.status || got.header.Get("Content-Type") != test.contentType {
				t.Errorf("got %d %s, want %d %s", got.status, got.header.Get("Content-Type"), test.status, test.contentType)
			}
			if test.status == 406 {
				wantCode(t, got, 406, "INVALID_VERSION_DATE")
			}
		})
	}
	for _, contentType := range []string{"", "text/plain", "application/x-www-form-urlencoded"} {
		req := newRequest(t, "POST", api+project+"/flexClusters", flexBody)
		req.Header.Set("Content-Type", contentType)
		wantCode(t, sendRequest(t, emu.Transport(), req), 415, "UNSUPPORTED_MEDIA_TYPE")
	}
}

func TestErrorBodies(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	id := strings.TrimPrefix(project, "/groups/")
	nobody := strings.Repeat("1", 24)
	must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	tests := []struct {
		name, method, path, body string
		want                     string
	}{
		{
			"no project", "GET", "/groups/" + nobody + "/streams", "",
			`{"detail":"No group with ID ` + nobody + ` exists.","error":404,"errorCode":"GROUP_NOT_FOUND","parameters":["` + nobody + `"],"reason":"Not Found"}`,
		},
		{
			"no cluster", "GET", project + "/flexClusters/a", "",
			`{"detail":"No cluster named a exists in group ` + id + `.","error":404,"errorCode":"CLUSTER_NOT_FOUND","parameters":["a","` + id + `"],"reason":"Not Found"}`,
		},
		{
			"no workspace", "DELETE", project + "/streams/a", "",
			`{"detail":"Stream instance for project ` + id + ` and name a not found.","error":404,"errorCode":"STREAM_TENANT_NOT_FOUND_FOR_NAME","parameters":["` + id + `","a"],"reason":"Not Found"}`,
		},
		{
			"no connection", "GET", project + "/streams/clicks/connections/a%2Fb", "",
			`{"detail":"Stream connection with name a/b for project ` + id + ` and name clicks not found.","error":404,"errorCode":"STREAM_CONNECTION_NOT_FOUND_FOR_NAME","parameters":["a/b","` + id + `","clicks"],"reason":"Not Found"}`,
		},
		{
			"attribute", "POST", project + "/flexClusters", `{}`,
			`{"detail":"The required attribute name was not specified.","error":400,"errorCode":"MISSING_ATTRIBUTE","parameters":["name"],"reason":"Bad Request"}`,
		},
		{
			"media type", "PATCH", project + "/streams/clicks", `[`,
			`{"detail":"Received JSON is malformed.","error":400,"errorCode":"MALFORMED_JSON","parameters":[],"reason":"Bad Request"}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := send(t, rt, test.method, test.path, test.body)
			wantDiff(t, got.raw, test.want)
			wantDiff(t, got.header.Get("Content-Type"), "application/json")
			wantDiff(t, got.header.Get("X-Error-Code"), got.code())
		})
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	must(t, rt, http.StatusOK, "GET", "/groups/", "")
	must(t, rt, http.StatusOK, "GET", project+"/streams/", "")
	wantCode(t, send(t, rt, "GET", "/groups/xyz/streams", ""), 400, "PATH_PARAM_PARSE_ERROR")
	wantCode(t, send(t, rt, "GET", "/groups/"+strings.Repeat("A", 24), ""), 400, "PATH_PARAM_PARSE_ERROR")
	for _, path := range []string{"", "/orgs", project + "/nope", project + "//streams", project + "/streams/a/b/c"} {
		req := newRequest(t, "GET", api, "")
		req.URL.Path, req.URL.RawPath = "/api/atlas/v2"+path, ""
		wantCode(t, sendRequest(t, rt, req), 404, "RESOURCE_NOT_FOUND")
	}
	for path, allow := range map[string]string{
		"/groups":                    "GET,POST,OPTIONS",
		project + "/streams":         "GET,POST,OPTIONS",
		project + "/flexClusters/ab": "GET,PATCH,DELETE,OPTIONS",
	} {
		got := send(t, rt, "PUT", path, "{}")
		if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != allow || got.raw != "" {
			t.Errorf("PUT %s: got %d, allow %s, %q", path, got.status, got.header.Get("Allow"), got.raw)
		}
	}
}

// TestMethodsWithoutRoute: the recorded lists of allowed methods name OPTIONS and
// leave out HEAD.
func TestMethodsWithoutRoute(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	for method, status := range map[string]int{"OPTIONS": 200, "HEAD": 405, "PUT": 405, "TRACE": 405} {
		got := send(t, emu.Transport(), method, project+"/streams", "")
		if got.status != status || got.header.Get("Allow") != "GET,POST,OPTIONS" || got.raw != "" {
			t.Errorf("%s: got %d, allow %s, %q", method, got.status, got.header.Get("Allow"), got.raw)
		}
		wantCode(t, send(t, emu.Transport(), method, project+"/none", ""), 404, "RESOURCE_NOT_FOUND")
	}
}

func TestProjects(t *testing.T) {
	t.Parallel()
	emu, err := emulator.New(emulator.Config{Projects: []string{"zoo", "a b&c", "6a793f48c0eb9e7a17712c9a"}})
	if err != nil {
		t.Fatal(err)
	}
	rt := emu.Transport()
	id := emu.AddProject("a b&c")
	wantDiff(t, id, "25f45274a2a74f12571190d3")
	wantDiff(t, emu.AddProject("6a793f48c0eb9e7a17712c9a"), "6a793f48c0eb9e7a17712c9a")
	list := must(t, rt, http.StatusOK, "GET", "/groups", "")
	wantSorted(t, list.raw)
	var names []string
	for _, p := range list.body["results"].([]any) {
		names = append(names, p.(object)["name"].(string))
	}
	wantDiff(t, names, []string{"6a793f48c0eb9e7a17712c9a", "a b&c", "zoo"})
	byName := must(t, rt, http.StatusOK, "GET", "/groups/byName/"+url.PathEscape("a b&c"), "")
	wantDiff(t, byName.body["id"], any(id))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", "/groups/"+id, "").body, byName.body)
	wantCode(t, send(t, rt, "GET", "/groups/byName/nobody", ""), 404, "RESOURCE_NOT_FOUND")
}

func TestTransport(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	req := newRequest(t, "POST", "http://localhost:1"+"/api/atlas/v2"+project+"/streams", workspaceBody)
	resp, err := emu.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.Request != req || resp.ContentLength <= 0 || resp.Status != "200 OK" {
		t.Errorf("got request %v, length %d, status %q", resp.Request == req, resp.ContentLength, resp.Status)
	}
	wantDiff(t, resp.Header.Get("Date"), "Mon, 01 Jun 2026 00:00:00 GMT")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req = newRequest(t, "DELETE", api+project+"/streams/clicks", "").WithContext(ctx)
	late, err := emu.Transport().RoundTrip(req)
	if late != nil {
		_ = late.Body.Close()
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	must(t, emu.Transport(), http.StatusOK, "GET", project+"/streams/clicks", "")
}
