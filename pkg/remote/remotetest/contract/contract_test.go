package contract

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listener is a test that takes its errors down instead of failing.
type listener struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (l *listener) Helper() {}

func (l *listener) Errorf(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, fmt.Sprintf(format, args...))
}

// canned answers everything alike.
type canned struct {
	status int
	header map[string]string
	body   string
}

func (c canned) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		if _, err := io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	header := http.Header{}
	for name, value := range c.header {
		header.Set(name, value)
	}
	return &http.Response{StatusCode: c.status, Header: header, Body: io.NopCloser(strings.NewReader(c.body)), Request: req}, nil
}

const (
	flexVersion   = "application/vnd.atlas.2024-11-13+json"
	streamVersion = "application/vnd.atlas.2023-02-01+json"
	flexPath      = "/groups/5e2211c17a3e5a48f5497de3/flexClusters"
	streamPath    = "/groups/5e2211c17a3e5a48f5497de3/streams"
	secret        = "canary-7f3a"
)

func versioned(version string) map[string]string {
	return map[string]string{"Content-Type": version + ";charset=utf-8"}
}

func failure(code string) map[string]string {
	return map[string]string{"Content-Type": "application/json", "X-Error-Code": code}
}

// hold sends one request through a contract, and gives what it says of it.
func hold(t *testing.T, req string, header map[string]string, sent string, next canned) []string {
	t.Helper()
	method, path, _ := strings.Cut(req, " ")
	r, err := http.NewRequestWithContext(t.Context(), method, "https://cloud.mongodb.com/api/atlas/v2"+path, strings.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	l := &listener{TB: t}
	res, err := New(load).Exchanges(l, next).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil || string(body) != next.body || res.Request != r {
		t.Errorf("the answer came through as %q, %v, want %q", body, err, next.body)
	}
	return l.said
}

// TestOutside shows that tokens are nobody's business here.
func TestOutside(t *testing.T) {
	t.Parallel()
	l := &listener{TB: t}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://cloud.mongodb.com/api/oauth/token", strings.NewReader("a=b"))
	if err != nil {
		t.Fatal(err)
	}
	res, err := New(load).Answers(l, canned{418, nil, "x"}).RoundTrip(r)
	if err != nil || len(l.said) > 0 {
		t.Fatalf("got %v, %q", err, l.said)
	}
	_ = res.Body.Close()
}

// TestInjectedFaults shows that what was made to go wrong is let pass.
func TestInjectedFaults(t *testing.T) {
	t.Parallel()
	l := &listener{TB: t}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://x/api/atlas/v2"+flexPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := New(load).Exchanges(l, canned{502, map[string]string{"X-Emulator-Fault": "/** html=502"}, "<html>"}).RoundTrip(r)
	if err != nil || len(l.said) > 0 {
		t.Fatalf("got %v, %q", err, l.said)
	}
	if body, err := drain(res.Body); string(body) != "<html>" || err != nil {
		t.Errorf("got %q, %v", body, err)
	}
}

// TestOldAPI shows that the API without versions answers in plain JSON, and is no
// part of the coverage.
func TestOldAPI(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/api/atlas/v1.0": "", "/api/atlas/v2": "| `GET /groups/{groupId}/serverless` | ✓ |"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://x"+path+replace(flexPath, "flexClusters", "serverless"), nil)
		if err != nil {
			t.Fatal(err)
		}
		c, l := New(load), &listener{TB: t}
		res, err := c.Answers(l, canned{200, map[string]string{"Content-Type": "application/json"}, `{"results":[{"nom":"a"}]}`}).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if said := strings.Join(l.said, "\n"); !strings.Contains(said, "results[].nom: it is not declared") {
			t.Errorf("%s: got %q", path, said)
		}
		if table := c.Table(); !strings.Contains(table, want) || strings.Contains(table, "GET") != (want != "") {
			t.Errorf("%s: got coverage\n%s", path, table)
		}
	}
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	c := New(load)
	for _, status := range []int{200, 406} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://x/api/atlas/v2/groups", nil)
		if err != nil {
			t.Fatal(err)
		}
		next := canned{status, versioned("application/vnd.atlas.2023-01-01+json"), `{"results":[]}`}
		if status == 406 {
			next = canned{status, failure("A"), `{"error":406,"errorCode":"A"}`}
		}
		res, err := c.Answers(t, next).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	const table = "| operation | 200 | 400 | 401 | 403 | 404 | 406 | 429 | 500 |\n" +
		"| --- | :-: | :-: | :-: | :-: | :-: | :-: | :-: | :-: |\n" +
		"| `GET /groups` | ✓ | · | · | · | · | + | · | · |\n"
	if diff := cmp.Diff(table, c.Table()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	l := &listener{TB: t}
	c.WantAllDeviations(l)
	said := strings.Join(l.said, "\n")
	if strings.Contains(said, "status 406") || !strings.Contains(said, "any operation: status 415") ||
		!strings.Contains(said, "POST /groups/{groupId}/streams: status 409") {
		t.Errorf("of the deviations only 406 has occurred, got:\n%s", said)
	}
}

func want(t *testing.T, said []string, text string) {
	t.Helper()
	all := strings.Join(said, "\n")
	if (text == "") != (len(said) == 0) || !strings.Contains(all, text) {
		t.Errorf("got %q, want %q", said, text)
	}
	if strings.Contains(all, secret) {
		t.Errorf("a value is shown: %s", all)
	}
}

// flexVersionOf is the version that a request of these tests asks for.
func flexVersionOf(request string) string {
	if strings.Contains(request, streamPath) {
		return streamVersion
	}
	return flexVersion
}

func replace(body, from, to string) string { return strings.Replace(body, from, to, 1) }
