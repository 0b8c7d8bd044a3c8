package emulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func day(date string) time.Time {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return at
}

// on returns an emulator that begins on a date.
func on(t testing.TB, date string) (*emulator.Emulator, string) {
	t.Helper()
	return newEmulator(t, emulator.Config{AsOf: day(date)})
}

// reach advances to a date.
func reach(emu *emulator.Emulator, date string) { emu.Advance(day(date).Sub(emu.Now())) }

func names(a answer) []string {
	list := []string{}
	for _, item := range a.body["results"].([]any) {
		list = append(list, item.(object)["name"].(string))
	}
	return list
}

func instanceLinks(path string) []any {
	return []any{
		object{"href": api + path, "rel": "self"},
		object{"href": api + path + "/backup/restoreJobs", "rel": "https://cloud.mongodb.com/restoreJobs"},
		object{"href": api + path + "/backup/snapshots", "rel": "https://cloud.mongodb.com/snapshots"},
	}
}

func TestNativeInstanceLife(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	rt := emu.Transport()
	all, one := project+"/serverless", project+"/serverless/shop"

	created := must(t, rt, http.StatusCreated, "POST", all, instanceBody)
	wantSorted(t, created.raw)
	want := object{
		"connectionStrings": object{}, // until it is ready
		"createDate":        "2024-12-01T00:00:00Z",
		"groupId":           strings.TrimPrefix(project, "/groups/"),
		"id":                created.body["id"],
		"links":             instanceLinks(one),
		"mongoDBVersion":    created.body["mongoDBVersion"],
		"name":              "shop",
		"providerSettings": object{
			"backingProviderName": "AWS", "effectiveProviderName": "SERVERLESS",
			"providerName": "SERVERLESS", "regionName": "US_EAST_1",
		},
		"serverlessBackupOptions":      object{"serverlessContinuousBackupEnabled": true},
		"stateName":                    "CREATING",
		"tags":                         []any{},
		"terminationProtectionEnabled": false,
	}
	wantDiff(t, created.body, want)
	wantDiff(t, created.header.Get("Content-Type"), "application/vnd.atlas.2023-01-01+json;charset=utf-8")
	wantDiff(t, created.header.Get("Sunset")+created.header.Get("Deprecation"), "")

	emu.Advance(5 * second)
	wantState(t, emu, one, "CREATING")
	emu.Advance(22 * second)
	idle := wantState(t, emu, one, "IDLE").body
	hosts := idle["connectionStrings"].(object)
	if srv, _ := hosts["standardSrv"].(string); len(hosts) != 1 || !strings.HasPrefix(srv, "mongodb+srv://shop.") {
		t.Errorf("got connection strings %v", hosts)
	}
	want["stateName"], want["connectionStrings"] = "IDLE", hosts
	wantDiff(t, idle, want)

	patched := must(t, rt, http.StatusOK, "PATCH", one,
		`{"serverlessBackupOptions":{"serverlessContinuousBackupEnabled":false},"tags":[{"key":"env","value":"prod"}],"terminationProtectionEnabled":true}`)
	want["stateName"] = "UPDATING"
	want["serverlessBackupOptions"] = object{"serverlessContinuousBackupEnabled": false}
	want["tags"] = []any{object{"key": "env", "value": "prod"}}
	want["terminationProtectionEnabled"] = true
	wantDiff(t, patched.body, want)
	emu.Advance(4 * second)
	wantState(t, emu, one, "IDLE")
	kept := must(t, rt, http.StatusOK, "PATCH", one, `{"serverlessBackupOptions":{}}`)
	wantDiff(t, kept.body, want) // left out is kept

	wantCode(t, send(t, rt, "DELETE", one, ""), 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED")
	must(t, rt, http.StatusOK, "PATCH", one, `{"terminationProtectionEnabled":false}`)
	wantDiff(t, must(t, rt, http.StatusAccepted, "DELETE", one, "").raw, "{}") // while UPDATING
	wantState(t, emu, one, "DELETING")
	wantCode(t, send(t, rt, "DELETE", one, ""), 400, "CLUSTER_ALREADY_REQUESTED_DELETION")
	wantCode(t, send(t, rt, "PATCH", one, `{}`), 400, "ATLAS_GENERAL_ERROR")
	wantCode(t, send(t, rt, "POST", all, instanceBody), 400, "DUPLICATE_CLUSTER_NAME")
	emu.Advance(30 * second)
	wantCode(t, send(t, rt, "GET", one, ""), 404, "SERVERLESS_INSTANCE_NOT_FOUND")
	wantDiff(t, names(must(t, rt, http.StatusOK, "GET", all, "")), []string{})
	wantCode(t, send(t, rt, "POST", project+"/flexClusters", flexBody), 400, "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP")
	emu.Advance(15 * second)
	again := must(t, rt, http.StatusCreated, "POST", all, instanceBody)
	if again.body["id"] == created.body["id"] {
		t.Error("the successor has the ID of the deleted instance")
	}
}

func TestInstanceBodies(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	for name, test := range map[string][2]string{
		"no name":          {replace(instanceBody, `"name":"shop",`, ""), "MISSING_ATTRIBUTE"},
		"bad name":         {replace(instanceBody, "shop", "my_shop"), "INVALID_ATTRIBUTE"},
		"no settings":      {`{"name":"shop"}`, "MISSING_ATTRIBUTE"},
		"no region":        {replace(instanceBody, `,"regionName":"US_EAST_1"`, ""), "MISSING_ATTRIBUTE"},
		"another provider": {replace(instanceBody, "SERVERLESS", "TENANT"), "INVALID_ENUM_VALUE"},
		"unknown backing":  {replace(instanceBody, "AWS", "IBM"), "INVALID_ENUM_VALUE"},
		"backup as text":   {replace(instanceBody, `{"name"`, `{"serverlessBackupOptions":{"serverlessContinuousBackupEnabled":"no"},"name"`), "INVALID_JSON_ATTRIBUTE"},
		"no JSON":          {"{", "MALFORMED_JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, send(t, emu.Transport(), "POST", project+"/serverless", test[0]), 400, test[1])
		})
	}
}

func TestFlexBackedInstanceLife(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2025-06-01")
	rt := emu.Transport()
	all, one := project+"/serverless", project+"/serverless/shop"
	backup := `{"serverlessBackupOptions":{"serverlessContinuousBackupEnabled":true},`

	created := must(t, rt, http.StatusCreated, "POST", all, replace(instanceBody, "{", backup))
	wantSorted(t, created.raw)
	settings := object{
		"backingProviderName": "AWS", "effectiveDiskSizeGBLimit": 5.0, "effectiveInstanceSizeName": "FLEX",
		"effectiveProviderName": "TENANT", "nextBackupDate": "2025-06-02T00:00:00Z", "providerName": "SERVERLESS",
		"regionName": "US_EAST_1", "tenantBackupEnabled": true,
	}
	wantDiff(t, created.body["providerSettings"], any(settings))
	wantDiff(t, created.body["stateName"], any("CREATING"))
	wantDiff(t, created.body["links"], any(instanceLinks(one)))
	without := object{"serverlessContinuousBackupEnabled": false}
	wantDiff(t, created.body["serverlessBackupOptions"], any(without))
	wantDiff(t, created.body["connectionStrings"], any(object{})) // until it is ready

	emu.Advance(27 * second)
	patched := must(t, rt, http.StatusOK, "PATCH", one, backup+`"tags":[{"key":"env","value":"e2e"}]}`)
	wantDiff(t, patched.body["stateName"], any("UPDATING"))
	wantDiff(t, patched.body["serverlessBackupOptions"], any(without))
	emu.Advance(24 * time.Hour)
	list := must(t, rt, http.StatusOK, "GET", all, "")
	wantDiff(t, list.body["totalCount"], any(1.0))
	wantDiff(t, link(list, "self"), api+all+"?includeCount=true&pageNum=1&itemsPerPage=100")
	got := wantState(t, emu, one, "IDLE")
	wantDiff(t, list.body["results"], any([]any{got.body}))
	settings["nextBackupDate"] = "2025-06-03T00:00:00Z"
	wantDiff(t, got.body["providerSettings"], any(settings))
	wantDiff(t, got.body["tags"], any([]any{object{"key": "env", "value": "e2e"}}))
	must(t, rt, http.StatusAccepted, "DELETE", one, "")
	wantState(t, emu, one, "DELETING")
	emu.Advance(30 * second)
	wantCode(t, send(t, rt, "GET", one, ""), 404, "SERVERLESS_INSTANCE_NOT_FOUND")
}

func TestOneObjectTwoViews(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2025-06-01")
	rt := emu.Transport()
	old, flex := project+"/serverless", project+"/flexClusters"
	instance := must(t, rt, http.StatusCreated, "POST", old, instanceBody)
	must(t, rt, http.StatusCreated, "POST", flex, replace(flexBody, "shop", "plain"))
	emu.Advance(27 * second)

	wantDiff(t, names(must(t, rt, http.StatusOK, "GET", old, "")), []string{"shop"}) // not the plain one
	wantDiff(t, must(t, rt, http.StatusOK, "GET", flex, "").body["totalCount"], any(2.0))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project, "").body["clusterCount"], any(2.0))
	cluster := wantState(t, emu, flex+"/shop", "IDLE")
	for _, name := range []string{"createDate", "groupId", "id", "name"} {
		wantDiff(t, cluster.body[name], instance.body[name])
	}
	settings := cluster.body["providerSettings"].(object)
	wantDiff(t, settings["providerName"], any("FLEX"))
	hosts := cluster.body["connectionStrings"].(object)
	seen := wantState(t, emu, old+"/shop", "IDLE").body["connectionStrings"].(object)
	wantDiff(t, seen, object{"standardSrv": hosts["standardSrv"]})

	must(t, rt, http.StatusOK, "PATCH", flex+"/shop", `{"tags":[{"key":"a","value":"b"}]}`)
	got := wantState(t, emu, old+"/shop", "UPDATING")
	wantDiff(t, got.body["tags"], any([]any{object{"key": "a", "value": "b"}}))
	must(t, rt, http.StatusOK, "PATCH", old+"/shop", `{"terminationProtectionEnabled":true}`)
	wantCode(t, send(t, rt, "DELETE", flex+"/shop", ""), 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED")
	must(t, rt, http.StatusOK, "PATCH", flex+"/shop", `{"terminationProtectionEnabled":false}`)
	must(t, rt, http.StatusNoContent, "DELETE", flex+"/shop", "")
	wantState(t, emu, old+"/shop", "DELETING")
	emu.Advance(45 * second)

	// The name is free for a Flex cluster, which has another origin.
	must(t, rt, http.StatusCreated, "POST", flex, flexBody)
	wantCode(t, send(t, rt, "GET", old+"/shop", ""), 400, "CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API")
	wantDiff(t, names(must(t, rt, http.StatusOK, "GET", old, "")), []string{})
}

func TestWrongAPI(t *testing.T) {
	t.Parallel()
	emu, project := on(t, "2024-12-01")
	rt := emu.Transport()
	if err := emu.AddCluster(strings.TrimPrefix(project, "/groups/"), "big", "M10"); err != nil {
		t.Fatal(err)
	}
	must(t, rt, http.StatusCreated, "POST", project+"/serverless", instanceBody)
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", "plain"))
	if err := emu.AddCluster(strings.TrimPrefix(project, "/groups/"), "shop", "M10"); err == nil {
		t.Error("AddCluster takes the name of an instance")
	}
	for _, name := range []string{"shop", "plain", "big"} {
		wantCode(t, send(t, rt, "POST", project+"/serverless", replace(instanceBody, "shop", name)), 400, "DUPLICATE_CLUSTER_NAME")
		wantCode(t, send(t, rt, "POST", project+"/flexClusters", replace(flexBody, "shop", name)), 400, "DUPLICATE_CLUSTER_NAME")
	}
	for _, test := range []struct{ method, body string }{{"GET", ""}, {"PATCH", "{}"}, {"DELETE", ""}} {
		for _, name := range []string{"plain", "big"} {
			wantCode(t, send(t, rt, test.method, project+"/serverless/"+name, test.body), 400, "CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API")
		}
		wantCode(t, send(t, rt, test.method, project+"/serverless/nope", test.body), 404, "SERVERLESS_INSTANCE_NOT_FOUND")
		wantCode(t, send(t, rt, test.method, project+"/flexClusters/shop", test.body), 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API")
	}
	wantCode(t, send(t, rt, "GET", project+"/clusters/shop", ""), 400, "CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API")
	wantDiff(t, names(must(t, rt, http.StatusOK, "GET", project+"/flexClusters", "")), []string{"plain"})
	wantDiff(t, names(must(t, rt, http.StatusOK, "GET", project+"/clusters", "")), []string{"big"})
	wantDiff(t, names(must(t, rt, http.StatusOK, "GET", project+"/serverless", "")), []string{"shop"})
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project, "").body["clusterCount"], any(3.0))

	reach(emu, "2025-02-05")
	wantCode(t, send(t, rt, "GET", project+"/clusters/shop", ""), 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API")
}
