package emulator_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"
)

// members are the names of an object's members, sorted.
func members(o object) []string { return slices.Sorted(maps.Keys(o)) }

// TestMembersByDate has the members of answers come with their days.
func TestMembersByDate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		date       string
		workspace  bool // has failoverRegions
		connection []string
		patch      []string // of the same, in the answer to PATCH
	}{
		{"2026-01-18", false, nil, nil},
		{"2026-01-19", false, []string{"state"}, nil},
		{"2026-02-16", false, []string{"region", "state"}, nil},
		{"2026-02-23", true, []string{"region", "state"}, nil},
		{"2026-03-09", true, []string{"id", "region", "state"}, nil},
		{"2026-03-27", true, []string{"id", "region", "state"}, []string{"id", "region"}},
	} {
		t.Run(test.date, func(t *testing.T) {
			t.Parallel()
			emu, project := on(t, test.date)
			rt := emu.Transport()
			workspace := must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
			_, has := workspace.body["failoverRegions"]
			wantDiff(t, has, test.workspace)

			all := project + "/streams/clicks/connections"
			fixed := []string{"authentication", "bootstrapServers", "config", "name", "networking", "security", "type"}
			want := slices.Sorted(slices.Values(append(test.connection, fixed...)))
			wantDiff(t, members(must(t, rt, http.StatusOK, "POST", all, kafkaBody).body), want)
			wantDiff(t, members(must(t, rt, http.StatusOK, "GET", all+"/kafka", "").body), want)
			listed := must(t, rt, http.StatusOK, "GET", all, "").body["results"].([]any)[0].(object)
			wantDiff(t, members(listed), want)
			patched := must(t, rt, http.StatusOK, "PATCH", all+"/kafka", kafkaBody)
			wantDiff(t, members(patched.body), slices.Sorted(slices.Values(append(test.patch, fixed...))))
		})
	}
}

func TestErrorHeaderByDate(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2025-11-09")
	early := send(t, emu.Transport(), "GET", project+"/flexClusters/nope", "")
	wantCode(t, early, 404, "CLUSTER_NOT_FOUND")
	wantDiff(t, early.header.Values("X-Error-Code"), []string(nil))
	emu.Advance(24 * time.Hour)
	wantDiff(t, send(t, emu.Transport(), "GET", project+"/flexClusters/nope", "").header.Get("X-Error-Code"), "CLUSTER_NOT_FOUND")
}

// TestHostsByDate has the host name of a cluster that is being created come
// with its day; the cluster that is ready always has it.
func TestHostsByDate(t *testing.T) {
	t.Parallel()
	for date, want := range map[string][]string{"2025-07-31": nil, "2025-08-01": {"standardSrv"}} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			emu, project := on(t, date)
			rt := emu.Transport()
			hosts := func(a answer) []string { return members(a.body["connectionStrings"].(object)) }
			wantDiff(t, hosts(must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)), want)
			instance := replace(instanceBody, "shop", "old")
			wantDiff(t, hosts(must(t, rt, http.StatusCreated, "POST", project+"/serverless", instance)), want)
			wantDiff(t, hosts(wantState(t, emu, project+"/flexClusters/shop", "CREATING")), want)
			emu.Advance(27 * second)
			wantDiff(t, hosts(wantState(t, emu, project+"/flexClusters/shop", "IDLE")), []string{"standard", "standardSrv"})
			wantDiff(t, hosts(wantState(t, emu, project+"/serverless/old", "IDLE")), []string{"standardSrv"})
		})
	}
}

// TestClusterSunset has only the older version of reading clusters announce its
// end, which moves.
func TestClusterSunset(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ date, version, deprecation, sunset string }{
		{"2024-08-04", "2023-02-01", "", ""},
		{"2024-08-05", "2023-02-01", "Mon, 5 Aug 2024 00:00:00 GMT", "Sun, 1 Mar 2026 00:00:00 GMT"},
		{"2026-02-28", "2023-02-01", "Mon, 5 Aug 2024 00:00:00 GMT", "Sun, 1 Mar 2026 00:00:00 GMT"},
		{"2026-03-01", "2024-08-04", "Mon, 5 Aug 2024 00:00:00 GMT", "Thu, 1 Jul 2027 00:00:00 GMT"},
		{"2026-03-01", "2024-08-05", "", ""},
		{"2026-03-01", "2023-01-01", "", ""}, // not acceptable
	} {
		t.Run(test.date+" "+test.version, func(t *testing.T) {
			t.Parallel()
			emu, project := on(t, test.date)
			for _, path := range []string{"/clusters", "/clusters/nope"} {
				got := sendRequest(t, emu.Transport(), inVersion(newRequest(t, "GET", api+project+path, ""), test.version))
				wantDiff(t, got.header.Get("Deprecation"), test.deprecation)
				wantDiff(t, got.header.Get("Sunset"), test.sunset)
			}
			gone := send(t, emu.Transport(), "DELETE", project+"/clusters/nope", "")
			wantDiff(t, gone.header.Get("Deprecation"), "") // recorded: not on DELETE
		})
	}
}

// inVersion makes a request ask for another version.
func inVersion(req *http.Request, version string) *http.Request {
	req.Header.Set("Accept", "application/vnd.atlas."+version+"+json")
	return req
}
