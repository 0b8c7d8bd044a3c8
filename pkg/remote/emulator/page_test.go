package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestPagesHoldEachOnce(t *testing.T) {
	t.Parallel()
	const n = 1203
	emu, all := newWorkspace(t, emulator.Config{Limits: roomy})
	rt := emu.Transport()
	for i := range n {
		must(t, rt, http.StatusOK, "POST", all, replace(httpsBody, "hook", fmt.Sprintf("hook-%04d", i)))
	}
	for _, size := range []int{0, 1, 7, 500} {
		if size == 1 && testing.Short() {
			continue
		}
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			path := all
			if size > 0 {
				path += fmt.Sprintf("?itemsPerPage=%d", size)
			}
			var names []string
			for next := api + path; next != ""; {
				page := sendRequest(t, rt, newRequest(t, "GET", next, ""))
				wantDiff(t, page.body["totalCount"], any(float64(n)))
				for _, item := range page.body["results"].([]any) {
					names = append(names, item.(object)["name"].(string))
				}
				next = link(page, "next")
			}
			if slices.IsSorted(names) {
				t.Error("a list in the order of names teaches clients to rely on it")
			}
			slices.Sort(names)
			if names = slices.Compact(names); len(names) != n {
				t.Errorf("got %d different names, want %d", len(names), n)
			}
		})
	}
}

func link(page answer, rel string) string {
	for _, l := range page.body["links"].([]any) {
		if l.(object)["rel"] == rel {
			return l.(object)["href"].(string)
		}
	}
	return ""
}

func TestPageLinksAndParameters(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	for i := range 5 {
		must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", fmt.Sprint("shop", i)))
		must(t, rt, http.StatusOK, "POST", project+"/streams", replace(workspaceBody, "clicks", fmt.Sprint("clicks", i)))
	}
	flex, streams := api+project+"/flexClusters", api+project+"/streams"
	got := sendRequest(t, rt, newRequest(t, "GET", flex+"?pageNum=2&itemsPerPage=2", ""))
	wantDiff(t, link(got, "self"), flex+"?includeCount=true&pageNum=2&itemsPerPage=2")
	wantDiff(t, link(got, "previous"), flex+"?includeCount=true&itemsPerPage=2&pageNum=1")
	wantDiff(t, link(got, "next"), flex+"?includeCount=true&itemsPerPage=2&pageNum=3")
	got = sendRequest(t, rt, newRequest(t, "GET", streams+"?itemsPerPage=2&includeCount=false", ""))
	wantDiff(t, link(got, "self"), streams+"?pageNum=1&itemsPerPage=2")
	wantDiff(t, link(got, "next"), streams+"?itemsPerPage=2&pageNum=2")
	wantDiff(t, got.body["totalCount"], any(5.0)) // streams always count
	got = sendRequest(t, rt, newRequest(t, "GET", flex+"?includeCount=false", ""))
	if _, ok := got.body["totalCount"]; ok || link(got, "next") != "" {
		t.Errorf("got %s", got.raw)
	}
	got = sendRequest(t, rt, newRequest(t, "GET", flex+"?pageNum=9", ""))
	wantDiff(t, got.body["results"], any([]any{}))
	for _, query := range []string{"pageNum=-1", "pageNum=x", "itemsPerPage=-1", "itemsPerPage=1e2", "includeCount=maybe"} {
		wantCode(t, send(t, rt, "GET", project+"/flexClusters?"+query, ""), 400, "INVALID_QUERY_PARAMETER")
	}
}

// TestPageNumbersThatSayNothing: the Terraform provider sends zeros for what its
// user has left out, and a number that is too large is no error either.
func TestPageNumbersThatSayNothing(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	for i := range 5 {
		must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", fmt.Sprint("shop", i)))
	}
	flex := api + project + "/flexClusters"
	tests := []struct {
		query, self string
		results     int
	}{
		{"pageNum=0&itemsPerPage=0", "pageNum=1&itemsPerPage=100", 5},
		{"pageNum=&itemsPerPage=", "pageNum=1&itemsPerPage=100", 5},
		{"itemsPerPage=501", "pageNum=1&itemsPerPage=500", 5},
		{"itemsPerPage=99999999999999999999", "pageNum=1&itemsPerPage=500", 5},
		{"pageNum=9223372036854775807&itemsPerPage=500", "pageNum=9223372036854775807&itemsPerPage=500", 0},
		{"pageNum=3&itemsPerPage=2", "pageNum=3&itemsPerPage=2", 1},
		{"pageNum=4&itemsPerPage=2", "pageNum=4&itemsPerPage=2", 0},
	}
	for _, test := range tests {
		got := sendRequest(t, rt, newRequest(t, "GET", flex+"?"+test.query, ""))
		if got.status != http.StatusOK {
			t.Errorf("%s: got %d %s", test.query, got.status, got.raw)
			continue
		}
		wantDiff(t, link(got, "self"), flex+"?includeCount=true&"+test.self)
		wantDiff(t, link(got, "next"), "")
		wantDiff(t, len(got.body["results"].([]any)), test.results)
		wantDiff(t, got.body["totalCount"], any(5.0))
	}
}
