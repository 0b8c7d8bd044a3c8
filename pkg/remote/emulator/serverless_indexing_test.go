package emulator_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestAutoIndexing(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	rt := emu.Transport()
	one := project + "/serverless/shop"
	path := one + "/performanceAdvisor/autoIndexing"
	wantCode(t, send(t, rt, "GET", path, ""), 404, "SERVERLESS_INSTANCE_NOT_FOUND")
	before := must(t, rt, http.StatusCreated, "POST", project+"/serverless", instanceBody)

	wantIndexing(t, emu, path, "true")
	must(t, rt, http.StatusOK, "POST", path+"?enable=false", "")
	wantIndexing(t, emu, path, "false")
	must(t, rt, http.StatusOK, "PATCH", one, `{"tags":[]}`)
	wantIndexing(t, emu, path, "false")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body, before.body) // not shown there
	must(t, rt, http.StatusOK, "POST", path+"?enable=true", "")
	wantIndexing(t, emu, path, "true")

	wantCode(t, send(t, rt, "POST", path, ""), 400, "MISSING_QUERY_PARAMETER")
	wantCode(t, send(t, rt, "POST", path+"?enable=maybe", ""), 400, "INVALID_QUERY_PARAMETER")
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", "flex"))
	wantCode(t, send(t, rt, "GET", project+"/serverless/flex/performanceAdvisor/autoIndexing", ""), 400, "CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API")

	must(t, rt, http.StatusOK, "POST", path+"?enable=false", "")
	reach(emu, "2026-01-21") // a Flex cluster by now
	wantIndexing(t, emu, path, "false")
	must(t, rt, http.StatusOK, "POST", path+"?enable=true", "")
	wantIndexing(t, emu, path, "true")
	reach(emu, "2026-01-22")
	wantCode(t, send(t, rt, "GET", path, ""), 410, "VERSION_GONE")
	wantCode(t, send(t, rt, "POST", path+"?enable=true", ""), 410, "VERSION_GONE")
}

// wantIndexing reads the bare value, by either API.
func wantIndexing(t *testing.T, emu *emulator.Emulator, path, want string) {
	t.Helper()
	for _, root := range []string{api, oldAPI} {
		resp, err := emu.Transport().RoundTrip(newRequest(t, "GET", root+path, ""))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || string(raw) != want {
			t.Errorf("%s: got %d %s, %v; want %s", root, resp.StatusCode, raw, err, want)
		}
	}
}
