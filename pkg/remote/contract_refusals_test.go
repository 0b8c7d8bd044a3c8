package remote_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// bodyless are the writes that take no body, and so cannot refuse one.
var bodyless = regexp.MustCompile(`autoIndexing$|:start$|:stop$`)

// refuse provokes what every operation answers alike, whatever else it does.
func (p *playbook) refuse(t *testing.T, operation string) {
	project, next := p.open(t, emulator.Config{Keys: []emulator.APIKey{{Public: "reader", Private: "private", ReadOnly: true}}})
	p.ask(t, next, project, step{request: operation, want: "401"})
	if !strings.HasPrefix(operation, "GET") {
		reader := &digest.Transport{Username: "reader", Password: "private", Transport: next}
		p.ask(t, reader, project, step{request: operation, body: "{}", want: "403 USER_UNAUTHORIZED"})
	}

	project, next = p.open(t, emulator.Config{})
	p.ask(t, next, project, step{request: operation, accept: "text/html", want: "406 INVALID_VERSION_DATE"})
	if (strings.HasPrefix(operation, "POST") || strings.HasPrefix(operation, "PATCH")) && !bodyless.MatchString(operation) {
		p.ask(t, next, project, step{request: operation, sends: "text/plain", want: "415 UNSUPPORTED_MEDIA_TYPE"})
		p.ask(t, next, project, step{request: operation, body: "[", want: "400 MALFORMED_JSON"})
	}
	if !outsideProjects(operation) {
		p.ask(t, next, "xyz", step{request: operation, body: "{}", want: "400 PATH_PARAM_PARSE_ERROR"})
		p.ask(t, next, strings.Repeat("0", 24), step{request: operation, body: "{}", want: "404 GROUP_NOT_FOUND"})
	}

	narrow := map[string]emulator.Limit{}
	for _, set := range emulator.EndpointSets() {
		narrow[set] = emulator.Limit{Capacity: 1, Refill: 1}
	}
	project, next = p.open(t, emulator.Config{Limits: narrow})
	p.ask(t, next, project, step{request: operation, accept: "application/json", body: "[", want: anyAnswer})
	p.ask(t, next, project, step{request: operation, want: "429 RATE_LIMITED_TOKEN_BUCKET"})
}

// open gives an emulator with one project, under the contract.
func (p *playbook) open(t *testing.T, cfg emulator.Config) (project string, next http.RoundTripper) {
	t.Helper()
	emu, err := emulator.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return emu.AddProject("demo"), p.contract.Answers(t, emu.Transport())
}

// outsideProjects reports whether the path of a request is not one in a project.
func outsideProjects(request string) bool {
	return strings.Contains(request, " /groups") || strings.Contains(request, " /rateLimits")
}

// operations are those of the emulator.
func operations() []string {
	all := []string{
		"GET /groups", "POST /groups", "GET /groups/byName/demo", "GET ", "PATCH ", "GET /settings", "PATCH /settings",
		"GET /limits", "GET /limits/l", "PATCH /limits/l", "DELETE /limits/l", "GET /ipAddresses", "GET /managedSlowMs", "GET /teams",
		"GET /rateLimits", "GET /rateLimits/streams_group",
		"GET /events", "GET /events/" + objectID,
		"GET /databaseUsers", "POST /databaseUsers",
		"GET /databaseUsers/admin/u", "PATCH /databaseUsers/admin/u", "DELETE /databaseUsers/admin/u",
		"GET /serverless/i/performanceAdvisor/autoIndexing", "POST /serverless/i/performanceAdvisor/autoIndexing",
		"GET /streams/w/processors", "POST /streams/w/processor",
		"GET /streams/w/processor/p", "PATCH /streams/w/processor/p", "DELETE /streams/w/processor/p",
		"POST /streams/w/processor/p:start", "POST /streams/w/processor/p:startWith", "POST /streams/w/processor/p:stop",
		"GET /accessList", "POST /accessList", "GET /accessList/10.0.0.1", "DELETE /accessList/10.0.0.1", "GET /accessList/10.0.0.1/status",
		"GET /clusters/c/processArgs", "PATCH /clusters/c/processArgs",
		"GET /streams/privateLinkConnections", "POST /streams/privateLinkConnections",
		"GET /privateEndpoint/AWS/endpointService", "POST /privateEndpoint/endpointService",
		"GET /privateEndpoint/AWS/endpointService/" + objectID, "DELETE /privateEndpoint/AWS/endpointService/" + objectID,
		"PATCH /privateEndpoint/endpointService/" + objectID, "POST /privateEndpoint/AWS/endpointService/" + objectID + "/endpoint",
		"GET /privateEndpoint/AWS/endpointService/" + objectID + "/endpoint/vpce-0123456789abcdef0",
		"DELETE /privateEndpoint/AWS/endpointService/" + objectID + "/endpoint/vpce-0123456789abcdef0",
		"GET /streams/privateLinkConnections/" + objectID, "DELETE /streams/privateLinkConnections/" + objectID,
	}
	for _, path := range []string{
		"/clusters", "/flexClusters", "/serverless", "/privateEndpoint/serverless/instance/i/endpoint", "/streams", "/streams/w/connections",
		"/customDBRoles/roles",
	} {
		one := path + "/" + objectID
		all = append(all, "GET "+path, "POST "+path, "GET "+one, "PATCH "+one, "DELETE "+one)
	}
	return all
}

// spoil takes the folder of the state away.
func (p *playbook) spoil(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state")
	emu, err := emulator.Open(filepath.Join(folder, "state.json"), emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	p.ask(t, p.contract.Answers(t, emu.Transport()), emu.AddProject("demo"), step{request: "POST /streams", body: workspaceJSON, want: "500 UNEXPECTED_ERROR"})
	if err := emu.Close(); err == nil {
		t.Error("what could not be written was lost without a word")
	}
}

// exhaust asks for one token too many.
func (p *playbook) exhaust(t *testing.T) {
	emu, err := emulator.New(emulator.Config{ServiceAccounts: []emulator.ServiceAccount{{ID: account.ID, Secret: account.Secret}}})
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		token(t, emu)
	}
	req := tokenRequest(t)
	w := httptest.NewRecorder()
	emu.ServeHTTP(w, req)
	var body struct {
		Code string `json:"errorCode"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusTooManyRequests {
		t.Errorf("got %d, %v, want 429", w.Code, err)
	}
	p.note(body.Code)
}
