package emulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/contract"
)

// overHTTP is a client with an API key at a server, as the Atlas CLI and Terraform
// are, and the path of its project.
func overHTTP(t *testing.T) (http.RoundTripper, string) {
	t.Helper()
	emu, project := newEmulator(t, emulator.Config{Keys: credentials.Keys})
	server := httptest.NewServer(emu)
	t.Cleanup(server.Close)
	key := credentials.Keys[0]
	client := &digest.Transport{Username: key.Public, Password: key.Private, Transport: contract.New(documents).Answers(t, http.DefaultTransport)}
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		r.URL.Scheme, r.URL.Host, r.Host = "http", server.Listener.Addr().String(), ""
		return client.RoundTrip(r)
	}), project
}

// TestClientsThroughPages goes through lists as the two clients do: the Atlas CLI
// by the numbers that its user gives, Terraform until it has as many as the total
// says, and a page more where that is a multiple.
func TestClientsThroughPages(t *testing.T) {
	t.Parallel()
	rt, project := overHTTP(t)
	var entries []string
	for i := range 103 {
		entries = append(entries, fmt.Sprintf(`{"ipAddress":"203.0.113.%d"}`, i))
		body := replace(linkBody, "}", fmt.Sprintf(`,"dnsDomain":"link%d.example.com"}`, i))
		must(t, rt, http.StatusOK, "POST", project+"/streams/privateLinkConnections", body)
	}
	must(t, rt, http.StatusCreated, "POST", project+"/accessList", "["+strings.Join(entries, ",")+"]")
	for _, test := range []struct {
		what, list, id, version string
		sizes                   []int
	}{
		{"Atlas CLI, as it is", "/accessList?includeCount=true&itemsPerPage=100&pageNum=", "cidrBlock", v1, []int{100, 3, 0}},
		{"Atlas CLI --limit 40", "/accessList?includeCount=true&itemsPerPage=40&pageNum=", "cidrBlock", v1, []int{40, 40, 23}},
		{"Atlas CLI --omitCount", "/accessList?includeCount=false&itemsPerPage=60&pageNum=", "cidrBlock", v1, []int{60, 43}},
		{"Terraform, stream_privatelink_endpoints", "/streams/privateLinkConnections?itemsPerPage=100&pageNum=", "_id", v2, []int{100, 3}},
	} {
		seen := map[any]bool{}
		for i, size := range test.sizes {
			got := sendUnchecked(t, rt, inVersion(newRequest(t, "GET", api+project+test.list+fmt.Sprint(i+1), ""), test.version))
			results, _ := got.body["results"].([]any)
			if got.status != http.StatusOK || len(results) != size {
				t.Fatalf("%s: page %d is %d with %d entries, want %d", test.what, i+1, got.status, len(results), size)
			}
			for _, one := range results {
				seen[one.(object)[test.id]] = true
			}
			if total, counted := got.body["totalCount"]; counted != !strings.Contains(test.what, "omitCount") || counted && total != 103.0 {
				t.Errorf("%s: page %d has a total of %v", test.what, i+1, total)
			}
		}
		if len(seen) != 103 {
			t.Errorf("%s: %d are seen, want 103", test.what, len(seen))
		}
	}
}

// TestClientsThatAskForMore has what is not served answer a 404 in Atlas's shape,
// and the log name it.
func TestClientsThatAskForMore(t *testing.T) {
	t.Parallel()
	var log exchanges
	emu, project := newEmulator(t, emulator.Config{Keys: credentials.Keys, Log: log.add})
	rt := signed(emu, credentials.Keys[0].Public)
	for _, path := range []string{"/alertConfigs", "/peers?itemsPerPage=100&pageNum=1", "/clusters/orders/autoScalingConfiguration"} {
		got := sendUnchecked(t, rt, inVersion(newRequest(t, "GET", api+project+path, ""), v1))
		wantCode(t, got, 404, "RESOURCE_NOT_FOUND")
		plain, _, _ := strings.Cut("/api/atlas/v2"+project+path, "?")
		wantDiff(t, got.body, object{
			"detail": "Cannot find resource " + plain + ".", "error": 404.0, "errorCode": "RESOURCE_NOT_FOUND",
			"parameters": []any{plain}, "reason": "Not Found",
		})
		wantDiff(t, got.header.Get("Content-Type"), "application/json")
		all := log.take() // a challenge may come before it
		told := all[len(all)-1]
		wantDiff(t, []any{told.Method, told.Path, told.Route, told.Status, told.ErrorCode}, []any{"GET", "/api/atlas/v2" + project + path, "", 404, "RESOURCE_NOT_FOUND"})
	}
}
