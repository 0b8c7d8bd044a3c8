package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func odd() emulator.Config { return emulator.Config{Oddities: emulator.OdditiesAlways} }

func TestOdditiesParse(t *testing.T) {
	t.Parallel()
	for _, want := range []emulator.Oddities{emulator.OdditiesRecorded, emulator.OdditiesNever, emulator.OdditiesAlways} {
		if got, err := emulator.ParseOddities(want.String()); got != want || err != nil {
			t.Errorf("%s: got %s, %v", want, got, err)
		}
	}
	_, err := emulator.ParseOddities("often")
	if err == nil || err.Error() != `no oddities are "often": want recorded, never or always` {
		t.Errorf("got %v", err)
	}
	if _, err := emulator.New(emulator.Config{Oddities: 7}); err == nil {
		t.Error("an unknown choice is taken")
	}
}

// states polls a cluster every second from its creation on, and gives the states
// that it shows, each once, with the second at which it began.
func states(t *testing.T, emu *emulator.Emulator, path string, seconds int) []string {
	t.Helper()
	var seen []string
	last := ""
	for range seconds {
		a := send(t, emu.Transport(), "GET", path, "")
		state, _ := a.body["stateName"].(string)
		if a.status == http.StatusNotFound {
			state = "gone"
		}
		if state != last {
			seen, last = append(seen, state), state
		}
		emu.Advance(second)
	}
	return seen
}

func TestOddCluster(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, odd())
	one := project + "/flexClusters/shop"
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	wantDiff(t, states(t, emu, one, 2074), []string{"CREATING", "UPDATING"}) // no cluster ever took longer
	emu.Advance(second)
	idle := must(t, emu.Transport(), http.StatusOK, "GET", one, "")
	wantDiff(t, idle.body["stateName"], any("IDLE"))
	wantDiff(t, idle.body["connectionStrings"], any(object{}))

	var sizes []int
	for range 25 {
		hosts := must(t, emu.Transport(), http.StatusOK, "GET", one, "").body["connectionStrings"].(object)
		if n := len(sizes); n == 0 || sizes[n-1] != len(hosts) {
			sizes = append(sizes, len(hosts))
		}
		emu.Advance(second)
	}
	wantDiff(t, sizes, []int{0, 1, 2}) // none, then standardSrv, then standard as well

	must(t, emu.Transport(), http.StatusNoContent, "DELETE", one, "")
	emu.Advance(5777 * second)
	wantDiff(t, states(t, emu, one, 2), []string{"DELETING", "gone"})
}

func TestOddServerlessUpdate(t *testing.T) {
	t.Parallel()
	cfg := odd()
	cfg.AsOf = time.Date(2025, time.August, 29, 0, 0, 0, 0, time.UTC)
	emu, project := newEmulator(t, cfg)
	one := project + "/serverless/shop"
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/serverless", instanceBody)
	emu.Advance(2000 * second)
	wantDiff(t, must(t, emu.Transport(), http.StatusOK, "GET", one, "").body["stateName"], any("IDLE"))
	patched := must(t, emu.Transport(), http.StatusOK, "PATCH", one, `{"tags":[{"key":"team","value":"shop"}]}`)
	wantDiff(t, patched.body["stateName"], any("CREATING"))
	if patched.body["connectionStrings"].(object)["standardSrv"] == nil {
		t.Error("an update takes the connection string away")
	}
	wantDiff(t, states(t, emu, one, 6), []string{"CREATING", "IDLE"})
}

func TestOddYoungWorkspace(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, odd())
	rt, one := emu.Transport(), project+"/streams/clicks"
	must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	inside := []struct{ method, path, body string }{
		{"GET", "/connections", ""},
		{"POST", "/connections", httpsBody},
		{"GET", "/connections/hook", ""},
		{"POST", "/processor", processorBody},
	}
	for _, r := range inside {
		wantCode(t, send(t, rt, r.method, one+r.path, r.body), 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")
	}
	must(t, rt, http.StatusOK, "GET", one, "")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+"/streams", "").body["totalCount"], any(1.0))

	emu.Advance(6 * second)
	must(t, rt, http.StatusOK, "GET", one+"/connections", "")
	must(t, rt, http.StatusOK, "POST", one+"/connections", httpsBody)
	for _, method := range []string{"GET", "PATCH"} {
		body := map[string]string{"PATCH": httpsBody}[method]
		wantCode(t, send(t, rt, method, one+"/connections/hook", body), 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME")
	}
	wantCode(t, send(t, rt, "POST", one+"/connections", httpsBody), 409, "STREAM_CONNECTION_NAME_ALREADY_EXISTS")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one+"/connections", "").body["totalCount"], any(1.0))
	emu.Advance(6 * second)
	must(t, rt, http.StatusOK, "PATCH", one+"/connections/hook", httpsBody)
	must(t, rt, http.StatusOK, "GET", one+"/connections/hook", "")
}

func TestOddYoungRole(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, odd())
	rt, all := emu.Transport(), project+"/customDBRoles/roles"
	must(t, rt, http.StatusAccepted, "POST", all, `{"roleName":"reader","inheritedRoles":[{"db":"shop","role":"read"}]}`)
	wantCode(t, send(t, rt, "GET", all+"/reader", ""), 404, "ATLAS_CUSTOM_ROLE_NOT_FOUND")
	if n := len(must(t, rt, http.StatusOK, "GET", all, "").list); n != 1 {
		t.Errorf("%d roles are listed", n)
	}
	emu.Advance(6 * second)
	must(t, rt, http.StatusOK, "GET", all+"/reader", "")
}

// TestOdditiesComeAsRecorded counts one oddity over many objects, under two
// seeds, and wants its share, the same objects again, and other ones.
func TestOdditiesComeAsRecorded(t *testing.T) {
	t.Parallel()
	const objects = 600
	hit := func(cfg emulator.Config) map[string]bool {
		emu, err := emulator.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		all := "/groups/" + emu.AddProject("demo") + "/streams/clicks/connections"
		must(t, emu.Transport(), http.StatusOK, "POST", all[:len(all)-len("/clicks/connections")], workspaceBody)
		emu.Advance(10 * second)
		createMany(t, emu, all, objects, 1)
		odd := map[string]bool{}
		for i := range objects {
			name := fmt.Sprint("hook-", i)
			if send(t, emu.Transport(), "GET", all+"/"+name, "").status == http.StatusNotFound {
				odd[name] = true
			}
		}
		return odd
	}
	first, again, other := hit(emulator.Config{}), hit(emulator.Config{}), hit(emulator.Config{Seed: 1})
	if n := len(first); n < 1 || n > 12 { // of 600 at a share of 0.005
		t.Errorf("%d of %d are odd", n, objects)
	}
	wantDiff(t, again, first)
	wantDiff(t, hit(emulator.Config{AsOf: emulator.DefaultAsOf.AddDate(0, 1, 3)}), first) // whenever that is
	if cmp.Equal(first, other) {
		t.Errorf("another seed makes the same odd: %v", first)
	}
	wantDiff(t, hit(emulator.Config{Oddities: emulator.OdditiesNever}), map[string]bool{})
}

// TestOddityTable holds the names to be used: a typing error would go unnoticed.
func TestOddityTable(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, o := range emulator.OddityTable() {
		if o.Name == "" || o.Text == "" || names[o.Name] || o.Share <= 0 || o.Share >= 1 {
			t.Errorf("incomplete, or twice: %+v", o)
		}
		names[o.Name] = true
	}
}
