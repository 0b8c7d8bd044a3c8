package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// newWorkspace returns an emulator with a workspace, and the path of its connections.
func newWorkspace(t testing.TB, cfg emulator.Config) (*emulator.Emulator, string) {
	t.Helper()
	emu, project := newEmulator(t, cfg)
	must(t, emu.Transport(), http.StatusOK, "POST", project+"/streams", workspaceBody)
	return emu, project + "/streams/clicks/connections"
}

func TestStreamConnectionAnswers(t *testing.T) {
	t.Parallel()
	emu, all := newWorkspace(t, emulator.Config{})
	tests := []struct {
		name, body string
		want       object
	}{
		{"Sample", sampleBody, object{"name": "sample_stream_solar", "type": "Sample"}},
		{"Https", httpsBody, object{
			"name": "hook", "type": "Https", "url": "https://example.com/in", "headers": object{"X-Team": "clicks"},
		}},
		{"Kafka", kafkaBody, object{
			"name": "kafka", "type": "Kafka", "bootstrapServers": "b1:9092,b2:9092",
			"security":       object{"protocol": "SASL_SSL", "brokerPublicCertificate": "cert"},
			"authentication": object{"mechanism": "SCRAM-512", "username": "svc"},
			"config":         object{"auto.offset.reset": "earliest"},
			"networking":     object{"access": object{"type": "PUBLIC"}},
		}},
		{"Cluster", `{"name":"c","type":"Cluster","clusterName":"shop","dbRoleToExecute":{"role":"atlasAdmin","type":"BUILT_IN","links":[]}}`, object{
			"name": "c", "type": "Cluster", "clusterName": "shop",
			"dbRoleToExecute": object{"role": "atlasAdmin", "type": "BUILT_IN"},
		}},
		{"Lambda", `{"name":"l","type":"AWSLambda","aws":{"roleArn":"arn"},"url":"of another type"}`, object{
			"name": "l", "type": "AWSLambda", "aws": object{"roleArn": "arn"},
		}},
		{"SchemaRegistry", `{"name":"r","type":"SchemaRegistry","provider":"CONFLUENT","schemaRegistryUrls":["https://r"],` +
			`"schemaRegistryAuthentication":{"type":"USER_INFO","username":"u","password":"` + canary + `"}}`, object{
			"name": "r", "type": "SchemaRegistry", "provider": "CONFLUENT", "schemaRegistryUrls": []any{"https://r"},
			"schemaRegistryAuthentication": object{"type": "USER_INFO", "username": "u"},
		}},
	}
	ignoreID := cmpopts.IgnoreMapEntries(func(name string, _ any) bool { return name == "id" })
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.want["region"], test.want["state"] = "VIRGINIA_USA", "READY"
			created := must(t, emu.Transport(), http.StatusOK, "POST", all, test.body)
			if diff := cmp.Diff(test.want, created.body, ignoreID); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			one := all + "/" + test.want["name"].(string)
			wantDiff(t, must(t, emu.Transport(), http.StatusOK, "GET", one, "").body, created.body)
			wantCode(t, send(t, emu.Transport(), "POST", all, test.body), 409, "STREAM_CONNECTION_NAME_ALREADY_EXISTS")

			patched := must(t, emu.Transport(), http.StatusOK, "PATCH", one, test.body)
			delete(created.body, "state")
			wantDiff(t, patched.body, created.body)
			if strings.Contains(created.raw+patched.raw, canary) {
				t.Error("a secret is given back")
			}
		})
	}
}

func TestStreamConnectionPatchReplaces(t *testing.T) {
	t.Parallel()
	emu, all := newWorkspace(t, emulator.Config{})
	rt := emu.Transport()
	must(t, rt, http.StatusOK, "POST", all, kafkaBody)
	must(t, rt, http.StatusOK, "POST", all, httpsBody)
	kafka := replace(kafkaBody, `"name":"kafka",`, "")

	got := must(t, rt, http.StatusOK, "PATCH", all+"/kafka", replace(kafka, `,"config":{"auto.offset.reset":"earliest"}`, ""))
	if got.body["config"] != nil {
		t.Error("config survives a PATCH without it")
	}
	wantDiff(t, got.body["networking"], any(object{"access": object{"type": "PUBLIC"}}))
	got = must(t, rt, http.StatusOK, "PATCH", all+"/hook", `{"type":"Https","url":"https://example.com/in","headers":{}}`)
	wantDiff(t, got.body["headers"], any(object{}))

	tests := []struct {
		name, path, body, code string
	}{
		{"another type", "/kafka", httpsBody, "VALIDATION_ERROR"},
		{"another name", "/kafka", replace(kafkaBody, `"kafka"`, `"k2"`), "VALIDATION_ERROR"},
		{"another region", "/kafka", replace(kafka, `{"type"`, `{"region":"OHIO_USA","type"`), "VALIDATION_ERROR"},
		{"another networking", "/kafka", replace(kafka, `{"type"`, `{"networking":{"access":{"type":"VPC"}},"type"`), "VALIDATION_ERROR"},
		{"no secret", "/kafka", replace(kafka, `,"password":"`+canary+`"`, ""), "MISSING_ATTRIBUTE"},
		{"no authentication", "/kafka", `{"type":"Kafka","bootstrapServers":"b:1","security":{"protocol":"SSL"}}`, "MISSING_ATTRIBUTE"},
		{"no url", "/hook", `{"type":"Https"}`, "MISSING_ATTRIBUTE"},
		{"nothing there", "/nope", kafka, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			status := 400
			if test.path == "/nope" {
				status = 404
			}
			wantCode(t, send(t, rt, "PATCH", all+test.path, test.body), status, test.code)
		})
	}
}

func TestStreamConnectionStates(t *testing.T) {
	t.Parallel()
	emu, all := newWorkspace(t, emulator.Config{})
	rt := emu.Transport()
	private := replace(kafkaBody, `{"name"`, `{"networking":{"access":{"type":"PRIVATE_LINK","connectionId":"6a7941e0c0eb9e7a17723361"}},"name"`)
	created := must(t, rt, http.StatusOK, "POST", all, private)
	wantDiff(t, created.body["state"], any("PENDING"))
	wantCode(t, send(t, rt, "DELETE", all+"/kafka", ""), 409, "STREAM_KAFKA_CONNECTION_IS_DEPLOYING")
	emu.Advance(5 * second)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all+"/kafka", "").body["state"], any("READY"))

	wantDiff(t, must(t, rt, http.StatusAccepted, "DELETE", all+"/kafka", "").raw, "{}")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all+"/kafka", "").body["state"], any("DELETING"))
	must(t, rt, http.StatusAccepted, "DELETE", all+"/kafka", "")
	wantCode(t, send(t, rt, "PATCH", all+"/kafka", private), 409, "STREAM_KAFKA_CONNECTION_IS_DEPLOYING")
	wantCode(t, send(t, rt, "POST", all, private), 409, "STREAM_CONNECTION_NAME_ALREADY_EXISTS")
	emu.Advance(2 * second)
	wantCode(t, send(t, rt, "GET", all+"/kafka", ""), 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME")
	again := must(t, rt, http.StatusOK, "POST", all, private)
	if again.body["id"] == created.body["id"] {
		t.Error("the successor has the ID of the deleted connection")
	}

	must(t, rt, http.StatusOK, "POST", all, sampleBody)
	must(t, rt, http.StatusAccepted, "DELETE", all+"/sample_stream_solar", "")
	wantCode(t, send(t, rt, "DELETE", all+"/sample_stream_solar", ""), 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME")
}

func TestStreamConnectionBodies(t *testing.T) {
	t.Parallel()
	emu, all := newWorkspace(t, emulator.Config{})
	tests := []struct {
		name, body, code string
	}{
		{"no type", `{"name":"a"}`, "MISSING_ATTRIBUTE"},
		{"unknown type", `{"name":"a","type":"kafka"}`, "INVALID_ENUM_VALUE"},
		{"unknown mechanism", replace(kafkaBody, "SCRAM-512", "SCRAM-1024"), "INVALID_ENUM_VALUE"},
		{"unknown protocol", replace(kafkaBody, "SASL_SSL", "TLS"), "INVALID_ENUM_VALUE"},
		{"no servers", replace(kafkaBody, `"b1:9092,b2:9092"`, "null"), "MISSING_ATTRIBUTE"},
		{"number in config", replace(kafkaBody, `"earliest"`, "1"), "INVALID_JSON_ATTRIBUTE"},
		{"OAUTHBEARER without its secret", replace(kafkaBody, "SCRAM-512", "OAUTHBEARER"), "MISSING_ATTRIBUTE"},
		{"SSL without its secret", replace(kafkaBody, "SCRAM-512", "SSL"), "MISSING_ATTRIBUTE"},
		{"access without type", replace(kafkaBody, `{"name"`, `{"networking":{"access":{}},"name"`), "MISSING_ATTRIBUTE"},
		{"private link without ID", replace(kafkaBody, `{"name"`, `{"networking":{"access":{"type":"PRIVATE_LINK"}},"name"`), "MISSING_ATTRIBUTE"},
		{"gateway without route", replace(kafkaBody, `{"name"`, `{"networking":{"access":{"type":"TRANSIT_GATEWAY"}},"name"`), "MISSING_ATTRIBUTE"},
		{"malformed ID", replace(kafkaBody, `{"name"`, `{"networking":{"access":{"type":"PRIVATE_LINK","connectionId":"x"}},"name"`), "INVALID_ATTRIBUTE"},
		{"headers of another type", replace(httpsBody, `{"X-Team":"clicks"}`, `["X-Team"]`), "INVALID_JSON_ATTRIBUTE"},
		{"registry without URLs", `{"name":"r","type":"SchemaRegistry","provider":"CONFLUENT","schemaRegistryUrls":[],"schemaRegistryAuthentication":{"type":"SASL_INHERIT"}}`, "VALIDATION_ERROR"},
		{"registry without password", `{"name":"r","type":"SchemaRegistry","provider":"CONFLUENT","schemaRegistryUrls":["https://r"],"schemaRegistryAuthentication":{"type":"USER_INFO","username":"u"}}`, "MISSING_ATTRIBUTE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, send(t, emu.Transport(), "POST", all, test.body), 400, test.code)
		})
	}
}
