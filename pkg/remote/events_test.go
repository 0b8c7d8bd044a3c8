package remote_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/contract"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func suspect(project string, kind spec.Kind, parent, name string) remote.Suspect {
	return remote.Suspect{Addr: spec.Address{Project: project, Kind: kind, Parent: parent, Name: name}}
}

func gone(s remote.Suspect) remote.Suspect {
	s.Gone = true
	return s
}

// tell gives the traces by address, one a line.
func tell(traces map[spec.Address]remote.Trace) map[string]string {
	lines := map[string]string{}
	for addr, trace := range traces {
		lines[addr.String()] = fmt.Sprintf("%s by %s, certain %t", trace.Event, trace.By, trace.Certain)
	}
	return lines
}

// TestTraces asks who changed what after a run of the client.
func TestTraces(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{Transport: contract.New(sync.OnceValues(contract.Load)).Exchanges(t, emu.Transport())})
	c.AllowWrites()
	want := load(t, "demo", flex("shop"), flex("other"), workspace("clicks"))
	for _, r := range want {
		if err := c.Create(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	emu.Advance(48 * time.Hour)
	begin := emu.Now()
	emu.Advance(time.Hour)
	rule, err := fault.Parse("GET /streams/clicks edit times=1")
	if err != nil {
		t.Fatal(err)
	}
	emu.SetFaults(rule)
	if _, err := c.Read(t.Context(), want[2]); err != nil {
		t.Fatal(err)
	}
	live, err := c.Read(t.Context(), want[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Delete(t.Context(), *live); err != nil {
		t.Fatal(err)
	}
	shop, other, clicks := suspect("demo", spec.KindFlexCluster, "", "other"), suspect("demo", spec.KindFlexCluster, "", "shop"), suspect("demo", spec.KindStreamWorkspace, "", "clicks")
	if want[0].Addr.Name == "shop" {
		shop, other = other, shop
	}
	kafka := suspect("demo", spec.KindStreamConnection, "clicks", "kafka")
	for _, test := range []struct {
		name     string
		suspects []remote.Suspect
		since    time.Time
		want     map[string]string
	}{
		{"nobody", nil, begin, map[string]string{}},
		{"a deletion and an edit", []remote.Suspect{gone(shop), clicks, kafka}, begin, map[string]string{
			shop.Addr.String():            "CLUSTER_DELETE_SUBMITTED by API key public, certain true",
			"demo/StreamWorkspace/clicks": "STREAM_TENANT_UPDATED by another.user@example.com, certain false",
		}},
		{"nothing since", []remote.Suspect{other}, begin, map[string]string{}},
		{"long ago", []remote.Suspect{other}, begin.Add(-72 * time.Hour), map[string]string{
			other.Addr.String(): "CLUSTER_CREATED by API key public, certain true",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			traces, failures := c.Traces(t.Context(), test.suspects, test.since)
			if diff := cmp.Diff(test.want, tell(traces)); diff != "" || len(failures) > 0 {
				t.Errorf("failures %v, traces (-want +got):\n%s", failures, diff)
			}
		})
	}
}

// TestFeedsThatCannotBeRead costs the traces of one project, not those of another.
func TestFeedsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	const second = "5e2211c17a3e5a48f5497de4"
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, second) {
			answers(403, "application/json", `{"error":403,"errorCode":"USER_UNAUTHORIZED","detail":"no"}`)(w, r)
			return
		}
		answers(200, vnd, `{"results":[{"id":"1","created":"2026-06-01T10:00:00Z","eventTypeName":"STREAM_TENANT_UPDATED"}]}`)(w, r)
	})})
	traces, failures := c.Traces(t.Context(), []remote.Suspect{
		suspect(projectID, spec.KindStreamWorkspace, "", "clicks"), suspect(second, spec.KindStreamWorkspace, "", "clicks"),
	}, time.Unix(0, 0))
	if diff := cmp.Diff(map[string]string{projectID + "/StreamWorkspace/clicks": "STREAM_TENANT_UPDATED by , certain false"}, tell(traces)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(failures) != 1 || failures[second] == nil {
		t.Errorf("failures: %v", failures)
	}
}

// TestWhatEventsSay reads events as Atlas may send them.
func TestWhatEventsSay(t *testing.T) {
	t.Parallel()
	endpoint := suspect(projectID, spec.KindServerlessPrivateEndpoint, "orders", "a")
	endpoint.ID = objectID
	for _, test := range []struct {
		name    string
		suspect remote.Suspect
		events  string
		want    string
	}{
		{
			"the last one", suspect(projectID, spec.KindStreamConnection, "clicks", "k"), `
			{"created":"2026-06-01T10:00:00Z","eventTypeName":"STREAM_TENANT_CONNECTION_UPDATED","username":"b@example.com"},
			{"created":"2026-06-02T10:00:00Z","eventTypeName":"STREAM_TENANT_CONNECTION_UPDATED","username":"a@example.com"},
			{"created":"2026-06-01T12:00:00Z","eventTypeName":"STREAM_TENANT_CONNECTION_CREATED","username":"c@example.com"}`,
			"STREAM_TENANT_CONNECTION_UPDATED by a@example.com, certain false",
		},
		{"not of another type", suspect(projectID, spec.KindStreamConnection, "clicks", "k"), `
			{"created":"2026-06-01T10:00:00Z","eventTypeName":"STREAM_TENANT_UPDATED"}`, ""},
		{
			"of this workspace", suspect(projectID, spec.KindStreamWorkspace, "", "clicks"), `
			{"created":"2026-06-03T10:00:00Z","eventTypeName":"STREAM_TENANT_UPDATED","apiKeyId":"1"},
			{"created":"2026-06-01T10:00:00Z","eventTypeName":"STREAM_TENANT_UPDATED","instanceName":"clicks","apiKeyId":"2"},
			{"created":"2026-06-04T10:00:00Z","eventTypeName":"STREAM_TENANT_UPDATED","instanceName":"other","apiKeyId":"3"}`,
			"STREAM_TENANT_UPDATED by the API key with the ID 2, certain true",
		},
		{
			"of this endpoint", endpoint, `
			{"created":"2026-06-01T10:00:00Z","eventTypeName":"TENANT_ENDPOINT_UPDATED","endpointId":"` + objectID + `","userId":"7"},
			{"created":"2026-06-04T10:00:00Z","eventTypeName":"TENANT_ENDPOINT_UPDATED","endpointId":"` + projectID + `","userId":"8"}`,
			"TENANT_ENDPOINT_UPDATED by the user with the ID 7, certain true",
		},
		{
			"of this entry", suspect(projectID, spec.KindIPAccessListEntry, "", "10.0.0.1"), `
			{"created":"2026-06-01T10:00:00Z","eventTypeName":"NETWORK_PERMISSION_ENTRY_ADDED","whitelistEntry":"10.0.0.1/32","username":"a@example.com"},
			{"created":"2026-06-04T10:00:00Z","eventTypeName":"NETWORK_PERMISSION_ENTRY_UPDATED","whitelistEntry":"10.0.0.2","username":"b@example.com"},
			{"created":"2026-06-05T10:00:00Z","eventTypeName":"NETWORK_PERMISSION_ENTRY_UPDATED","username":"c@example.com"}`,
			"NETWORK_PERMISSION_ENTRY_ADDED by a@example.com, certain true",
		},
		{
			"of this user", suspect(projectID, spec.KindDatabaseUser, "", "bob@$external"), `
			{"created":"2026-06-01T10:00:00Z","eventTypeName":"MONGODB_USER_UPDATED","dbUserUsername":"bob","username":"a@example.com"},
			{"created":"2026-06-04T10:00:00Z","eventTypeName":"MONGODB_USER_UPDATED","dbUserUsername":"eve","username":"b@example.com"}`,
			"MONGODB_USER_UPDATED by a@example.com, certain true",
		},
		{
			"by MongoDB", suspect(projectID, spec.KindFlexCluster, "", "shop"), `
			{"created":"2026-06-01T10:00:00Z","eventTypeName":"CLUSTER_UPDATE_SUBMITTED","isGlobalAdmin":true}`,
			"CLUSTER_UPDATE_SUBMITTED by somebody at MongoDB, certain true",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(200, vnd, `{"results":[`+test.events+`]}`))})
			traces, failures := c.Traces(t.Context(), []remote.Suspect{test.suspect}, time.Unix(0, 0))
			if got := tell(traces)[test.suspect.Addr.String()]; got != test.want || len(failures) > 0 {
				t.Errorf("got %q and %v, want %q", got, failures, test.want)
			}
		})
	}
}

// TestTooManyEvents gives up after some pages, and says so.
func TestTooManyEvents(t *testing.T) {
	t.Parallel()
	page := strings.Repeat(`{"eventTypeName":"STREAM_TENANT_UPDATED"},`, 500)
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(200, vnd, `{"results":[`+strings.TrimSuffix(page, ",")+`]}`))})
	_, failures := c.Traces(t.Context(), []remote.Suspect{suspect(projectID, spec.KindStreamWorkspace, "", "clicks")}, time.Unix(0, 0))
	if err := failures[projectID]; err == nil || err.Error() != "there are more than 3000 events: look at a shorter time" {
		t.Errorf("got %v", err)
	}
	if n := c.Requests(); n > 10 {
		t.Errorf("it took %d requests", n)
	}
}
