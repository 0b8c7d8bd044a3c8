package emulator_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const (
	awsEndpoint   = "vpce-0123456789abcdef0"
	azureEndpoint = "/subscriptions/0a1b2c3d-1111-2222-3333-444455556666/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/shop-pe"
)

func endpointsPath(project, instance string) string {
	return project + "/privateEndpoint/serverless/instance/" + instance + "/endpoint"
}

// newInstance returns an emulator of 2024 with an idle instance, and the path of
// its endpoints.
func newInstance(t testing.TB, provider, region string) (emu *emulator.Emulator, all, instance string) {
	t.Helper()
	emu, project := on(t, "2024-12-01")
	body := replace(replace(instanceBody, "AWS", provider), "US_EAST_1", region)
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/serverless", body)
	emu.Advance(27 * second)
	return emu, endpointsPath(project, "shop"), project + "/serverless/shop"
}

func wantStatus(t *testing.T, emu *emulator.Emulator, path, status string) answer {
	t.Helper()
	a := must(t, emu.Transport(), http.StatusOK, "GET", path, "")
	if a.body["status"] != status {
		t.Errorf("got status %v, want %s", a.body["status"], status)
	}
	return a
}

func TestEndpointLifeAWS(t *testing.T) {
	t.Parallel()
	emu, all, instance := newInstance(t, "AWS", "EU_WEST_1")
	rt := emu.Transport()
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all, "").raw, "[]")

	created := must(t, rt, http.StatusCreated, "POST", all, `{"comment":"from vpc a"}`)
	wantSorted(t, created.raw)
	id := created.body["_id"].(string)
	one := all + "/" + id
	want := object{
		"_id": id, "comment": "from vpc a", "endpointServiceName": nil, "errorMessage": nil, "status": "RESERVATION_REQUESTED",
	}
	wantDiff(t, created.body, want)
	body := `{"providerName":"AWS","cloudProviderEndpointId":"` + awsEndpoint + `"}`
	wantCode(t, send(t, rt, "PATCH", one, body), 400, "VALIDATION_ERROR") // nothing to connect to yet
	emu.Advance(4 * second)
	wantStatus(t, emu, one, "RESERVATION_REQUESTED")
	emu.Advance(11 * second)
	reserved := wantStatus(t, emu, one, "RESERVED")
	service := regexp.MustCompile(`^com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-[0-9a-f]{17}$`)
	if name, _ := reserved.body["endpointServiceName"].(string); !service.MatchString(name) {
		t.Errorf("got service %v", reserved.body["endpointServiceName"])
	}
	want["endpointServiceName"], want["providerName"], want["status"] = reserved.body["endpointServiceName"], "AWS", "RESERVED"
	wantDiff(t, reserved.body, want)
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"providerName":"AWS","comment":"vpc a"}`).body["comment"], any("vpc a"))

	want["status"], want["cloudProviderEndpointId"], want["comment"] = "INITIATING", awsEndpoint, "vpc a"
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, body).body, want)
	emu.Advance(4 * second)
	wantStatus(t, emu, one, "INITIATING")
	private := must(t, rt, http.StatusOK, "GET", instance, "").body["connectionStrings"].(object)["privateEndpoint"]
	wantDiff(t, private, nil)
	emu.Advance(16 * second)
	want["status"] = "AVAILABLE"
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all, "").list, []any{want})
	private = must(t, rt, http.StatusOK, "GET", instance, "").body["connectionStrings"].(object)["privateEndpoint"]
	host := private.([]any)[0].(object)
	wantDiff(t, host["endpoints"], any([]any{object{"endpointId": awsEndpoint, "providerName": "AWS", "region": "EU_WEST_1"}}))
	wantDiff(t, strings.HasPrefix(host["srvConnectionString"].(string), "mongodb+srv://shop-pe-"), true)

	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, body).body, want) // again
	wantCode(t, send(t, rt, "PATCH", one, replace(body, "def0", "def1")), 400, "VALIDATION_ERROR")

	wantCode(t, send(t, rt, "DELETE", instance, ""), 409, "SERVERLESS_INSTANCE_HAS_PRIVATE_ENDPOINTS")
	gone := must(t, rt, http.StatusNoContent, "DELETE", one, "")
	wantDiff(t, gone.raw, "")
	wantStatus(t, emu, one, "DELETING")
	must(t, rt, http.StatusNoContent, "DELETE", one, "")
	wantCode(t, send(t, rt, "PATCH", one, body), 400, "VALIDATION_ERROR")
	wantCode(t, send(t, rt, "DELETE", instance, ""), 409, "SERVERLESS_INSTANCE_HAS_PRIVATE_ENDPOINTS")
	emu.Advance(10 * second)
	for _, method := range []string{"GET", "DELETE"} {
		wantCode(t, send(t, rt, method, one, ""), 404, "TENANT_PRIVATE_ENDPOINT_NOT_FOUND")
	}
	must(t, rt, http.StatusAccepted, "DELETE", instance, "")
	wantCode(t, send(t, rt, "POST", all, `{}`), 400, "ATLAS_GENERAL_ERROR")
}

func TestEndpointLifeAzure(t *testing.T) {
	t.Parallel()
	emu, all, _ := newInstance(t, "AZURE", "EUROPE_WEST")
	rt := emu.Transport()
	created := must(t, rt, http.StatusCreated, "POST", all, `{}`)
	id := created.body["_id"].(string)
	wantDiff(t, created.body, object{
		"_id": id, "endpointServiceName": nil, "errorMessage": nil, "privateLinkServiceResourceId": nil, "status": "RESERVATION_REQUESTED",
	})
	emu.Advance(15 * second)
	reserved := wantStatus(t, emu, all+"/"+id, "RESERVED")
	service := regexp.MustCompile(`^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resourceGroups/rg_[0-9a-f]{24}` +
		`/providers/Microsoft\.Network/privateLinkServices/pls_[0-9a-f]{24}$`)
	path, _ := reserved.body["privateLinkServiceResourceId"].(string)
	if name, _ := reserved.body["endpointServiceName"].(string); !service.MatchString(path) || !strings.HasSuffix(path, "/"+name) {
		t.Errorf("got service %s", reserved.raw)
	}
	wantDiff(t, reserved.body["providerName"], any("AZURE"))
	body := `{"providerName":"AZURE","cloudProviderEndpointId":"` + azureEndpoint + `","privateEndpointIpAddress":"10.0.0.4"}`
	must(t, rt, http.StatusOK, "PATCH", all+"/"+id, body)
	wantCode(t, send(t, rt, "PATCH", all+"/"+id, replace(body, "10.0.0.4", "10.0.0.5")), 400, "VALIDATION_ERROR")
	emu.Advance(20 * second)
	available := wantStatus(t, emu, all+"/"+id, "AVAILABLE")
	wantDiff(t, available.body["cloudProviderEndpointId"], any(azureEndpoint))
	wantDiff(t, available.body["privateEndpointIpAddress"], any("10.0.0.4"))
}

func TestEndpointFails(t *testing.T) {
	t.Parallel()
	for provider, cloud := range map[string]string{
		"AWS":   "vpce-00000000000000000",
		"AZURE": replace(azureEndpoint, "shop-pe", "0"),
	} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			emu, all, instance := newInstance(t, provider, "US_WEST_2")
			rt := emu.Transport()
			one := all + "/" + must(t, rt, http.StatusCreated, "POST", all, `{}`).body["_id"].(string)
			emu.Advance(15 * second)
			must(t, rt, http.StatusOK, "PATCH", one, `{"providerName":"`+provider+`","cloudProviderEndpointId":"`+cloud+`"}`)
			wantDiff(t, wantStatus(t, emu, one, "INITIATING").body["errorMessage"], nil)
			emu.Advance(20 * second)
			if message, _ := wantStatus(t, emu, one, "FAILED").body["errorMessage"].(string); !strings.Contains(message, cloud) {
				t.Errorf("got message %q", message)
			}
			wantDiff(t, len(must(t, rt, http.StatusOK, "GET", instance, "").body["connectionStrings"].(object)), 1)
			must(t, rt, http.StatusNoContent, "DELETE", one, "")
		})
	}
}

func TestEndpointBodies(t *testing.T) {
	t.Parallel()
	emu, all, _ := newInstance(t, "AWS", "US_EAST_1")
	rt := emu.Transport()
	one := all + "/" + must(t, rt, http.StatusCreated, "POST", all, `{"comment":"`+strings.Repeat("ü", 80)+`"}`).body["_id"].(string)
	emu.Advance(15 * second)
	wantCode(t, send(t, rt, "POST", all, `{"comment":"`+strings.Repeat("x", 81)+`"}`), 400, "INVALID_ATTRIBUTE")
	for body, code := range map[string]string{
		`{"comment":"x"}`:            "MISSING_ATTRIBUTE",
		`{"providerName":"GCP"}`:     "INVALID_ENUM_VALUE",
		`{"providerName":"AZURE"}`:   "VALIDATION_ERROR",
		`{"providerName":"AWS","x":`: "MALFORMED_JSON",
		`{"providerName":"AWS","comment":"` + strings.Repeat("x", 81) + `"}`:         "INVALID_ATTRIBUTE",
		`{"providerName":"AWS","cloudProviderEndpointId":"vpce-123"}`:                "INVALID_ATTRIBUTE",
		`{"providerName":"AWS","cloudProviderEndpointId":"` + awsEndpoint + `A"}`:    "INVALID_ATTRIBUTE",
		`{"providerName":"AWS","cloudProviderEndpointId":"` + azureEndpoint + `"}`:   "INVALID_ATTRIBUTE",
		`{"providerName":"AWS","cloudProviderEndpointId":["` + awsEndpoint + `"]}`:   "INVALID_JSON_ATTRIBUTE",
		`{"providerName":"AZURE","cloudProviderEndpointId":"` + awsEndpoint + `"}`:   "VALIDATION_ERROR",
		`{"providerName":"AZURE","privateEndpointIpAddress":"10.0.0.4","comment":1}`: "INVALID_JSON_ATTRIBUTE",
	} {
		wantCode(t, send(t, rt, "PATCH", one, body), 400, code)
	}
	wantStatus(t, emu, one, "RESERVED")
	wantCode(t, send(t, rt, "GET", all+"/xyz", ""), 400, "PATH_PARAM_PARSE_ERROR")
	wantCode(t, send(t, rt, "GET", all+"/"+strings.Repeat("0", 24), ""), 404, "TENANT_PRIVATE_ENDPOINT_NOT_FOUND")

	azure, others, _ := newInstance(t, "AZURE", "US_EAST")
	one = others + "/" + must(t, azure.Transport(), http.StatusCreated, "POST", others, `{}`).body["_id"].(string)
	azure.Advance(15 * second)
	for _, address := range []string{"10.0.0", "10.0.0.256", "fe80::1%eth0", "shop"} {
		wantCode(t, send(t, azure.Transport(), "PATCH", one, `{"providerName":"AZURE","privateEndpointIpAddress":"`+address+`"}`), 400, "INVALID_ATTRIBUTE")
	}
}

func TestEndpointsOfOthers(t *testing.T) {
	t.Parallel()
	operations := func(t *testing.T, rt http.RoundTripper, all string, status int, code string) {
		t.Helper()
		one := all + "/" + strings.Repeat("0", 24)
		for _, op := range [][3]string{
			{"GET", all, ""},
			{"POST", all, `{}`},
			{"GET", one, ""},
			{"PATCH", one, `{"providerName":"AWS"}`},
			{"DELETE", one, ""},
		} {
			wantCode(t, send(t, rt, op[0], op[1], op[2]), status, code)
		}
	}
	for _, date := range []string{"2024-12-01", "2025-06-01", "2026-11-22"} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			emu, project := on(t, date)
			rt := emu.Transport()
			must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
			if err := emu.AddCluster(strings.TrimPrefix(project, "/groups/"), "big", "M10"); err != nil {
				t.Fatal(err)
			}
			operations(t, rt, endpointsPath(project, "nope"), 404, "SERVERLESS_INSTANCE_NOT_FOUND")
			operations(t, rt, endpointsPath(project, "shop"), 400, "NOT_SERVERLESS_TENANT_CLUSTER")
			operations(t, rt, endpointsPath(project, "big"), 400, "NOT_SERVERLESS_TENANT_CLUSTER")
		})
	}
	emu, project := on(t, "2025-06-01")
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/serverless", instanceBody)
	operations(t, emu.Transport(), endpointsPath(project, "shop"), 400, "NOT_SERVERLESS_TENANT_CLUSTER")

	emu, all, _ := newInstance(t, "GCP", "CENTRAL_US")
	wantCode(t, send(t, emu.Transport(), "POST", all, `{}`), 400, "VALIDATION_ERROR")
	wantDiff(t, must(t, emu.Transport(), http.StatusOK, "GET", all, "").raw, "[]")
}
