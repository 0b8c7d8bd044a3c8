package emulator_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const (
	deprecation = "Wed, 10 Dec 2025 00:00:00 GMT"
	sunset      = "Thu, 15 Jan 2026 00:00:00 GMT"
)

func TestServerlessEras(t *testing.T) {
	t.Parallel()
	type wanted struct {
		backing             string // effectiveProviderName; empty: POST is refused
		read, written, told bool   // told: the end is announced
	}
	for date, want := range map[string]wanted{
		"2024-12-01": {"SERVERLESS", true, true, false},
		"2025-02-04": {"SERVERLESS", true, true, false},
		"2025-02-05": {"TENANT", true, true, false},
		"2025-12-07": {"TENANT", true, true, false},
		"2025-12-08": {"TENANT", true, true, true},
		"2026-01-14": {"TENANT", true, true, true},
		"2026-01-15": {"TENANT", false, true, true},
		"2026-01-21": {"TENANT", false, true, true},
		"2026-01-22": {"", false, false, true},
		"2026-11-22": {"", false, false, true},
	} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			emu, project := on(t, date)
			rt, all, one := emu.Transport(), project+"/serverless", project+"/serverless/shop"
			var got []answer
			ask := func(status int, method, path, body string) answer {
				t.Helper()
				a := must(t, rt, status, method, path, body)
				got = append(got, a)
				return a
			}
			post, patch, del, get, count := 201, 200, 202, 200, 1
			if !want.written {
				post, patch, del = 410, 410, 410
			}
			if !want.read {
				get, count = 404, 0
			}
			created := ask(post, "POST", all, instanceBody)
			if settings, ok := created.body["providerSettings"].(object); ok {
				wantDiff(t, settings["effectiveProviderName"], any(want.backing))
			} else {
				wantCode(t, created, 410, "VERSION_GONE")
				wantDiff(t, created.header.Get("Content-Type"), "application/json")
			}
			emu.Advance(27 * second)
			ask(get, "GET", one, "")
			list := ask(200, "GET", all, "")
			wantDiff(t, len(names(list)), count)
			wantDiff(t, list.body["totalCount"], any(float64(count)))
			ask(patch, "PATCH", one, `{"tags":[]}`)
			ask(del, "DELETE", one, "")
			ask(404, "GET", all+"/nope", "")
			if want.written {
				ask(404, "PATCH", all+"/nope", `{}`)
				ask(400, "POST", all, `{}`)
			}
			for i, a := range got {
				wantHeaders(t, fmt.Sprint("answer ", i), a, want.told)
			}
			wantHeaders(t, "flex", must(t, rt, http.StatusOK, "GET", project+"/flexClusters", ""), false)
		})
	}
}

func wantHeaders(t *testing.T, what string, a answer, told bool) {
	t.Helper()
	want := [2]string{}
	if told {
		want = [2]string{deprecation, sunset}
	}
	if got := [2]string{a.header.Get("Deprecation"), a.header.Get("Sunset")}; got != want {
		t.Errorf("%s: got headers %q, want %q", what, got, want)
	}
}

// TestHeadersOfRefusals: also what never reaches the operation is told.
func TestHeadersOfRefusals(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2026-01-02")
	req := newRequest(t, "GET", api+project+"/serverless", "")
	req.Header.Set("Accept", "text/html")
	refused := sendRequest(t, emu.Transport(), req)
	wantCode(t, refused, 406, "INVALID_VERSION_DATE")
	wantHeaders(t, "media type", refused, true)
	missing := send(t, emu.Transport(), "GET", "/groups/"+"111111111111111111111111"+"/serverless", "")
	wantCode(t, missing, 404, "GROUP_NOT_FOUND")
	wantHeaders(t, "project", missing, true)
}

// TestInstanceBecomesFlex lets the day pass within one run, and between two.
func TestInstanceBecomesFlex(t *testing.T) {
	t.Parallel()
	for name, restart := range map[string]bool{"one run": false, "two runs": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.json")
			emu := open(t, path, emulator.Config{AsOf: day("2024-12-01")})
			project := "/groups/" + emu.AddProject("demo")
			old, flex := project+"/serverless", project+"/flexClusters"
			must(t, emu.Transport(), http.StatusCreated, "POST", old,
				replace(instanceBody, "{", `{"tags":[{"key":"env","value":"prod"}],"terminationProtectionEnabled":true,`))
			emu.Advance(27 * second)
			before := wantState(t, emu, old+"/shop", "IDLE")
			endpoint := must(t, emu.Transport(), http.StatusCreated, "POST", endpointsPath(project, "shop"), `{}`)
			reach(emu, "2025-02-05")
			if restart {
				closeEmulator(t, emu)
				emu = open(t, path, emulator.Config{})
			}
			stored := read(t, path)
			rt := emu.Transport()

			after := wantState(t, emu, old+"/shop", "IDLE")
			cluster := wantState(t, emu, flex+"/shop", "IDLE")
			for _, member := range []string{"id", "name", "createDate", "tags", "terminationProtectionEnabled"} {
				wantDiff(t, after.body[member], before.body[member])
				wantDiff(t, cluster.body[member], before.body[member])
			}
			for _, member := range []string{"connectionStrings", "links"} {
				wantDiff(t, after.body[member], before.body[member])
			}
			wantDiff(t, after.body["serverlessBackupOptions"], any(object{"serverlessContinuousBackupEnabled": false}))
			wantDiff(t, after.body["providerSettings"].(object)["effectiveInstanceSizeName"], any("FLEX"))
			wantDiff(t, names(must(t, rt, http.StatusOK, "GET", flex, "")), []string{"shop"})
			wantCode(t, send(t, rt, "GET", endpointsPath(project, "shop")+"/"+endpoint.body["_id"].(string), ""), 400, "NOT_SERVERLESS_TENANT_CLUSTER")
			wantDiff(t, read(t, path), stored) // reads do not convert anything

			must(t, rt, http.StatusOK, "PATCH", flex+"/shop", `{"terminationProtectionEnabled":false}`)
			must(t, rt, http.StatusAccepted, "DELETE", old+"/shop", "") // its endpoint does not hold it up
			emu.Advance(45 * second)
			must(t, rt, http.StatusCreated, "POST", flex, flexBody)
			if got := read(t, path); strings.Contains(got, "ServerlessPrivateEndpoint") {
				t.Errorf("the endpoint is still in %s", got)
			}
		})
	}
}
