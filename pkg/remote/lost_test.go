package remote_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

const vnd = "application/vnd.atlas.2024-11-13+json;charset=utf-8"

type loss struct {
	trip http.RoundTripper
	text string
}

// losses are the ways in which an answer gets lost, each with the words that
// the user sees of it.
var losses = map[string]loss{
	"reset":              {breaks(&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}), "connection reset by peer"},
	"EOF":                {breaks(io.EOF), "EOF"},
	"timeout":            {breaks(timeoutError{}), "no answer in time"},
	"a body that breaks": {cut(http.StatusOK, vnd, `{"name":"or`), "answer 200 broke off: unexpected EOF"},
	"an error":           {cut(http.StatusConflict, "application/json", `{"detail":"Un`), "answer 409 broke off: unexpected EOF"},
	"half of an answer":  {handled(answers(200, vnd, `{"name":"or`)), "answer 200"},
	"500":                {handled(answers(500, "application/json", `{"errorCode":"UNEXPECTED_ERROR","detail":"Unexpected error."}`)), "500 Internal Server Error UNEXPECTED_ERROR: Unexpected error."},
	"502 of a proxy":     {handled(answers(502, "text/html", "<html>canary")), "502 Bad Gateway: from a proxy, not from Atlas (text/html)"},
	"503 without words":  {handled(answers(503, "", "")), "503 Service Unavailable"},
	"503 of a proxy":     {handled(answers(503, "text/html", "<html>canary")), "503 Service Unavailable: from a proxy, not from Atlas (text/html)"},
	"504 of a proxy":     {handled(answers(504, "text/html", "<html>canary")), "504 Gateway Timeout: from a proxy, not from Atlas (text/html)"},
	"504 of streams":     {handled(answers(504, "application/json", `{"errorCode":"STREAM_PROCESSOR_TIMEOUT","detail":"It timed out."}`)), "504 Gateway Timeout STREAM_PROCESSOR_TIMEOUT: It timed out."},
}

type timeoutError struct{}

func (timeoutError) Error() string   { return "no answer in time" }
func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

func breaks(err error) http.RoundTripper {
	return transport(func(*http.Request) (*http.Response, error) { return nil, err })
}

// cut answers with a body that breaks off.
func cut(status int, media, body string) http.RoundTripper {
	return transport(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Header: http.Header{"Content-Type": {media}}, Request: r, ContentLength: 1000,
			Body: io.NopCloser(io.MultiReader(bytes.NewBufferString(body), broken{})),
		}, nil
	})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// flaky sends the requests that have an access token, and are of a method, to
// loss so many times, and then to next.
type flaky struct {
	method     string
	loss, next http.RoundTripper
	times      int

	mu   sync.Mutex
	sent int
}

func (f *flaky) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Header.Get("Authorization") == "" || r.Method != f.method {
		return f.next.RoundTrip(r)
	}
	f.mu.Lock()
	f.sent++
	lost := f.sent <= f.times
	f.mu.Unlock()
	if lost {
		return f.loss.RoundTrip(r)
	}
	return f.next.RoundTrip(r)
}

// TestReadsSurvive sends a read again until it is answered, and no further than
// it is worth.
func TestReadsSurvive(t *testing.T) {
	t.Parallel()
	for name, loss := range losses {
		for _, credentials := range []remote.Credentials{key, account} {
			for times, good := range map[int]bool{5: true, 6: false} {
				t.Run(fmt.Sprint(name, " ", credentials, " ", times), func(t *testing.T) {
					t.Parallel()
					emu, _ := newEmulator(t, "demo")
					want := load(t, "demo", flex("orders"))[0]
					var waits []string
					wire := &flaky{method: http.MethodGet, loss: loss.trip, next: emu.Transport()}
					c := newClient(t, emu, remote.Config{Credentials: credentials, Clock: &stillClock{}, Transport: wire, Report: func(w remote.Wait) {
						waits = append(waits, strings.Join(strings.Fields(w.String())[:5], " "))
					}})
					seed(t, emu, []spec.Resource{want})
					if _, err := c.Read(t.Context(), want); err != nil { // Atlas is known to be there
						t.Fatal(err)
					}
					before := c.Requests()
					wire.times = wire.sent + times
					live, err := c.Read(t.Context(), want)
					if good && (err != nil || live == nil) {
						t.Errorf("got %v and error %v", live, err)
					}
					if !good {
						wantText(t, err, "GET ", "/flexClusters/orders", loss.text)
						if strings.Contains(err.Error(), "canary") {
							t.Errorf("the error holds the page: %v", err)
						}
					}
					wantSame(t, waits, []string{"retry 1/5 in 1 s:", "retry 2/5 in 2 s:", "retry 3/5 in 4 s:", "retry 4/5 in 8 s:", "retry 5/5 in 16 s:"})
					if c.Retries() != 5 || c.Requests()-before != 6 {
						t.Errorf("%d retries, %d requests, want 5 and 6", c.Retries(), c.Requests()-before)
					}
				})
			}
		}
	}
}

// TestWritesAreSentOnce holds every way to lose the answer to every kind of
// write: whether it was done is for the caller to find out.
func TestWritesAreSentOnce(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, doc("StreamConnection", "workspace: clicks, name: hook", "{type: Https, url: {env: CANARY}}"))[0]
	lost := map[string]loss{
		"a page":        {handled(answers(200, "text/html", "<html>canary")), "answer 200 is not what Atlas sends (text/html)"},
		"another thing": {handled(answers(200, vnd, `["a"]`)), "answer 200 is not what Atlas sends"},
		"nothing":       {handled(answers(200, vnd, "")), "answer 200 is not what Atlas sends"},
	}
	maps.Copy(lost, losses)
	for name, loss := range lost {
		for method, write := range writes(want) {
			if method == http.MethodDelete && (name == "nothing" || name == "another thing") {
				continue // of which nothing is asked but the status
			}
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				clock := &stillClock{}
				wire := &flaky{method: method, times: 1 << 30, loss: loss.trip}
				c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: wire})
				c.AllowWrites()
				err := write(t, c)
				wantText(t, err, method, loss.text)
				wantOutcome(t, err, true, false)
				if wire.sent != 1 || len(clock.sleeps) > 0 || strings.Contains(err.Error(), "canary") {
					t.Errorf("sent %d times, slept %v, error %v", wire.sent, clock.sleeps, err)
				}
			})
		}
	}
}

// writes are the three writes, by their methods.
func writes(r spec.Resource) map[string]func(*testing.T, *remote.Client) error {
	return map[string]func(*testing.T, *remote.Client) error{
		http.MethodPost:   func(t *testing.T, c *remote.Client) error { return c.Create(t.Context(), r) },
		http.MethodPatch:  func(t *testing.T, c *remote.Client) error { return c.Update(t.Context(), r, r) },
		http.MethodDelete: func(t *testing.T, c *remote.Client) error { return c.Delete(t.Context(), r) },
	}
}
