package emulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// feed asks for events and tells each in a line: what, and by whom.
func feed(t *testing.T, rt http.RoundTripper, project, query string) []string {
	t.Helper()
	var lines []string
	results, _ := must(t, rt, http.StatusOK, "GET", project+"/events?"+query, "").body["results"].([]any)
	for _, r := range results {
		event, _ := r.(object)
		by := event["username"]
		if by == nil {
			by = event["publicKey"]
		}
		lines = append(lines, fmt.Sprint(event["eventTypeName"], " by ", by))
	}
	return lines
}

// TestFeed wants every write told, in the file too, with who it was.
func TestFeed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{Oddities: emulator.OdditiesNever})
	project := "/groups/" + emu.AddProject("demo")
	rt := emu.Transport()
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	must(t, rt, http.StatusOK, "POST", project+"/streams/clicks/connections", kafkaBody)
	emu.Advance(time.Hour)
	between := emu.Now()
	emu.Advance(time.Hour)
	must(t, rt, http.StatusOK, "PATCH", project+"/flexClusters/shop", `{"terminationProtectionEnabled":false}`)
	emu.SetFaults(rules(t, "GET /streams/clicks edit")...)
	must(t, rt, http.StatusOK, "GET", project+"/streams/clicks", "")
	emu.SetFaults(rules(t, "GET /streams/clicks/connections/* vanish")...)
	send(t, rt, "GET", project+"/streams/clicks/connections/kafka", "")
	emu.SetFaults()
	send(t, rt, "PATCH", project+"/flexClusters/nothing", `{}`) // what fails is not told
	another := "another.user@example.com"
	all := []string{
		"STREAM_TENANT_CONNECTION_DELETED by " + another, "STREAM_TENANT_UPDATED by " + another, "CLUSTER_UPDATE_SUBMITTED by <nil>",
		"STREAM_TENANT_CONNECTION_CREATED by <nil>", "STREAM_TENANT_CREATED by <nil>", "CLUSTER_CREATED by <nil>",
	}
	at := url.QueryEscape(between.Format(time.RFC3339))
	for query, want := range map[string][]string{
		"":                                 all,
		"itemsPerPage=2&pageNum=2":         all[2:4],
		"minDate=" + at:                    all[:3],
		"maxDate=" + at:                    all[3:],
		"clusterNames=shop&clusterNames=x": {all[2], all[5]},
		"clusterNames=x":                   nil,
		"eventType=STREAM_TENANT_CREATED":  all[4:5],
		"eventType=CLUSTER_CREATED&maxDate=" + at + "&eventType=STREAM_TENANT_CREATED": all[4:6],
		"excludedEventType=CLUSTER_CREATED":                                            all[:5],
		"minDate=2030-01-01T00:00:00Z":                                                 nil,
	} {
		if diff := cmp.Diff(want, feed(t, rt, project, query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	must(t, rt, http.StatusBadRequest, "GET", project+"/events?minDate=yesterday", "")
	if err := emu.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, emulator.Config{})
	must(t, again.Transport(), http.StatusAccepted, "DELETE", project+"/streams/clicks", "")
	if got := feed(t, again.Transport(), project, ""); len(got) != 7 || !strings.HasPrefix(got[0], "STREAM_TENANT_DELETED") {
		t.Errorf("after a restart: %q", got)
	}
}

// TestOneEvent reads an event by its ID, and only in its project.
func TestOneEvent(t *testing.T) {
	t.Parallel()
	emu, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	rt := emu.Transport()
	project, other := "/groups/"+emu.AddProject("demo"), "/groups/"+emu.AddProject("other")
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	results, _ := must(t, rt, http.StatusOK, "GET", project+"/events", "").body["results"].([]any)
	event, _ := results[0].(object)
	one := fmt.Sprint("/events/", event["id"])
	if diff := cmp.Diff(event, must(t, rt, http.StatusOK, "GET", project+one, "").body); diff != "" {
		t.Errorf("(-list +single):\n%s", diff)
	}
	if raw := at(must(t, rt, http.StatusOK, "GET", project+one+"?includeRaw=true", "").body, "raw", "_t"); raw != "CLUSTER_CREATED" {
		t.Errorf("raw has the type %v", raw)
	}
	must(t, rt, http.StatusNotFound, "GET", other+one, "")
}

// TestFeedIsBounded writes more often than is kept.
func TestFeedIsBounded(t *testing.T) {
	t.Parallel()
	emu, err := emulator.New(emulator.Config{Limits: map[string]emulator.Limit{"flexClusters_group": {Capacity: 5000, Refill: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	rt := emu.Transport()
	project := "/groups/" + emu.AddProject("demo")
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	for range 1010 {
		must(t, rt, http.StatusOK, "PATCH", project+"/flexClusters/shop", `{}`)
	}
	if got := fmt.Sprint(must(t, rt, http.StatusOK, "GET", project+"/events", "").body["totalCount"]); got != "1000" {
		t.Errorf("%s events are kept, want 1000", got)
	}
	if got := feed(t, rt, project, "eventType=CLUSTER_CREATED"); len(got) > 0 {
		t.Errorf("the oldest is still there: %q", got)
	}
}
