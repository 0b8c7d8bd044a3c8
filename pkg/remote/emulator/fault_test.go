package emulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

func rules(t testing.TB, texts ...string) []fault.Rule {
	t.Helper()
	var parsed []fault.Rule
	for _, text := range texts {
		rule, err := fault.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, rule)
	}
	return parsed
}

// ways are the two ways to an emulator. What goes wrong has to look the same on
// both.
func ways(t *testing.T, test func(t *testing.T, over func(*emulator.Emulator) http.RoundTripper)) {
	t.Helper()
	t.Run("in process", func(t *testing.T) {
		t.Parallel()
		test(t, (*emulator.Emulator).Transport)
	})
	t.Run("over a socket", func(t *testing.T) {
		t.Parallel()
		test(t, func(emu *emulator.Emulator) http.RoundTripper { return socket(t, emu) })
	})
}

// socket serves the emulator, and opens a connection for every request: on an old
// one Go's client repeats a GET by itself.
func socket(t *testing.T, handler http.Handler) http.RoundTripper {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	transport := &http.Transport{DisableKeepAlives: true}
	address := strings.TrimPrefix(server.URL, "http://")
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		req.URL.Scheme, req.URL.Host = "http", address
		return transport.RoundTrip(req)
	})
}

// try makes a request that may fail, and returns as much of the answer as comes.
func try(t *testing.T, rt http.RoundTripper, method, path, body string) (*http.Response, string, error) {
	t.Helper()
	res, err := rt.RoundTrip(newRequest(t, method, api+path, body))
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	return res, string(raw), err
}

func exists(t *testing.T, emu *emulator.Emulator, path string) bool {
	t.Helper()
	emu.SetFaults()
	return send(t, emu.Transport(), "GET", path, "").status == http.StatusOK
}

func TestDrop(t *testing.T) {
	t.Parallel()
	ways(t, func(t *testing.T, over func(*emulator.Emulator) http.RoundTripper) {
		for _, moment := range []string{"before", "after"} {
			path := filepath.Join(t.TempDir(), "state.json")
			emu := open(t, path, emulator.Config{Faults: rules(t, "POST /streams latency=1s drop="+moment)})
			project := "/groups/" + emu.AddProject("demo")
			_, _, err := try(t, over(emu), "POST", project+"/streams", workspaceBody)
			if !errors.Is(err, io.EOF) {
				t.Errorf("drop=%s: got error %v, want %v", moment, err, io.EOF)
			}
			if got := exists(t, emu, project+"/streams/clicks"); got != (moment == "after") {
				t.Errorf("drop=%s: it has its effect: %t", moment, got)
			}
			saved, err := emulator.OpenReadOnly(path, emulator.Config{Projects: []string{"demo"}})
			if err != nil {
				t.Fatal(err)
			}
			if got := exists(t, saved, project+"/streams/clicks"); got != (moment == "after") {
				t.Errorf("drop=%s: its effect is in the file: %t", moment, got)
			}
			wantDiff(t, emu.Now(), emulator.DefaultAsOf.Add(time.Second))
		}
	})
}

func TestTruncate(t *testing.T) {
	t.Parallel()
	ways(t, func(t *testing.T, over func(*emulator.Emulator) http.RoundTripper) {
		emu, project := newEmulator(t, emulator.Config{})
		rt := over(emu)
		_, whole, err := try(t, rt, "GET", project, "")
		if err != nil {
			t.Fatal(err)
		}
		emu.SetFaults(rules(t, "/** truncate")...)
		res, half, err := try(t, rt, "GET", project, "")
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("got error %v, want %v", err, io.ErrUnexpectedEOF)
		}
		// The links name the host, which is not the same over a socket.
		if res.StatusCode != http.StatusOK || int(res.ContentLength) != len(whole) || half != whole[:len(whole)/2] {
			t.Errorf("got %d, length %d of %d, body %q", res.StatusCode, res.ContentLength, len(whole), half)
		}
		wantDiff(t, res.Header.Get(emulator.FaultHeader), "/** truncate")

		emu.SetFaults()
		must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
		emu.SetFaults(rules(t, "/** truncate")...)
		if _, _, err := try(t, rt, "DELETE", project+"/flexClusters/shop", ""); !errors.Is(err, io.EOF) {
			t.Errorf("an answer without a body: got error %v, want %v", err, io.EOF)
		}
	})
}

func TestLatency(t *testing.T) {
	t.Parallel()
	ways(t, func(t *testing.T, over func(*emulator.Emulator) http.RoundTripper) {
		emu, project := newEmulator(t, emulator.Config{Faults: rules(t,
			"GET / latency=2s", "POST /flexClusters after latency=1h", "GET /flexClusters slow=1m")})
		rt := over(emu)
		must(t, rt, http.StatusOK, "GET", project, "")
		wantDiff(t, emu.Now(), emulator.DefaultAsOf.Add(2*time.Second))
		made := must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
		wantDiff(t, made.body["createDate"], any("2026-06-01T00:00:02Z"))
		wantDiff(t, made.body["stateName"], any("CREATING"))
		wantDiff(t, made.header.Get(emulator.FaultHeader), "POST /flexClusters latency=1h0m0s after")
		wantDiff(t, emu.Now(), emulator.DefaultAsOf.Add(time.Hour+2*time.Second))
		must(t, rt, http.StatusOK, "GET", project+"/flexClusters", "")
		wantDiff(t, emu.Now(), emulator.DefaultAsOf.Add(time.Hour+62*time.Second))
	})
}

// TestImpatience ends requests as soon as they wait, in real time: 24 hours at
// one emulated second a second.
func TestImpatience(t *testing.T) {
	t.Parallel()
	for rule, effect := range map[string]bool{"latency=24h": false, "latency=24h after": true, "slow=24h": true} {
		emu, project := newEmulator(t, emulator.Config{Speed: 1, Now: time.Now, Faults: rules(t, "POST /streams "+rule)})
		ctx, cancel := context.WithCancel(t.Context())
		req := newRequest(t, "POST", api+project+"/streams", workspaceBody).WithContext(impatient{ctx, cancel})
		res, err := emu.Transport().RoundTrip(req)
		if res != nil {
			_ = res.Body.Close()
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: got error %v, want %v", rule, err, context.Canceled)
		}
		if got := exists(t, emu, project+"/streams/clicks"); got != effect {
			t.Errorf("%s: it has its effect: %t, want %t", rule, got, effect)
		}
	}
}

// impatient is a context that ends when somebody waits for its end.
type impatient struct {
	context.Context
	cancel context.CancelFunc
}

func (c impatient) Done() <-chan struct{} {
	c.cancel()
	return c.Context.Done()
}

func TestSlowBodyIsWhole(t *testing.T) {
	t.Parallel()
	ways(t, func(t *testing.T, over func(*emulator.Emulator) http.RoundTripper) {
		emu, project := newEmulator(t, emulator.Config{})
		rt := over(emu)
		want := must(t, rt, http.StatusOK, "GET", project, "").raw
		emu.SetFaults(rules(t, "/** slow=10s")...)
		wantDiff(t, must(t, rt, http.StatusOK, "GET", project, "").raw, want)
	})
}

// TestFaultsCountWhoIsLetIn signs with a digest: the request that only fetches
// the challenge is not counted, and not struck.
func TestFaultsCountWhoIsLetIn(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{
		Keys:   []emulator.APIKey{{Public: "key", Private: "secret"}},
		Faults: rules(t, "/** nth=1 status=503", "/api/oauth/token html=502"),
	})
	wantDiff(t, send(t, emu.Transport(), "GET", project, "").header.Get(emulator.FaultHeader), "")
	signed := &digest.Transport{Username: "key", Password: "secret", Transport: emu.Transport()}
	wantDiff(t, send(t, signed, "GET", project, "").status, 503)
	must(t, signed, http.StatusOK, "GET", project, "")
	res, _, err := try(t, roundTripper(func(req *http.Request) (*http.Response, error) {
		req.URL.Path = "/api/oauth/token"
		return emu.Transport().RoundTrip(req)
	}), "POST", "", "grant_type=client_credentials")
	if err != nil || res.StatusCode != http.StatusBadGateway {
		t.Errorf("token: got %v, %v", res, err)
	}
}

// TestClientGoesAwayOverASocket: whoever does not wait for the answer to a write
// that is slow to begin has not had it performed.
func TestClientGoesAwayOverASocket(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{
		Speed: 1, Now: time.Now,
		Faults: rules(t, "POST /streams latency=24h"),
	})
	came, ended := make(chan struct{}), make(chan struct{})
	rt := socket(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		close(came)
		emu.ServeHTTP(w, r)
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-came
		cancel()
	}()
	res, err := rt.RoundTrip(newRequest(t, "POST", api+project+"/streams", workspaceBody).WithContext(ctx))
	if res != nil {
		_ = res.Body.Close()
	}
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got error %v, want %v", err, context.Canceled)
	}
	<-ended // not in 24 hours
	if exists(t, emu, project+"/streams/clicks") {
		t.Error("the request has its effect")
	}
}
