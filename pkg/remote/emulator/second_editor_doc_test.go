package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// editable has objects of a kind: what makes them and the path below the
// project by which one is read, after the time that they take to be there.
func editable(t *testing.T, emu *emulator.Emulator, project string) map[spec.Kind][]string {
	t.Helper()
	rt := emu.Transport()
	post := func(path, body string) answer {
		got := send(t, rt, "POST", project+path, body)
		if got.status >= http.StatusBadRequest {
			t.Fatalf("POST %s: got %d %s", path, got.status, got.raw)
		}
		return got
	}
	post("/flexClusters", replace(flexBody, "shop", "flex"))
	post("/clusters", dedicatedBody)
	post("/serverless", instanceBody)
	post("/streams", workspaceBody)
	connections := []string{}
	for name, variant := range connectionBodies() {
		post("/streams/clicks/connections", variant.body)
		connections = append(connections, "/streams/clicks/connections/"+name)
	}
	const serverless = "/privateEndpoint/serverless/instance/shop/endpoint"
	endpoint := post(serverless, `{"comment":"mine"}`).body["_id"].(string)
	post("/streams/clicks/connections", sampleBody)
	post("/streams/clicks/processor", `{"name":"p","pipeline":[{"$source":{"connectionName":"sample_stream_solar"}},{"$emit":{"connectionName":"__testLog"}}]}`)
	post("/accessList", `[{"ipAddress":"203.0.113.7"}]`)
	post("/customDBRoles/roles", roleBody)
	post("/databaseUsers", userBody)
	link := post("/streams/privateLinkConnections", linkBody).body["_id"].(string)
	service := services("", "AWS") + "/" + post("/privateEndpoint/endpointService", awsServiceBody).body["id"].(string)
	container := post("/containers", `{"providerName":"AWS","atlasCidrBlock":"10.8.0.0/21","regionName":"US_EAST_2"}`).body["id"].(string)
	emu.Advance(900 * second)
	post(service+"/endpoint", `{"id":"`+awsEndpoint+`"}`)
	emu.Advance(60 * second)
	return map[spec.Kind][]string{
		spec.KindProject:                   {"", "/settings", "/limits/atlas.project.deployment.clusters"},
		spec.KindNetworkContainer:          {"/containers/" + container},
		spec.KindFlexCluster:               {"/flexClusters/flex"},
		spec.KindCluster:                   {"/clusters/big", "/clusters/big/processArgs"},
		spec.KindServerlessInstance:        {"/serverless/shop"},
		spec.KindServerlessPrivateEndpoint: {serverless + "/" + endpoint},
		spec.KindStreamWorkspace:           {"/streams/clicks"},
		spec.KindStreamConnection:          connections,
		spec.KindStreamProcessor:           {"/streams/clicks/processor/p"},
		spec.KindIPAccessListEntry:         {"/accessList/203.0.113.7"},
		spec.KindCustomDBRole:              {"/customDBRoles/roles/reader"},
		spec.KindDatabaseUser:              {"/databaseUsers/admin/bob"},
		spec.KindStreamPrivateLink:         {"/streams/privateLinkConnections/" + link},
		spec.KindPrivateEndpointService:    {service},
		spec.KindPrivateEndpoint:           {service + "/endpoint/" + awsEndpoint},
	}
}

// documentedEdits are the members of the table in the document, by kind.
func documentedEdits(t *testing.T) map[spec.Kind][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "emulator-faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	edits := map[spec.Kind][]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([A-Z][A-Za-z]+) \| ([^|]*)\|`).FindAllStringSubmatch(string(data), -1) {
		members := []string{}
		for _, m := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(row[2], -1) {
			members = append(members, m[1])
		}
		slices.Sort(members)
		edits[spec.Kind(row[1])] = members
	}
	return edits
}

// TestEditIsDocumented holds the table of the document against what an edit
// changes. That it sets an object to work, and the dates, do not count.
func TestEditIsDocumented(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	rt, paths, edits := emu.Transport(), editable(t, emu, project), documentedEdits(t)
	for _, typ := range spec.Types() {
		if typ.Kind == spec.KindPrivateEndpointService { // before, its answers had no remote regions
			reach(emu, "2026-08-01")
		}
		changed := []string{}
		for _, path := range paths[typ.Kind] {
			emu.SetFaults()
			before := must(t, rt, http.StatusOK, "GET", project+path, "").body
			emu.SetFaults(rules(t, "GET /groups/** edit=before")...)
			after := must(t, rt, http.StatusOK, "GET", project+path, "").body
			for name := range after {
				if name != "stateName" && !strings.HasSuffix(name, "Date") && !reflect.DeepEqual(before[name], after[name]) {
					changed = append(changed, name)
				}
			}
		}
		slices.Sort(changed)
		documented, ok := edits[typ.Kind]
		if !ok {
			t.Errorf("%s: the document does not say what an edit does", typ.Kind)
		}
		wantDiff(t, map[spec.Kind][]string{typ.Kind: slices.Compact(changed)}, map[spec.Kind][]string{typ.Kind: documented})
	}
}
