package emulator_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const (
	awsServiceBody = `{"providerName":"AWS","region":"EU_WEST_1"}`
	noID           = "000000000000000000000000"
)

// services is the path of the endpoint services of a provider.
func services(project, provider string) string {
	return project + "/privateEndpoint/" + provider + "/endpointService"
}

func written(project string) string { return project + "/privateEndpoint/endpointService" }

// awsServiceIn is the body of a POST.
func awsServiceIn(region string) string { return replace(awsServiceBody, "EU_WEST_1", region) }

// newService returns an emulator with a service that is ready, and its path.
func newService(t testing.TB, provider, body string) (emu *emulator.Emulator, project, service string) {
	t.Helper()
	emu, project = newEmulator(t, emulator.Config{})
	created := must(t, emu.Transport(), http.StatusCreated, "POST", written(project), body)
	emu.Advance(336 * second)
	return emu, project, services(project, provider) + "/" + created.body["id"].(string)
}

func TestEndpointServiceLife(t *testing.T) {
	t.Parallel()
	names := func(fields object) object { return fields }
	for provider, test := range map[string]struct {
		body, region string
		soonest      time.Duration
		at           object // what is null or empty first
		patterns     map[string]string
	}{
		"AWS": {
			awsServiceBody, "EU_WEST_1", 141 * second,
			names(object{"endpointServiceName": nil, "interfaceEndpoints": []any{}, "supportedRemoteRegions": nil}),
			map[string]string{"endpointServiceName": `^com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-[0-9a-f]{17}$`},
		},
		"AZURE": {
			`{"providerName":"AZURE","region":"ASIA_SOUTH_EAST"}`, "ASIA_SOUTH_EAST", 42 * second,
			names(object{"privateEndpoints": []any{}, "privateLinkServiceName": nil, "privateLinkServiceResourceId": nil}),
			map[string]string{
				"privateLinkServiceName":       `^pls_[0-9a-f]{24}$`,
				"privateLinkServiceResourceId": `^/subscriptions/[-0-9a-f]{36}/resourceGroups/rg_\w+/providers/Microsoft\.Network/privateLinkServices/pls_[0-9a-f]{24}$`,
			},
		},
		"GCP": {
			`{"providerName":"GCP","region":"US_EAST_4"}`, "US_EAST_4", 218 * second,
			names(object{"endpointGroupNames": []any{}, "portMappingEnabled": false, "serviceAttachmentNames": []any{}}),
			nil,
		},
	} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			emu, project := newEmulator(t, emulator.Config{})
			rt := emu.Transport()
			created := must(t, rt, http.StatusCreated, "POST", written(project), test.body)
			wantSorted(t, created.raw)
			id := created.body["id"].(string)
			test.at["cloudProvider"], test.at["regionName"], test.at["status"] = provider, test.region, "INITIATING"
			test.at["errorMessage"], test.at["id"] = nil, id
			wantDiff(t, created.body, test.at)

			one := services(project, provider) + "/" + id
			emu.Advance(test.soonest - second)
			wantStatus(t, emu, one, "INITIATING")
			emu.Advance(336 * second)
			ready := wantStatus(t, emu, one, "AVAILABLE")
			for name, pattern := range test.patterns {
				if text, _ := ready.body[name].(string); !regexp.MustCompile(pattern).MatchString(text) {
					t.Errorf("got %s %v", name, ready.body[name])
				}
			}
			wantDiff(t, must(t, rt, http.StatusOK, "GET", services(project, provider), "").list, []any{ready.body})

			wantDiff(t, must(t, rt, http.StatusAccepted, "DELETE", one, "").raw, "{}")
			wantStatus(t, emu, one, "DELETING")
			wantCode(t, send(t, rt, "POST", written(project), test.body), 409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION")
			must(t, rt, http.StatusAccepted, "DELETE", one, "") // does not begin anew
			emu.Advance(30 * second)
			wantCode(t, send(t, rt, "GET", one, ""), 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND")
			wantCode(t, send(t, rt, "DELETE", one, ""), 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND")
			wantDiff(t, must(t, rt, http.StatusOK, "GET", services(project, provider), "").raw, "[]")
			if again := must(t, rt, http.StatusCreated, "POST", written(project), test.body); again.body["id"] == id {
				t.Error("a new service has the ID of the old one")
			}
		})
	}
}

// TestAttachmentsGrow has the attachments of Google Cloud come one by one, and a
// single one where ports are mapped.
func TestAttachmentsGrow(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"providerName":"GCP","region":"US_EAST_4"}`:                            6,
		`{"providerName":"GCP","region":"WESTERN_US","portMappingEnabled":true}`: 1,
	} {
		emu, project := newEmulator(t, emulator.Config{})
		rt := emu.Transport()
		one := services(project, "GCP") + "/" + must(t, rt, http.StatusCreated, "POST", written(project), body).body["id"].(string)
		last, ended := 0, ""
		for ended != "AVAILABLE" {
			emu.Advance(5 * second)
			got := must(t, rt, http.StatusOK, "GET", one, "")
			ended, _ = got.body["status"].(string)
			list := got.body["serviceAttachmentNames"].([]any)
			if len(list) < last || ended == "INITIATING" && len(list) == want || ended == "AVAILABLE" && len(list) != want {
				t.Fatalf("%s: %d attachments after %d", ended, len(list), last)
			}
			last = len(list)
			for _, name := range list {
				if !regexp.MustCompile(`^projects/p-[a-z0-9]{24}/regions/(us-east4|western-us)/serviceAttachments/sa-(us-east4|western-us)-[0-9a-f]{24}-[0-5]$`).MatchString(name.(string)) {
					t.Errorf("got %v", name)
				}
			}
		}
	}
}

func TestRemoteRegions(t *testing.T) {
	t.Parallel()
	emu, project, one := newService(t, "AWS", replace(awsServiceBody, `}`, `,"supportedRemoteRegions":["US_EAST_1"]}`))
	rt := emu.Transport()
	patched := written(project) + one[strings.LastIndex(one, "/"):]
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["supportedRemoteRegions"], any([]any{"US_EAST_1"}))
	changed := must(t, rt, http.StatusOK, "PATCH", patched, `{"cloudProvider":"AWS","supportedRemoteRegions":["SA_EAST_1","US_EAST_1"]}`)
	wantDiff(t, changed.body["supportedRemoteRegions"], any([]any{"SA_EAST_1", "US_EAST_1"}))
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", patched, `{"cloudProvider":"AWS"}`).body, changed.body)
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", patched, `{"cloudProvider":"AWS","supportedRemoteRegions":[]}`).body["supportedRemoteRegions"], nil)

	for body, code := range map[string]string{
		`{"supportedRemoteRegions":[]}`:                                      "MISSING_ATTRIBUTE",
		`{"cloudProvider":"AZURE"}`:                                          "INVALID_ENUM_VALUE",
		`{"cloudProvider":"AWS","supportedRemoteRegions":["EU_WEST_1"]}`:     "CROSS_REGION_PRIVATE_LINK_SELF_REGION",
		`{"cloudProvider":"AWS","supportedRemoteRegions":["EUROPE_WEST"]}`:   "INVALID_ATTRIBUTE",
		`{"cloudProvider":"AWS","supportedRemoteRegions":"US_EAST_1"}`:       "INVALID_JSON_ATTRIBUTE",
		`{"cloudProvider":"AWS","supportedRemoteRegions":` + thirtySix + `}`: "INVALID_ATTRIBUTE",
	} {
		wantCode(t, send(t, rt, "PATCH", patched, body), 400, code)
	}
	wantCode(t, send(t, rt, "PATCH", written(project)+"/"+noID, `{"cloudProvider":"AWS"}`), 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND")
	must(t, rt, http.StatusAccepted, "DELETE", one, "")
	wantCode(t, send(t, rt, "PATCH", patched, `{"cloudProvider":"AWS"}`), 400, "VALIDATION_ERROR")
}

// thirtySix are more regions than a service may serve.
var thirtySix = `["US_EAST_1"` + strings.Repeat(`,"US_EAST_1"`, 35) + `]`

func TestEndpointServiceRefused(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	for body, code := range map[string]string{
		`{"providerName":"AWS"}`:                      "MISSING_ATTRIBUTE",
		`{"region":"EU_WEST_1"}`:                      "MISSING_ATTRIBUTE",
		`{"providerName":"IBM","region":"EU_WEST_1"}`: "INVALID_ENUM_VALUE",
		`{"providerName":"AWS","region":"EU_WEST"}`:   "INVALID_ATTRIBUTE",
		`{"providerName":"AWS","region":"EU_WEST_1","supportedRemoteRegions":["EU_WEST_1"]}`:     "CROSS_REGION_PRIVATE_LINK_SELF_REGION",
		`{"providerName":"GCP","region":"US_EAST_4","supportedRemoteRegions":["EU_WEST_1"]}`:     "INVALID_ATTRIBUTE",
		`{"providerName":"GCP","region":"US_EAST_4","portMappingEnabled":"yes"}`:                 "INVALID_JSON_ATTRIBUTE",
		`{"providerName":"AWS","region":"EU_WEST_1","supportedRemoteRegions":` + thirtySix + `}`: "INVALID_ATTRIBUTE",
	} {
		wantCode(t, send(t, rt, "POST", written(project), body), 400, code)
	}
	must(t, rt, http.StatusCreated, "POST", written(project), awsServiceBody)
	refused := send(t, rt, "POST", written(project), awsServiceBody)
	wantCode(t, refused, 409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION")
	wantDiff(t, refused.body["detail"], any("A private endpoint service already exists for AWS region EU_WEST_1."))
	wantDiff(t, refused.body["parameters"], any([]any{"AWS", "EU_WEST_1"}))

	wantCode(t, send(t, rt, "GET", services(project, "IBM"), ""), 400, "INVALID_ENUM_VALUE")
	wantCode(t, send(t, rt, "GET", services(project, "IBM")+"/"+noID, ""), 400, "INVALID_ENUM_VALUE")
	wantCode(t, send(t, rt, "GET", services(project, "AWS")+"/xyz", ""), 400, "PATH_PARAM_PARSE_ERROR")
	id := must(t, rt, http.StatusOK, "GET", services(project, "AWS"), "").list[0].(object)["id"].(string)
	wantCode(t, send(t, rt, "GET", services(project, "GCP")+"/"+id, ""), 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", services(project, "GCP"), "").raw, "[]")
}

// TestEndpointServiceOfThePast lacks what Atlas did not answer yet.
func TestEndpointServiceOfThePast(t *testing.T) {
	t.Parallel()
	for date, want := range map[string][2]bool{"2025-12-01": {false, false}, "2026-01-01": {true, false}, "2026-03-12": {true, true}} {
		emu, project := on(t, date)
		created := must(t, emu.Transport(), http.StatusCreated, "POST", written(project), awsServiceBody)
		_, remote := created.body["supportedRemoteRegions"]
		created = must(t, emu.Transport(), http.StatusCreated, "POST", written(project), `{"providerName":"GCP","region":"US_EAST_4"}`)
		_, mapped := created.body["portMappingEnabled"]
		wantDiff(t, [2]bool{mapped, remote}, want)
	}
}

// TestProjectIsNotDeletedWithAnEndpointService has the project wait for it.
func TestProjectIsNotDeletedWithAnEndpointService(t *testing.T) {
	t.Parallel()
	const code = "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES"
	emu, project, service := newService(t, "AWS", awsServiceBody)
	rt := emu.Transport()
	wantCode(t, send(t, rt, "DELETE", project, ""), 409, code)
	must(t, rt, http.StatusAccepted, "DELETE", service, "")
	wantCode(t, send(t, rt, "DELETE", project, ""), 409, code)
	emu.Advance(30 * second)
	must(t, rt, http.StatusAccepted, "DELETE", project, "")
}
