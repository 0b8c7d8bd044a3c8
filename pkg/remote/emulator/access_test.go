package emulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// limited are credentials that are not good for everything.
var limited = emulator.Config{
	Projects: []string{"own", "foreign", "5f0000000000000000000001"},
	Keys: []emulator.APIKey{
		{Public: "owner", Private: "s3cret"},
		{Public: "narrow", Private: "s3cret", Projects: []string{"own", "5f0000000000000000000001"}},
		{Public: "office", Private: "s3cret", Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}},
	},
	ServiceAccounts: []emulator.ServiceAccount{
		{ID: "mdb_sa_id_ro", Secret: "s", ReadOnly: true},
		{ID: "mdb_sa_id_narrow", Secret: "s", Projects: []string{"own"}},
		{ID: "mdb_sa_id_office", Secret: "s", Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}},
	},
}

func newLimited(t *testing.T) *emulator.Emulator {
	t.Helper()
	emu, err := emulator.New(limited)
	if err != nil {
		t.Fatal(err)
	}
	return emu
}

// signed is a client with an API key.
func signed(emu *emulator.Emulator, key string) http.RoundTripper {
	return &digest.Transport{Username: key, Password: "s3cret", Transport: emu.Transport()}
}

// bearing is a client with a token of a service account.
func bearing(t *testing.T, emu *emulator.Emulator, account string) http.RoundTripper {
	t.Helper()
	known := emulator.ServiceAccount{ID: account, Secret: "s"}
	got := sendRequest(t, emu.Transport(), oauthRequest(t, "token", known, "grant_type", "client_credentials"))
	token, ok := got.body["access_token"].(string)
	if !ok {
		t.Fatalf("no token: %d %s", got.status, got.raw)
	}
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		r.Header.Set("Authorization", "Bearer "+token)
		return emu.Transport().RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestForeignProject tells a project of somebody else from one that does not
// exist, and does not tell of it in lists.
func TestForeignProject(t *testing.T) {
	t.Parallel()
	emu := newLimited(t)
	own, foreign := "/groups/"+emu.AddProject("own"), "/groups/"+emu.AddProject("foreign")
	for name, client := range map[string]http.RoundTripper{
		"key": signed(emu, "narrow"), "account": bearing(t, emu, "mdb_sa_id_narrow"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			must(t, client, http.StatusOK, "GET", own, "")
			must(t, client, http.StatusOK, "GET", own+"/streams", "")
			must(t, client, http.StatusOK, "GET", "/groups/byName/own", "")
			for _, r := range []struct{ method, path, code string }{
				{"GET", foreign, "USER_UNAUTHORIZED"},
				{"GET", foreign + "/streams", "USER_UNAUTHORIZED"},
				{"GET", foreign + "/streams/none", "USER_UNAUTHORIZED"},
				{"POST", foreign + "/streams", "USER_UNAUTHORIZED"},
				{"GET", "/groups/byName/foreign", "NOT_IN_GROUP"},
			} {
				got := send(t, client, r.method, r.path, workspaceBody)
				wantCode(t, got, http.StatusUnauthorized, r.code)
				wantSorted(t, got.raw)
				for _, absent := range []string{"X-Error-Code", "RateLimit-Limit", "RateLimit-Remaining"} {
					if got.header.Get(absent) != "" {
						t.Errorf("a 401 has no %s", absent)
					}
				}
				if !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Digest ") {
					t.Error("a 401 has a challenge")
				}
			}
			wantCode(t, send(t, client, "GET", "/groups/"+strings.Repeat("1", 24), ""), 404, "GROUP_NOT_FOUND")
			wantCode(t, send(t, client, "GET", "/groups/byName/nobody", ""), 404, "RESOURCE_NOT_FOUND")
		})
	}
	wantDiff(t, projectNames(t, signed(emu, "narrow")), []string{"5f0000000000000000000001", "own"})
	wantDiff(t, projectNames(t, signed(emu, "owner")), []string{"5f0000000000000000000001", "foreign", "own"})
}

func projectNames(t *testing.T, client http.RoundTripper) []string {
	t.Helper()
	var names []string
	list := must(t, client, http.StatusOK, "GET", "/groups?itemsPerPage=500", "")
	for _, project := range list.body["results"].([]any) {
		names = append(names, project.(object)["name"].(string))
	}
	wantDiff(t, list.body["totalCount"], any(float64(len(names))))
	return names
}

func TestReadOnlyServiceAccount(t *testing.T) {
	t.Parallel()
	emu := newLimited(t)
	client := bearing(t, emu, "mdb_sa_id_ro")
	project := "/groups/" + emu.AddProject("own")
	must(t, client, http.StatusOK, "GET", project+"/streams", "")
	wantCode(t, send(t, client, "POST", project+"/streams", workspaceBody), 403, "USER_UNAUTHORIZED")
}

// TestAddressNotAllowed sends from an address that the credentials are not good
// from, and from one that they are.
func TestAddressNotAllowed(t *testing.T) {
	t.Parallel()
	emu := newLimited(t)
	project := "/groups/" + emu.AddProject("own")
	for name, client := range map[string]http.RoundTripper{
		"key": signed(emu, "office"), "account": bearing(t, emu, "mdb_sa_id_office"),
	} {
		got := send(t, client, "GET", project, "")
		wantDiff(t, got.raw, `{"detail":"IP address 127.0.0.1 is not allowed to access this resource.","error":403,`+
			`"errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST","parameters":["127.0.0.1"],"reason":"Forbidden"}`)
		if got.status != http.StatusForbidden || got.header.Get("X-Error-Code") != "IP_ADDRESS_NOT_ON_ACCESS_LIST" {
			t.Errorf("%s: got %d with %v", name, got.status, got.header)
		}
	}
	from := roundTripper(func(r *http.Request) (*http.Response, error) {
		in := r.Clone(r.Context())
		in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "10.9.8.7:6"
		w := httptest.NewRecorder()
		emu.ServeHTTP(w, in)
		answer := w.Result()
		answer.Request = r
		return answer, nil
	})
	inside := &digest.Transport{Username: "office", Password: "s3cret", Transport: from}
	must(t, inside, http.StatusOK, "GET", project, "")
}

func TestTokenRequestsAreLimited(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, credentials)
	ask := func() answer {
		return sendRequest(t, emu.Transport(), oauthRequest(t, "token", credentials.ServiceAccounts[0], "grant_type", "client_credentials"))
	}
	for i := range 100 {
		if i%10 == 0 && i > 0 {
			got := ask()
			wantCode(t, got, http.StatusTooManyRequests, "RATE_LIMITED")
			wantDiff(t, got.raw, `{"detail":"Resource /api/oauth/token is limited to 10 requests every 1 minutes.","error":429,`+
				`"errorCode":"RATE_LIMITED","parameters":["/api/oauth/token",10,1],"reason":"Too Many Requests"}`)
			emu.Advance(time.Minute)
		}
		if got := ask(); got.status != http.StatusOK {
			t.Fatalf("token %d: got %d %s", i, got.status, got.raw)
		}
	}
	emu.Advance(time.Minute)
	got := ask()
	wantDiff(t, got.status, http.StatusForbidden)
	wantDiff(t, got.body, object{"error": "access_denied", "error_description": "Access Token limit reached"})
}

func TestAccessRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		want string
		cfg  emulator.Config
	}{
		{`service account "a" is incomplete or given twice`, emulator.Config{
			Keys:            []emulator.APIKey{{Public: "a", Private: "b"}},
			ServiceAccounts: []emulator.ServiceAccount{{ID: "a", Secret: "b"}},
		}},
		{`API key "a" is limited to a network that is none`, emulator.Config{
			Keys: []emulator.APIKey{{Public: "a", Private: "b", Networks: make([]netip.Prefix, 1)}},
		}},
		{`"a" is limited to the project "shpo", which does not exist`, emulator.Config{
			Keys: []emulator.APIKey{{Public: "a", Private: "b", Projects: []string{"shop", "shpo"}}}, Projects: []string{"shop"},
		}},
		{`"a" is limited to the project "5f0000000000000000000001", which does not exist`, emulator.Config{
			ServiceAccounts: []emulator.ServiceAccount{{ID: "a", Secret: "b", Projects: []string{"5f0000000000000000000001"}}},
		}},
		{`no endpoint set "streams", only clusters_group, `, emulator.Config{Limits: map[string]emulator.Limit{"streams": {Capacity: 1, Refill: 1}}}},
		{"set streams_group: capacity and refill must be from 1 to 1000000", emulator.Config{
			Limits: map[string]emulator.Limit{"streams_group": {Capacity: 1}},
		}},
		{"set streams_group: capacity and refill must be from 1 to 1000000", emulator.Config{
			Limits: map[string]emulator.Limit{"streams_group": {Capacity: 1_000_001, Refill: 1}},
		}},
	} {
		emu, err := emulator.New(test.cfg)
		if err == nil || emu != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", fmt.Sprint(err), test.want)
		}
	}
}
