package remote_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestEchoedSecret talks to a server that repeats in its complaint what it was
// sent, in every spelling that it may have there.
func TestEchoedSecret(t *testing.T) {
	t.Parallel()
	const secret = `hunter2 "&é`
	for _, spelling := range []string{secret, `hunter2 \"&é`, `hunter2 \"\u0026é`, `hunter2+%22%26%C3%A9`, `hunter2%20%22&%C3%A9`} {
		answer, err := json.Marshal(map[string]any{"error": 400, "errorCode": "VALIDATION_ERROR", "detail": "bad password " + spelling})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "byName") {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"id":"0123456789abcdef01234567","name":"demo","clusterCount":0,"created":"2026-01-01T00:00:00Z","orgId":"0123456789abcdef01234567"}`)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write(answer)
		}))
		t.Cleanup(server.Close)
		c := connect(t, remote.Config{
			BaseURL: server.URL, Credentials: remote.Token("t"),
			Secret: func(spec.Origin, spec.Secret) (string, error) { return secret, nil },
		})
		c.AllowWrites()
		want := load(t, "demo", doc("StreamConnection", "workspace: clicks, name: kafka", `{type: Kafka, bootstrapServers: 'b:9092',
  security: {protocol: SASL_SSL}, authentication: {mechanism: PLAIN, username: u, password: {env: P}}}`))[0]
		err = c.Create(t.Context(), want)
		if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "(secret)") {
			t.Errorf("%s: got %v, want an error without the secret", spelling, err)
		}
	}
}

// TestEchoedLiveValue updates a connection beside a header that the document
// does not name, through a proxy that repeats the request: what was read to be
// sent back is nobody's to see.
func TestEchoedLiveValue(t *testing.T) {
	t.Parallel()
	for headers, shown := range map[string]string{
		"{A: hunter2, B: hunter2-live}":        `"headers":{"A":"(secret)","B":"(secret)"}`,
		"{A: hunter2, B: hunter2-live, C: xy}": "what the server said repeats a secret and is not shown",
	} {
		t.Run(headers, func(t *testing.T) {
			t.Parallel()
			updateThroughEcho(t, headers, shown)
		})
	}
}

func updateThroughEcho(t *testing.T, headers, shown string) {
	t.Helper()
	emu, _ := newEmulator(t, "demo")
	hook := func(body string) spec.Resource {
		return load(t, "demo", doc("StreamConnection", "workspace: clicks, name: hook", body))[0]
	}
	seed(t, emu, []spec.Resource{
		load(t, "demo", workspace("clicks"))[0],
		hook(`{type: Https, url: 'https://example.com', headers: ` + headers + `}`),
	})
	c := newClient(t, emu, remote.Config{Transport: parrot{emu.Transport()}})
	c.AllowWrites()
	want := hook(`{type: Https, url: 'https://example.com/2'}`)
	live, err := c.Read(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	want.Body.(*spec.StreamConnection).Headers = live.Body.(*spec.StreamConnection).Headers
	err = c.Update(t.Context(), *live, want)
	wantText(t, err, "PATCH /api/atlas/v2/groups/")
	wantText(t, err, shown)
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v, with a secret", err)
	}
}

// parrot answers every PATCH with its own body.
type parrot struct{ next http.RoundTripper }

func (e parrot) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPatch {
		return e.next.RoundTrip(r)
	}
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	answer, err := json.Marshal(map[string]any{"error": 400, "errorCode": "VALIDATION_ERROR", "detail": string(sent)})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "400 Bad Request", StatusCode: http.StatusBadRequest, Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(string(answer))),
	}, nil
}

// TestHiddenValueChanged wants two looks at a hidden value to tell whether
// somebody changed it, and to tell nothing else.
func TestHiddenValueChanged(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	hook := func(value string) spec.Resource {
		return load(t, "demo", doc("StreamConnection", "workspace: clicks, name: hook", `{type: Https, url: 'https://example.com', headers: {X-Key: `+value+`}}`))[0]
	}
	seed(t, emu, []spec.Resource{load(t, "demo", workspace("clicks"))[0], hook("canary")})
	look := func(c *remote.Client) spec.Value {
		live, err := c.Read(t.Context(), hook("wanted"))
		if err != nil {
			t.Fatal(err)
		}
		return live.Body.(*spec.StreamConnection).Headers["X-Key"]
	}
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	before := look(c)
	if again := look(c); again != before {
		t.Error("the same value looks different at a second look")
	}
	if other := look(newClient(t, emu, remote.Config{})); other == before {
		t.Error("another run has the same fingerprint: values could be tried on it")
	}
	live, err := c.Read(t.Context(), hook("canary"))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Update(t.Context(), *live, hook("canary2")); err != nil {
		t.Fatal(err)
	}
	if after := look(c); after == before || !after.IsHidden() {
		t.Error("a changed value looks the same")
	}
}
