package emulator_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

var credentials = emulator.Config{
	Keys: []emulator.APIKey{
		{Public: "owner", Private: "s3cret"},
		{Public: "reader", Private: "s3cret,\"too\"", ReadOnly: true},
	},
	ServiceAccounts: []emulator.ServiceAccount{
		{ID: "mdb_sa_id_1", Secret: "mdb_sa_sk_+/%1"},
		{ID: "mdb_sa_id_2", Secret: "other"},
	},
}

// recorder keeps the requests that pass it and the status of their answers.
type recorder struct {
	next http.RoundTripper

	mu       sync.Mutex
	statuses []int
	last     *http.Request
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.statuses = append(r.statuses, resp.StatusCode)
	}
	r.last = req
	return resp, err
}

func TestDigest(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, credentials)
	wire := &recorder{next: emu.Transport()}
	client := &digest.Transport{Username: "owner", Password: "s3cret", Transport: wire}

	must(t, client, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	must(t, client, http.StatusOK, "GET", project+"/flexClusters/shop", "")
	must(t, client, http.StatusOK, "GET", project+"/flexClusters?itemsPerPage=5", "")
	wantDiff(t, wire.statuses, []int{401, 201, 200, 200})

	t.Run("replay", func(t *testing.T) {
		got := sendRequest(t, emu.Transport(), wire.last.Clone(t.Context()))
		wantChallenge(t, got, "stale=false")
	})
	t.Run("for another request", func(t *testing.T) {
		req := wire.last.Clone(t.Context())
		req.Header.Set("Authorization", strings.Replace(req.Header.Get("Authorization"), "nc=00000003", "nc=00000004", 1))
		wantChallenge(t, sendRequest(t, emu.Transport(), req), "stale=false")
		req = wire.last.Clone(t.Context())
		req.URL.RawQuery = "itemsPerPage=6"
		wantChallenge(t, sendRequest(t, emu.Transport(), req), "stale=false")
	})
	t.Run("stale", func(t *testing.T) {
		emu.Advance(6 * time.Minute)
		req := wire.last.Clone(t.Context())
		wantChallenge(t, sendRequest(t, emu.Transport(), req), "stale=true")
		must(t, client, http.StatusOK, "GET", project+"/flexClusters/shop", "")
	})
}

func wantChallenge(t *testing.T, got answer, stale string) {
	t.Helper()
	const body = "{\n  \"error\" : 401,\n  \"reason\" : \"Unauthorized\",\n  \"detail\" : \"You are not authorized for this resource.\"\n}"
	if got.status != http.StatusUnauthorized || got.raw != body {
		t.Errorf("got %d %q, want 401 %q", got.status, got.raw, body)
	}
	challenge := got.header.Get("WWW-Authenticate")
	if !strings.HasPrefix(challenge, `Digest realm="MMS Public API", domain="", nonce="`) ||
		!strings.HasSuffix(challenge, `", algorithm=MD5, qop="auth", `+stale) {
		t.Errorf("got challenge %s, want %s", challenge, stale)
	}
	if got.header.Get("X-Error-Code") != "" {
		t.Error("a 401 has no X-Error-Code")
	}
}

func TestDigestInParallelOverHTTP(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, credentials)
	server := httptest.NewServer(emu)
	defer server.Close()
	wire := &recorder{next: server.Client().Transport}
	client := &digest.Transport{Username: "owner", Password: "s3cret", Transport: wire}
	get := func() {
		req := newRequest(t, "GET", server.URL+"/api/atlas/v2"+project, "")
		if got := sendRequest(t, client, req); got.status != http.StatusOK {
			t.Errorf("got %d %s", got.status, got.raw)
		}
	}
	get()
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(get)
	}
	wg.Wait()
	if len(wire.statuses) != 52 {
		t.Errorf("got %d requests for one challenge and 51 answers", len(wire.statuses))
	}
}

func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, credentials)
	tests := []struct {
		name      string
		transport http.RoundTripper
		header    string
	}{
		{"none", emu.Transport(), ""},
		{"unknown key", &digest.Transport{Username: "nobody", Password: "s3cret", Transport: emu.Transport()}, ""},
		{"wrong key", &digest.Transport{Username: "owner", Password: "guess", Transport: emu.Transport()}, ""},
		{"basic", emu.Transport(), "Basic b3duZXI6czNjcmV0"},
		{"invented token", emu.Transport(), "Bearer mdb_at_X"},
		{"empty token", emu.Transport(), "Bearer "},
		{"garbage", emu.Transport(), `Digest username="owner", nc=x, =, "`},
		{"no more than a scheme", emu.Transport(), "Digest"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			req := newRequest(t, "GET", api+project, "")
			if test.header != "" {
				req.Header.Set("Authorization", test.header)
			}
			wantChallenge(t, sendRequest(t, test.transport, req), "stale=false")
			req.URL.Path = "/api/atlas/v2/no/such/route"
			wantChallenge(t, sendRequest(t, emu.Transport(), req), "stale=false")
		})
	}
}

func TestReadOnlyKey(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, credentials)
	client := &digest.Transport{Username: "reader", Password: `s3cret,"too"`, Transport: emu.Transport()}
	must(t, client, http.StatusOK, "GET", project+"/streams", "")
	for _, method := range []string{"POST", "PATCH", "DELETE"} {
		wantCode(t, send(t, client, method, project+"/streams", workspaceBody), 403, "USER_UNAUTHORIZED")
	}
	wantDiff(t, must(t, client, http.StatusOK, "GET", project+"/streams", "").body["totalCount"], any(0.0))
}

func TestConfigRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		cfg  emulator.Config
	}{
		{"key without secret", emulator.Config{Keys: []emulator.APIKey{{Public: "a"}}}},
		{"key given twice", emulator.Config{Keys: []emulator.APIKey{{Public: "a", Private: "b"}, {Public: "a", Private: "c"}}}},
		{"account without ID", emulator.Config{ServiceAccounts: []emulator.ServiceAccount{{Secret: "b"}}}},
		{"project without name", emulator.Config{Projects: []string{""}}},
		{"speed without clock", emulator.Config{Speed: 1}},
		{"negative speed", emulator.Config{Speed: -1, Now: time.Now}},
		{"speed that is no number", emulator.Config{Speed: math.NaN(), Now: time.Now}},
		{"infinite speed", emulator.Config{Speed: math.Inf(1), Now: time.Now}},
		{"date too early", emulator.Config{AsOf: time.Date(1999, time.December, 31, 23, 59, 59, 0, time.UTC)}},
		{"date too late", emulator.Config{AsOf: time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, err := emulator.New(test.cfg); err == nil {
				t.Error("accepted")
			}
		})
	}
}
