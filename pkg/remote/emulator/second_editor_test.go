package emulator_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// connectionBodies are connections of every type that somebody else can change,
// with the member that changes.
func connectionBodies() map[string]struct {
	body string
	path []string
} {
	type variant = struct {
		body string
		path []string
	}
	const aws = `"aws":{"roleArn":"arn:aws:iam::123456789012:role/in","testBucket":"b"}`
	return map[string]variant{
		"kafka":    {kafkaBody, []string{"config", "client.id"}},
		"hook":     {httpsBody, []string{"headers", "X-Edited"}},
		"hook2":    {`{"name":"hook2","type":"Https","url":"https://example.com"}`, []string{"headers", "X-Edited"}},
		"cluster":  {`{"name":"cluster","type":"Cluster","clusterName":"shop","dbRoleToExecute":{"role":"read","type":"BUILT_IN"}}`, []string{"dbRoleToExecute", "role"}},
		"lambda":   {`{"name":"lambda","type":"AWSLambda",` + aws + `}`, []string{"aws", "roleArn"}},
		"s3":       {`{"name":"s3","type":"S3",` + aws + `}`, []string{"aws", "testBucket"}},
		"kinesis":  {`{"name":"kinesis","type":"AWSKinesisDataStreams",` + aws + `}`, []string{"aws", "roleArn"}},
		"azure":    {`{"name":"azure","type":"AzureBlobStorage","azure":{"region":"r","servicePrincipalId":"p","storageAccountName":"a"}}`, []string{"azure", "storageAccountName"}},
		"gcp":      {`{"name":"gcp","type":"GCPPubSub","gcp":{"serviceAccountId":"a@b"}}`, []string{"gcp", "serviceAccountId"}},
		"registry": {`{"name":"registry","type":"SchemaRegistry","provider":"CONFLUENT","schemaRegistryUrls":["https://r"],"schemaRegistryAuthentication":{"type":"USER_INFO","username":"u","password":"p"}}`, []string{"schemaRegistryAuthentication", "username"}},
	}
}

func at(o object, path ...string) any {
	var v any = o
	for _, name := range path {
		inner, _ := v.(object)
		v = inner[name]
	}
	return v
}

func TestSecondEditorOfConnections(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{})
	project := "/groups/" + emu.AddProject("demo")
	rt := emu.Transport()
	must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	all := project + "/streams/clicks/connections"
	for name, variant := range connectionBodies() {
		before := must(t, rt, http.StatusOK, "POST", all, variant.body).body
		one := all + "/" + name
		emu.SetFaults(rules(t, "GET /streams/*/connections/* edit")...)
		got := must(t, rt, http.StatusOK, "GET", one, "")
		wantDiff(t, got.body, before)
		wantDiff(t, got.header.Get(emulator.FaultHeader), "GET /streams/*/connections/* edit")
		saved, err := emulator.OpenReadOnly(path, emulator.Config{Projects: []string{"demo"}})
		if err != nil {
			t.Fatal(err)
		}
		wantDiff(t, at(must(t, saved.Transport(), http.StatusOK, "GET", one, "").body, variant.path...), any("edited1"))
		wantDiff(t, at(must(t, rt, http.StatusOK, "GET", one, "").body, variant.path...), any("edited1"))
		emu.SetFaults()
		wantDiff(t, at(must(t, rt, http.StatusOK, "GET", one, "").body, variant.path...), any("edited2"))
	}
}

func TestSecondEditorOfOtherKinds(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{AsOf: time.Date(2024, time.December, 1, 0, 0, 0, 0, time.UTC)})
	rt := emu.Transport()
	must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, "shop", "flex"))
	must(t, rt, http.StatusCreated, "POST", project+"/serverless", instanceBody)
	endpoints := project + "/privateEndpoint/serverless/instance/shop/endpoint"
	endpoint := must(t, rt, http.StatusCreated, "POST", endpoints, `{"comment":"mine"}`).body["_id"].(string)
	tags := func(value string) any { return []any{object{"key": "edited", "value": value}} }
	tests := []struct {
		path        string
		member      []string
		first, then any
	}{
		{"/flexClusters/flex", []string{"tags"}, tags("edited1"), tags("edited2")},
		{"/serverless/shop", []string{"tags"}, tags("edited1"), tags("edited2")},
		{"/streams/clicks", []string{"streamConfig", "tier"}, "SP5", "SP2"},
		{strings.TrimPrefix(endpoints, project) + "/" + endpoint, []string{"comment"}, "edited1", "edited2"},
	}
	for _, test := range tests {
		emu.SetFaults(rules(t, "GET "+test.path+" edit=before")...)
		for _, want := range []any{test.first, test.then} {
			got := must(t, rt, http.StatusOK, "GET", project+test.path, "")
			wantDiff(t, at(got.body, test.member...), want)
		}
	}
}

// TestSecondEditorComesBeforeAWrite: what it changed and the write does not touch
// is still there afterwards.
func TestSecondEditorComesBeforeAWrite(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	emu.Advance(90 * second)
	one := project + "/flexClusters/shop"
	emu.SetFaults(rules(t, "PATCH /** edit")...)
	got := must(t, rt, http.StatusOK, "PATCH", one, `{"terminationProtectionEnabled":true}`)
	wantDiff(t, got.body["tags"], any([]any{object{"key": "edited", "value": "edited1"}}))
	wantDiff(t, got.body["terminationProtectionEnabled"], any(true))

	// Not the lists, nor what is created, nor what is not there.
	emu.SetFaults(rules(t, "/** edit")...)
	for _, path := range []string{project + "/teams", project + "/flexClusters"} {
		wantDiff(t, must(t, rt, http.StatusOK, "GET", path, "").header.Get(emulator.FaultHeader), "")
	}
	wantDiff(t, send(t, rt, "POST", project+"/streams", workspaceBody).header.Get(emulator.FaultHeader), "")
	wantCode(t, send(t, rt, "GET", project+"/flexClusters/none", ""), 404, "CLUSTER_NOT_FOUND")
}

func TestVanish(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	fillProject := func() {
		must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
		must(t, rt, http.StatusOK, "POST", project+"/streams/clicks/connections", httpsBody)
	}
	fillProject()
	hook := project + "/streams/clicks/connections/hook"
	emu.SetFaults(rules(t, "GET /streams/*/connections/* vanish")...)
	must(t, rt, http.StatusOK, "GET", hook, "")
	wantCode(t, send(t, rt, "GET", hook, ""), 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME")

	emu.SetFaults(rules(t, "PATCH /streams/* vanish", "DELETE /streams/* vanish")...)
	wantCode(t, send(t, rt, "PATCH", project+"/streams/clicks", `{}`), 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")
	fillProject()
	wantCode(t, send(t, rt, "DELETE", project+"/streams/clicks", ""), 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")

	// What nobody can delete, or change, is not struck.
	emu.SetFaults(rules(t, "/groups/*/settings vanish", "PATCH /privateEndpoint/** vanish", "GET /privateEndpoint/** edit")...)
	service := must(t, rt, http.StatusCreated, "POST", project+"/privateEndpoint/endpointService", awsServiceBody).body["id"].(string)
	emu.Advance(336 * second)
	must(t, rt, http.StatusCreated, "POST", project+services("", "AWS")+"/"+service+"/endpoint", `{"id":"`+awsEndpoint+`"}`)
	for path, body := range map[string]string{
		"/settings": `{"isSchemaAdvisorEnabled":true}`,
		"/privateEndpoint/endpointService/" + service: `{"cloudProvider":"AWS","supportedRemoteRegions":[]}`,
	} {
		wantDiff(t, must(t, rt, http.StatusOK, "PATCH", project+path, body).header.Get(emulator.FaultHeader), "")
	}
	one := project + services("", "AWS") + "/" + service + "/endpoint/" + awsEndpoint
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").header.Get(emulator.FaultHeader), "")

	// Protection holds for somebody else too.
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", replace(flexBody, `{"name"`, `{"terminationProtectionEnabled":true,"name"`))
	emu.SetFaults(rules(t, "/flexClusters/shop vanish=before")...)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+"/flexClusters/shop", "").body["stateName"], any("CREATING"))
	must(t, rt, http.StatusOK, "PATCH", project+"/flexClusters/shop", `{"terminationProtectionEnabled":false}`)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", project+"/flexClusters/shop", "").body["stateName"], any("DELETING"))
}

// TestSecondEditorIsRefusedToo: what a processor holds nobody can change.
func TestSecondEditorIsRefusedToo(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	for _, body := range []string{sampleBody, httpsBody} {
		must(t, rt, http.StatusOK, "POST", project+"/streams/clicks/connections", body)
	}
	must(t, rt, http.StatusOK, "POST", project+"/streams/clicks/processor",
		`{"name":"copy","pipeline":[{"$source":{"connectionName":"sample_stream_solar"}},{"$https":{"connectionName":"hook"}}]}`)
	for _, act := range []string{"edit", "vanish"} {
		emu.SetFaults(rules(t, "GET /streams/*/connections/* nth=1 "+act+"=before")...)
		for range 2 {
			got := must(t, rt, http.StatusOK, "GET", project+"/streams/clicks/connections/hook", "")
			wantDiff(t, got.body["headers"], any(object{"X-Team": "clicks"}))
		}
	}
}
