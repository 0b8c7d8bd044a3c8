package emulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const (
	processorBody = `{"name":"totals","pipeline":[{"$source":{"connectionName":"sample_stream_solar"}},` +
		`{"$tumblingWindow":{"interval":{"size":10,"unit":"second"},"pipeline":[{"$group":{"_id":"$b","avg":-1.50,"a":[1,{"n":"7 \"8\" 9"}]}}]}},` +
		`{"$emit":{"connectionName":"__testLog"}}]}`
	clusterBody = `{"name":"orders","type":"Cluster","clusterName":"shop","dbRoleToExecute":{"role":"atlasAdmin","type":"BUILT_IN"}}`
)

// newProcessor returns an emulator with a workspace, two connections and a
// processor of one of them, and the path of the workspace.
func newProcessor(t *testing.T, cfg emulator.Config) (rt http.RoundTripper, emu *emulator.Emulator, workspace string) {
	t.Helper()
	emu, all := newWorkspace(t, cfg)
	rt, workspace = emu.Transport(), strings.TrimSuffix(all, "/connections")
	must(t, rt, http.StatusOK, "POST", all, sampleBody)
	must(t, rt, http.StatusOK, "POST", all, clusterBody)
	must(t, rt, http.StatusOK, "POST", workspace+"/processor", processorBody)
	return rt, emu, workspace
}

func TestStreamProcessorLife(t *testing.T) {
	t.Parallel()
	rt, emu, workspace := newProcessor(t, emulator.Config{})
	one := workspace + "/processor/totals"
	wantShows(t, rt, one, "CREATING")
	emu.Advance(3 * second)
	got := must(t, rt, http.StatusOK, "GET", one, "")
	wantDiff(t, got.body["state"], any("CREATED"))
	wantDiff(t, got.body["tier"], any("SP30")) // the workspace's
	wantDiff(t, got.body["stats"], any(object{}))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", workspace+"/processors", "").body["results"], any([]any{got.body}))

	wantCode(t, send(t, rt, "POST", one+":stop", ""), 400, "STREAM_PROCESSOR_GENERIC_ERROR")
	wantDiff(t, must(t, rt, http.StatusOK, "POST", one+":start", "").raw, "{}")
	wantShows(t, rt, one, "INIT")
	emu.Advance(3 * second)
	wantShows(t, rt, one, "STARTED")
	wantCode(t, send(t, rt, "POST", one+":start", ""), 400, "STREAM_PROCESSOR_GENERIC_ERROR")
	running := send(t, rt, "PATCH", one, processorBody)
	wantCode(t, running, 400, "STREAM_PROCESSOR_GENERIC_ERROR")
	wantDiff(t, running.body["detail"], any("Streams Processor with this name (totals) had a problem occur: "+
		"stream processor must be stopped before it can be modified."))

	must(t, rt, http.StatusOK, "POST", one+":stop", "")
	wantShows(t, rt, one, "STARTED")
	emu.Advance(3 * second)
	wantShows(t, rt, one, "STOPPED")
	must(t, rt, http.StatusOK, "POST", one+":startWith", `{"resumeFromCheckpoint":false,"startAtOperationTime":"2026-01-02T03:04:05Z","tier":"SP10"}`)
	emu.Advance(3 * second)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["tier"], any("SP10"))
	wantDiff(t, must(t, rt, http.StatusNoContent, "DELETE", one, "").raw, "")
	wantCode(t, send(t, rt, "GET", one, ""), 404, "STREAM_PROCESSOR_NOT_FOUND_FOR_NAME")
	wantCode(t, send(t, rt, "DELETE", one, ""), 404, "STREAM_PROCESSOR_NOT_FOUND_FOR_NAME")
	wantCode(t, send(t, rt, "POST", one+":start", ""), 404, "STREAM_PROCESSOR_NOT_FOUND_FOR_NAME")
	wantCode(t, send(t, rt, "PATCH", one, processorBody), 400, "STREAM_PROCESSOR_GENERIC_ERROR")
}

// TestStreamProcessorPipeline wants the order of a pipeline kept, and its whole
// numbers changed, in the answer, in lists, and after the state was in a file.
func TestStreamProcessorPipeline(t *testing.T) {
	t.Parallel()
	const want = `"pipeline":[{"$source":{"connectionName":"sample_stream_solar"}},` +
		`{"$tumblingWindow":{"interval":{"size":10.0,"unit":"second"},"pipeline":[{"$group":{"_id":"$b","avg":-1.50,"a":[1.0,{"n":"7 \"8\" 9"}]}}]}},` +
		`{"$emit":{"connectionName":"__testLog"}}]`
	path := t.TempDir() + "/state.json"
	emu := open(t, path, emulator.Config{})
	workspace := "/groups/" + emu.AddProject("demo") + "/streams/clicks"
	must(t, emu.Transport(), http.StatusOK, "POST", strings.TrimSuffix(workspace, "/clicks"), workspaceBody)
	must(t, emu.Transport(), http.StatusOK, "POST", workspace+"/connections", sampleBody)
	created := must(t, emu.Transport(), http.StatusOK, "POST", workspace+"/processor", strings.ReplaceAll(processorBody, ",", " ,\n"))
	if created.body["state"] != nil || created.body["stats"] != nil {
		t.Errorf("the answer to POST has members that the document does not know: %s", created.raw)
	}
	closeEmulator(t, emu)
	emu = open(t, path, emulator.Config{})
	for _, raw := range []string{
		created.raw,
		must(t, emu.Transport(), http.StatusOK, "GET", workspace+"/processor/totals", "").raw,
		must(t, emu.Transport(), http.StatusOK, "GET", workspace+"/processors", "").raw,
	} {
		if !strings.Contains(raw, want) {
			t.Errorf("got %s, want in it %s", raw, want)
		}
	}
}

func TestStreamProcessorUpdate(t *testing.T) {
	t.Parallel()
	rt, emu, workspace := newProcessor(t, emulator.Config{})
	one := workspace + "/processor/totals"
	emu.Advance(3 * second)
	id := must(t, rt, http.StatusOK, "GET", one, "").body["_id"]
	const dlq = `{"coll":"c","connectionName":"orders","db":"d"}`
	got := must(t, rt, http.StatusOK, "PATCH", one, `{"name":"sums","options":{"dlq":`+dlq+`,"resumeFromCheckpoint":true}}`)
	wantDiff(t, got.body["_id"], id)
	wantDiff(t, got.body["name"], any("sums"))
	wantDiff(t, got.body["options"], any(object{"dlq": object{"coll": "c", "connectionName": "orders", "db": "d"}}))
	wantCode(t, send(t, rt, "GET", one, ""), 404, "STREAM_PROCESSOR_NOT_FOUND_FOR_NAME")
	one = workspace + "/processor/sums"
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"pipeline":null}`).body, got.body)

	must(t, rt, http.StatusOK, "POST", one+":start", "")
	must(t, rt, http.StatusOK, "POST", one+":stop", "")
	emu.Advance(3 * second)
	const elsewhere = `{"pipeline":[{"$source":{"connectionName":"orders"}},{"$emit":{"connectionName":"__testLog"}}]`
	wantCode(t, send(t, rt, "PATCH", one, elsewhere+"}"), 400, "STREAM_PROCESSOR_GENERIC_ERROR")
	must(t, rt, http.StatusOK, "PATCH", one, elsewhere+`,"options":{"resumeFromCheckpoint":false}}`)

	must(t, rt, http.StatusOK, "POST", workspace+"/processor", processorBody)
	wantCode(t, send(t, rt, "PATCH", one, `{"name":"totals"}`), 400, "STREAM_PROCESSOR_GENERIC_ERROR")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", workspace+"/processors?includeCount=true", "").body["totalCount"], any(2.0))
}

func TestStreamProcessorBodies(t *testing.T) {
	t.Parallel()
	rt, _, workspace := newProcessor(t, emulator.Config{})
	const generic = "STREAM_PROCESSOR_GENERIC_ERROR"
	other := replace(processorBody, "totals", "others")
	for name, test := range map[string]struct{ body, code, detail string }{
		"no name":              {replace(other, `"name":"others",`, ""), "MISSING_ATTRIBUTE", "name"},
		"no pipeline":          {`{"name":"others"}`, "MISSING_ATTRIBUTE", "pipeline"},
		"empty pipeline":       {`{"name":"others","pipeline":[]}`, generic, "(others)"},
		"text as pipeline":     {`{"name":"others","pipeline":"x"}`, generic, "(others)"},
		"two names in a stage": {`{"name":"others","pipeline":[{"$a":1,"$b":2}]}`, generic, "exactly one"},
		"unknown tier":         {replace(other, `{"name"`, `{"tier":"M10","name"`), "INVALID_ENUM_VALUE", "M10"},
		"unknown source":       {replace(other, "sample_stream_solar", "nope"), generic, "connection named nope does not exist"},
		"unknown sink deep inside": {
			replace(other, "__testLog", `x","into":[{"connectionName":"sink"}],"y":"`), generic, "connection named sink does not exist",
		},
		"same name":   {processorBody, generic, "already exists"},
		"unknown dlq": {replace(other, `{"name"`, `{"options":{"dlq":{"coll":"c","connectionName":"nope","db":"d"}},"name"`), generic, "nope"},
		"dlq that is no cluster": {
			replace(other, `{"name"`, `{"options":{"dlq":{"coll":"c","connectionName":"sample_stream_solar","db":"d"}},"name"`), generic, "no Atlas cluster",
		},
		"half a dlq": {replace(other, `{"name"`, `{"options":{"dlq":{"db":"d"}},"name"`), "MISSING_ATTRIBUTE", "coll"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(t, rt, "POST", workspace+"/processor", test.body)
			wantCode(t, got, 400, test.code)
			if detail, _ := got.body["detail"].(string); !strings.Contains(detail, test.detail) {
				t.Errorf("got %q, want in it %q", detail, test.detail)
			}
		})
	}
	one := workspace + "/processor/totals"
	wantCode(t, send(t, rt, "POST", one+":startWith", `{"tier":"M10"}`), 400, "INVALID_ENUM_VALUE")
	wantCode(t, send(t, rt, "POST", one+":startWith", `{"startAtOperationTime":"soon"}`), 400, "INVALID_ATTRIBUTE")
	if got := send(t, rt, "POST", workspace+"/processor/:start", ""); got.status != 405 {
		t.Errorf("starting a processor without a name: got %d", got.status)
	}
}

// TestStreamProcessorHolds wants a processor, even one that never ran, to keep
// its connections and its workspace.
func TestStreamProcessorHolds(t *testing.T) {
	t.Parallel()
	for date, text := range map[string]string{
		"2025-04-28": "Stream connection with name clicks has active processors, and cannot be changed.",
		"2026-06-01": "Stream connection with name sample_stream_solar in stream workspace clicks has active processors, and cannot be changed.",
	} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			asOf, err := time.Parse(time.DateOnly, date)
			if err != nil {
				t.Fatal(err)
			}
			rt, _, workspace := newProcessor(t, emulator.Config{AsOf: asOf})
			used := workspace + "/connections/sample_stream_solar"
			for method, body := range map[string]string{"DELETE": "", "PATCH": sampleBody} {
				got := send(t, rt, method, used, body)
				wantCode(t, got, 403, "STREAM_CONNECTION_HAS_STREAM_PROCESSORS")
				wantDiff(t, got.body["detail"], any(text))
			}
			got := send(t, rt, "DELETE", workspace, "")
			wantCode(t, got, 403, "STREAM_TENANT_HAS_STREAM_PROCESSORS")
			wantDiff(t, got.body["parameters"], any([]any{"clicks"}))
			must(t, rt, http.StatusAccepted, "DELETE", workspace+"/connections/orders", "") // nobody names it

			must(t, rt, http.StatusNoContent, "DELETE", workspace+"/processor/totals", "")
			must(t, rt, http.StatusAccepted, "DELETE", used, "")
			must(t, rt, http.StatusAccepted, "DELETE", workspace, "")
		})
	}
}

// TestStreamProcessorFails has a processor fail with the connection it reads from.
func TestStreamProcessorFails(t *testing.T) {
	t.Parallel()
	rt, emu, workspace := newProcessor(t, emulator.Config{})
	must(t, rt, http.StatusOK, "POST", workspace+"/connections", replace(httpsBody, "example.com", "example.invalid"))
	emu.Advance(15 * second)
	one := workspace + "/processor/totals"
	must(t, rt, http.StatusOK, "PATCH", one, replace(processorBody, `{"$emit":{"connectionName":"__testLog"}}`, `{"$https":{"connectionName":"hook"}}`))
	must(t, rt, http.StatusOK, "POST", one+":start", "")
	emu.Advance(3 * second)
	wantShows(t, rt, one, "FAILED")
}
