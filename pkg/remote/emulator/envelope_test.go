package emulator_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestEnvelope(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	rt := emu.Transport()
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", "flex"))
	must(t, rt, http.StatusCreated, "POST", project+"/serverless", instanceBody)
	endpoints := project + "/privateEndpoint/serverless/instance/shop/endpoint"
	for _, test := range []struct {
		path   string
		status int
		form   func(plain string, status string) string
	}{
		{"/flexClusters/flex", 200, content}, // holds 5.0
		{"/flexClusters", 200, member},
		{"/flexClusters?includeCount=false", 200, member},
		{strings.TrimPrefix(endpoints, project), 200, content},
		{"/flexClusters/none", 404, content},
		{"/none", 404, content},
	} {
		plain := send(t, rt, "GET", project+test.path, "")
		join := "?"
		if strings.Contains(test.path, "?") {
			join = "&"
		}
		got := send(t, rt, "GET", project+test.path+join+"envelope=true", "")
		wantDiff(t, got.status, test.status)
		wantDiff(t, got.header.Get("Content-Type"), plain.header.Get("Content-Type"))
		wantDiff(t, got.raw, test.form(plain.raw, strconv.Itoa(test.status)))
		off := send(t, rt, "GET", project+test.path+join+"envelope=false&pretty=false", "")
		wantDiff(t, off.raw, plain.raw)
	}
}

// content is the envelope of anything but a page.
func content(plain, status string) string { return `{"content":` + plain + `,"status":` + status + `}` }

// member is that of a page, which is an envelope already.
func member(plain, status string) string {
	if at := strings.LastIndex(plain, `,"totalCount"`); at >= 0 {
		return plain[:at] + `,"status":` + status + plain[at:]
	}
	return strings.TrimSuffix(plain, "}") + `,"status":` + status + "}"
}

func TestEnvelopeOfWrites(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	got := must(t, rt, http.StatusCreated, "POST", project+"/flexClusters?envelope=true", flexBody)
	wantDiff(t, got.body["status"], any(201.0))
	wantDiff(t, got.body["content"].(object)["name"], any("shop"))
	emu.Advance(15 * second)
	got = must(t, rt, http.StatusNoContent, "DELETE", project+"/flexClusters/shop?envelope=true&pretty=true", "")
	wantDiff(t, got.raw, "")
}

func TestPretty(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	for _, path := range []string{"/flexClusters/shop", "/flexClusters", "/none"} {
		plain := send(t, rt, "GET", project+path, "")
		got := send(t, rt, "GET", project+path+"?pretty=true", "")
		wantDiff(t, got.status, plain.status)
		var compact strings.Builder
		for line := range strings.SplitSeq(got.raw, "\n") {
			compact.WriteString(strings.Replace(strings.TrimSpace(line), `": `, `":`, 1))
		}
		wantDiff(t, strings.ReplaceAll(compact.String(), "\n", ""), plain.raw)
		if lines := strings.Count(got.raw, "\n"); lines < 5 || !json.Valid([]byte(got.raw)) {
			t.Errorf("got %d lines of %s", lines, got.raw)
		}
	}
	both := must(t, rt, http.StatusOK, "GET", project+"/flexClusters/shop?envelope=true&pretty=true", "")
	if !strings.HasPrefix(both.raw, "{\n  \"content\": {\n    \"backupSettings\": {") {
		t.Errorf("got %s", both.raw)
	}
	for _, query := range []string{"pretty=yes", "envelope=1"} {
		wantCode(t, send(t, rt, "GET", project+"/flexClusters?"+query, ""), 400, "INVALID_QUERY_PARAMETER")
	}
}

// TestHeaders over HTTP, where net/http has its say too.
func TestHeaders(t *testing.T) {
	t.Parallel()
	cfg := credentials
	cfg.AsOf = day("2025-12-01")
	emu, project := newEmulator(t, cfg)
	server := httptest.NewServer(emu)
	defer server.Close()
	one := server.URL + "/api/atlas/v2" + project + "/flexClusters/shop"
	owner := &digest.Transport{Username: "owner", Password: "s3cret", Transport: server.Client().Transport}

	refused := sendRequest(t, server.Client().Transport, newRequest(t, "GET", one, ""))
	refused.header.Del("Content-Length")
	refused.header.Del("Www-Authenticate")
	wantDiff(t, refused.header, http.Header{
		"Content-Type": {"application/json"},
		"Date":         {"Mon, 01 Dec 2025 00:00:00 GMT"},
		"Server":       {"mdbws"},
	})
	signed := func(more http.Header) http.Header {
		h := http.Header{
			"Date":                              {"Mon, 01 Dec 2025 00:00:00 GMT"},
			"Referrer-Policy":                   {"strict-origin-when-cross-origin"},
			"Server":                            {"mdbws"},
			"Strict-Transport-Security":         {"max-age=31536000; includeSubdomains;"},
			"X-Content-Type-Options":            {"nosniff"},
			"X-Frame-Options":                   {"DENY"},
			"X-Permitted-Cross-Domain-Policies": {"none"},
		}
		maps.Copy(h, more)
		return h
	}
	missing := sendRequest(t, owner, newRequest(t, "GET", one, ""))
	missing.header.Del("Content-Length")
	wantDiff(t, missing.header, signed(http.Header{
		"Content-Type": {"application/json"}, "X-Error-Code": {"CLUSTER_NOT_FOUND"},
	}))
	sendRequest(t, owner, newRequest(t, "POST", strings.TrimSuffix(one, "/shop"), flexBody))
	gone := sendRequest(t, owner, newRequest(t, "DELETE", one, ""))
	wantDiff(t, gone.status, http.StatusNoContent)
	wantDiff(t, gone.header, signed(http.Header{"Content-Type": {"application/vnd.atlas.2024-11-13+json;charset=utf-8"}}))
}
