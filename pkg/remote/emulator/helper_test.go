package emulator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/contract"
)

const (
	base   = "https://cloud.mongodb.com"
	api    = base + "/api/atlas/v2"
	newest = "application/vnd.atlas.2025-03-12+json"
)

type object = map[string]any

// newEmulator returns an emulator in memory, and the path of its one project.
// Nothing about it is odd unless that is what the test is about.
func newEmulator(t testing.TB, cfg emulator.Config) (*emulator.Emulator, string) {
	t.Helper()
	if cfg.Oddities == emulator.OdditiesRecorded {
		cfg.Oddities = emulator.OdditiesNever
	}
	emu, err := emulator.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return emu, "/groups/" + emu.AddProject("demo")
}

// roomy are limits that a test of many requests does not meet: in it no time
// passes in which tokens would come back.
var roomy = map[string]emulator.Limit{"streams_group": {Capacity: 1_000_000, Refill: 1_000_000}}

type answer struct {
	status int
	header http.Header
	raw    string
	body   object
	list   []any // instead of body: a bare array
}

// code is the errorCode of the answer, empty when it is none.
func (a answer) code() string {
	code, _ := a.body["errorCode"].(string)
	return code
}

// send makes a request as the Atlas SDK does.
func send(t testing.TB, rt http.RoundTripper, method, path, body string) answer {
	t.Helper()
	return sendRequest(t, rt, newRequest(t, method, api+path, body))
}

func newRequest(t testing.TB, method, url, body string) *http.Request {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, reader)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", newest)
	req.Header.Set("Content-Type", newest)
	return req
}

// documents are those that every answer is held against.
var documents = sync.OnceValues(contract.Load)

func sendRequest(t testing.TB, rt http.RoundTripper, req *http.Request) answer {
	t.Helper()
	return sendUnchecked(t, contract.New(documents).Answers(t, rt), req)
}

// sendUnchecked takes any answer for one of Atlas's.
func sendUnchecked(t testing.TB, rt http.RoundTripper, req *http.Request) answer {
	t.Helper()
	resp, err := rt.RoundTrip(req)
	if err != nil {
		t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	var into any = &a.body
	if bytes.HasPrefix(raw, []byte("[")) {
		into = &a.list
	}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatalf("%s %s: answer %q is neither object nor array: %v", req.Method, req.URL, raw, err)
		}
	}
	return a
}

// must is send for a request that has to succeed.
func must(t testing.TB, rt http.RoundTripper, status int, method, path, body string) answer {
	t.Helper()
	a := send(t, rt, method, path, body)
	if a.status != status {
		t.Fatalf("%s %s: got status %d %s, want %d", method, path, a.status, a.raw, status)
	}
	return a
}

func wantCode(t *testing.T, a answer, status int, code string) {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Errorf("got %d %s, want %d %s", a.status, a.raw, status, code)
	}
}

func wantDiff(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// wantSorted fails when an object in raw has members out of order.
func wantSorted(t *testing.T, raw string) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader([]byte(raw)))
	type level struct {
		object bool
		key    bool
		last   string
	}
	var stack []level
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if delim, ok := token.(json.Delim); ok && (delim == '}' || delim == ']') {
			stack = stack[:len(stack)-1]
			continue
		}
		if n := len(stack); n > 0 && stack[n-1].object {
			top := &stack[n-1]
			top.key = !top.key
			if top.key {
				if name := token.(string); name < top.last {
					t.Errorf("member %q after %q in %s", name, top.last, raw)
				}
				top.last = token.(string)
			}
		}
		if delim, ok := token.(json.Delim); ok {
			stack = append(stack, level{object: delim == '{'})
		}
	}
}

const (
	flexBody      = `{"name":"shop","providerSettings":{"backingProviderName":"AWS","regionName":"US_EAST_1"}}`
	instanceBody  = `{"name":"shop","providerSettings":{"backingProviderName":"AWS","providerName":"SERVERLESS","regionName":"US_EAST_1"}}`
	workspaceBody = `{"name":"clicks","dataProcessRegion":{"cloudProvider":"AWS","region":"VIRGINIA_USA"}}`
	sampleBody    = `{"name":"sample_stream_solar","type":"Sample"}`
	httpsBody     = `{"name":"hook","type":"Https","url":"https://example.com/in","headers":{"X-Team":"clicks"}}`
	canary        = "canary-7f3a"
	userBody      = `{"databaseName":"admin","username":"bob","password":"` + canary + `","roles":[{"roleName":"read","databaseName":"shop"}]}`
	roleBody      = `{"roleName":"reader","actions":[{"action":"FIND","resources":[{"db":"shop","collection":""}]}]}`
	kafkaBody     = `{"name":"kafka","type":"Kafka","bootstrapServers":"b1:9092,b2:9092",` +
		`"security":{"protocol":"SASL_SSL","brokerPublicCertificate":"cert"},` +
		`"authentication":{"mechanism":"SCRAM-512","username":"svc","password":"` + canary + `","links":[]},` +
		`"config":{"auto.offset.reset":"earliest"}}`
)

// replace returns body with one piece of it replaced.
func replace(body, from, to string) string { return strings.Replace(body, from, to, 1) }

const second = time.Second
