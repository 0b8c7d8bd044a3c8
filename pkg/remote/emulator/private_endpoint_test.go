package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	azureServiceBody = `{"providerName":"AZURE","region":"EUROPE_WEST"}`
	googleService    = `{"providerName":"GCP","region":"US_EAST_4"}`
	groupBody        = `{"endpointGroupName":"group","gcpProjectId":"shop-network",` +
		`"endpoints":[{"endpointName":"group-0","ipAddress":"10.0.0.4"},{"endpointName":"group-1","ipAddress":"10.0.0.5"}]}`
)

func TestPrivateEndpointLife(t *testing.T) {
	t.Parallel()
	type stage struct {
		after time.Duration
		state string
	}
	for provider, test := range map[string]struct {
		service, body, id, state string
		stages                   []stage
		want                     object // beside what is the same for all
		listed                   string
	}{
		"AWS": {
			awsServiceBody, `{"id":"` + awsEndpoint + `"}`, awsEndpoint, "connectionStatus",
			[]stage{{0, "PENDING_ACCEPTANCE"}, {10 * second, "PENDING"}, {60 * second, "AVAILABLE"}},
			object{"interfaceEndpointId": awsEndpoint},
			"interfaceEndpoints",
		},
		"AZURE": {
			azureServiceBody, `{"id":"` + azureEndpoint + `","privateEndpointIPAddress":"10.0.0.4"}`, azureEndpoint, "status",
			[]stage{{0, "INITIATING"}, {10 * second, "INITIATING"}, {60 * second, "AVAILABLE"}},
			object{"privateEndpointIPAddress": "10.0.0.4", "privateEndpointResourceId": azureEndpoint},
			"privateEndpoints",
		},
		"GCP": {
			googleService, groupBody, "group", "status",
			[]stage{{0, "INITIATING"}, {10 * second, "VERIFIED"}, {60 * second, "AVAILABLE"}},
			object{"endpointGroupName": "group", "gcpProjectId": "shop-network", "portMappingEnabled": false},
			"endpointGroupNames",
		},
	} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			emu, _, service := newService(t, provider, test.service)
			rt := emu.Transport()
			one := service + "/endpoint/" + url.PathEscape(test.id)
			wantCode(t, send(t, rt, "GET", one, ""), 404, "PRIVATE_ENDPOINT_NOT_FOUND")
			created := must(t, rt, http.StatusCreated, "POST", service+"/endpoint", test.body)
			wantSorted(t, created.raw)
			for _, stage := range test.stages {
				emu.Advance(stage.after)
				got := must(t, rt, http.StatusOK, "GET", one, "").body
				wantDiff(t, got[test.state], any(stage.state))
				for name, value := range test.want {
					wantDiff(t, got[name], value)
				}
				wantDiff(t, []any{got["cloudProvider"], got["deleteRequested"], got["errorMessage"]}, []any{provider, false, nil})
				if provider == "GCP" {
					state := strings.Replace(stage.state, "VERIFIED", "INITIATING", 1)
					wantDiff(t, got["endpoints"], any([]any{
						object{"endpointName": "group-0", "ipAddress": "10.0.0.4", "status": state},
						object{"endpointName": "group-1", "ipAddress": "10.0.0.5", "status": state},
					}))
				}
			}
			wantDiff(t, must(t, rt, http.StatusOK, "GET", service, "").body[test.listed], any([]any{test.id}))
			wantCode(t, send(t, rt, "POST", service+"/endpoint", test.body), 409, "PRIVATE_ENDPOINT_ALREADY_EXISTS")
			wantCode(t, send(t, rt, "DELETE", service, ""), 400, "PRIVATE_ENDPOINT_SERVICE_HAS_ENDPOINTS")

			wantDiff(t, must(t, rt, http.StatusAccepted, "DELETE", one, "").raw, "{}")
			going := must(t, rt, http.StatusOK, "GET", one, "").body
			wantDiff(t, []any{going[test.state], going["deleteRequested"]}, []any{"DELETING", true})
			wantStatus(t, emu, service, "DELETING") // it was the last one
			must(t, rt, http.StatusAccepted, "DELETE", one, "")
			must(t, rt, http.StatusAccepted, "DELETE", service, "")
			wantCode(t, send(t, rt, "POST", service+"/endpoint", test.body), 409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS")
			emu.Advance(15 * second)
			wantCode(t, send(t, rt, "GET", one, ""), 404, "PRIVATE_ENDPOINT_NOT_FOUND")
			emu.Advance(15 * second)
			wantCode(t, send(t, rt, "GET", one, ""), 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND")
		})
	}
}

// TestServiceStaysWithAnEndpoint has a service stay as long as it has any.
func TestServiceStaysWithAnEndpoint(t *testing.T) {
	t.Parallel()
	emu, _, service := newService(t, "AWS", awsServiceBody)
	rt := emu.Transport()
	for _, id := range []string{"vpce-0123456789abcdef0", "vpce-0123456789abcdef1"} {
		must(t, rt, http.StatusCreated, "POST", service+"/endpoint", `{"id":"`+id+`"}`)
	}
	must(t, rt, http.StatusAccepted, "DELETE", service+"/endpoint/vpce-0123456789abcdef0", "")
	wantStatus(t, emu, service, "AVAILABLE")
	emu.Advance(60 * second)
	wantStatus(t, emu, service, "AVAILABLE")
	must(t, rt, http.StatusAccepted, "DELETE", service+"/endpoint/vpce-0123456789abcdef1", "")
	wantStatus(t, emu, service, "DELETING")
}

func TestPrivateEndpointFails(t *testing.T) {
	t.Parallel()
	for provider, test := range map[string]struct{ service, body, id, state, want string }{
		"AWS":   {awsServiceBody, `{"id":"vpce-00000000000000000"}`, "vpce-00000000000000000", "connectionStatus", "REJECTED"},
		"AZURE": {azureServiceBody, `{"id":"` + replace(azureEndpoint, "shop-pe", "0") + `","privateEndpointIPAddress":"10.0.0.4"}`, replace(azureEndpoint, "shop-pe", "0"), "status", "FAILED"},
		"GCP":   {googleService, replace(groupBody, `"group"`, `"0"`), "0", "status", "FAILED"},
	} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			emu, _, service := newService(t, provider, test.service)
			rt := emu.Transport()
			must(t, rt, http.StatusCreated, "POST", service+"/endpoint", test.body)
			emu.Advance(60 * second)
			got := must(t, rt, http.StatusOK, "GET", service+"/endpoint/"+url.PathEscape(test.id), "").body
			wantDiff(t, got[test.state], any(test.want))
			if message, _ := got["errorMessage"].(string); !strings.Contains(message, test.id) {
				t.Errorf("got message %q", message)
			}
		})
	}
}

// TestMappedPorts has the group called like its one endpoint.
func TestMappedPorts(t *testing.T) {
	t.Parallel()
	emu, _, service := newService(t, "GCP", replace(googleService, "}", `,"portMappingEnabled":true}`))
	rt := emu.Transport()
	wantCode(t, send(t, rt, "POST", service+"/endpoint", groupBody), 400, "INVALID_ATTRIBUTE")
	body := `{"endpointGroupName":"ignored","gcpProjectId":"shop-network","endpoints":[{"endpointName":"one","ipAddress":"10.0.0.4"}]}`
	created := must(t, rt, http.StatusCreated, "POST", service+"/endpoint", body)
	wantDiff(t, []any{created.body["endpointGroupName"], created.body["portMappingEnabled"]}, []any{"one", true})
	must(t, rt, http.StatusOK, "GET", service+"/endpoint/one", "")
}

func TestPrivateEndpointRefused(t *testing.T) {
	t.Parallel()
	for provider, test := range map[string]struct {
		service string
		bodies  map[string]string
	}{
		"AWS": {awsServiceBody, map[string]string{
			`{}`:                             "MISSING_ATTRIBUTE",
			`{"id":"vpce-1"}`:                "INVALID_ATTRIBUTE",
			`{"id":"` + azureEndpoint + `"}`: "INVALID_ATTRIBUTE",
		}},
		"AZURE": {azureServiceBody, map[string]string{
			`{"id":"` + azureEndpoint + `"}`:                                         "MISSING_ATTRIBUTE",
			`{"id":"` + azureEndpoint + `","privateEndpointIPAddress":"10.0.0.256"}`: "INVALID_ATTRIBUTE",
			`{"id":"` + awsEndpoint + `","privateEndpointIPAddress":"10.0.0.4"}`:     "INVALID_ATTRIBUTE",
			`{"id":"` + azureEndpoint + `","privateEndpointIPAddress":["10.0.0.4"]}`: "INVALID_JSON_ATTRIBUTE",
		}},
		"GCP": {googleService, map[string]string{
			`{"endpointGroupName":"group"}`:                               "MISSING_ATTRIBUTE",
			replace(groupBody, "10.0.0.4", "shop"):                        "INVALID_ATTRIBUTE",
			replace(groupBody, `"ipAddress":"10.0.0.4"`, `"ipAddress":4`): "INVALID_JSON_ATTRIBUTE",
		}},
	} {
		emu, project, service := newService(t, provider, test.service)
		rt := emu.Transport()
		for body, code := range test.bodies {
			wantCode(t, send(t, rt, "POST", service+"/endpoint", body), 400, code)
		}
		wantCode(t, send(t, rt, "POST", services(project, provider)+"/"+noID+"/endpoint", `{}`), 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND")
	}
	emu, project, _ := newService(t, "AWS", awsServiceBody)
	fresh := must(t, emu.Transport(), http.StatusCreated, "POST", written(project), replace(awsServiceBody, "EU_WEST_1", "US_EAST_1"))
	path := services(project, "AWS") + "/" + fresh.body["id"].(string) + "/endpoint"
	wantCode(t, send(t, emu.Transport(), "POST", path, `{"id":"`+awsEndpoint+`"}`), 409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS")
}
