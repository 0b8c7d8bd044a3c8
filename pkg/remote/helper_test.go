package remote_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// The project of tests that go to a handler of their own: no name to look up.
const projectID = "5e2211c17a3e5a48f5497de3"

// The ID of an object in such a project.
const objectID = "5e2211c17a3e5a48f5497de7"

var (
	key     = remote.APIKey{Public: "public", Private: "private"}
	account = remote.ServiceAccount{ID: "mdb_sa_id_1", Secret: "mdb_sa_sk_1"}
)

// newEmulator gives an emulator in virtual time that knows key, account and
// one project, and the ID of that.
func newEmulator(t testing.TB, project string) (*emulator.Emulator, string) {
	t.Helper()
	return newEmulatorOn(t, "", project)
}

// newEmulatorOn is newEmulator that begins on a date; empty means its own.
func newEmulatorOn(t testing.TB, asOf, project string) (*emulator.Emulator, string) {
	t.Helper()
	return newOddEmulator(t, asOf, project, emulator.OdditiesNever)
}

// newOddEmulator is newEmulatorOn that can be odd.
func newOddEmulator(t testing.TB, asOf, project string, oddities emulator.Oddities) (*emulator.Emulator, string) {
	t.Helper()
	var date time.Time
	if asOf != "" {
		var err error
		if date, err = time.Parse(time.DateOnly, asOf); err != nil {
			t.Fatal(err)
		}
	}
	emu, err := emulator.New(emulator.Config{
		AsOf: date, Oddities: oddities,
		Keys: []emulator.APIKey{
			{Public: key.Public, Private: key.Private},
			{Public: "reader", Private: "private", ReadOnly: true},
		},
		ServiceAccounts: []emulator.ServiceAccount{{ID: account.ID, Secret: account.Secret}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return emu, emu.AddProject(project)
}

// newClient connects to an emulator; cfg says what is special.
func newClient(t testing.TB, emu *emulator.Emulator, cfg remote.Config) *remote.Client {
	t.Helper()
	if cfg.Transport == nil {
		cfg.Transport = emu.Transport()
	}
	if cfg.Clock == nil {
		cfg.Clock = emu
	}
	return connect(t, cfg)
}

// connect fills in what most tests do not care about.
func connect(t testing.TB, cfg remote.Config) *remote.Client {
	t.Helper()
	if cfg.Credentials == nil {
		cfg.Credentials = key
	}
	if cfg.Clock == nil {
		cfg.Clock = &stillClock{}
	}
	if cfg.Secret == nil {
		cfg.Secret = spectest.Secret
	}
	if cfg.Jitter == nil {
		cfg.Jitter = func() float64 { return 0 }
	}
	c, err := remote.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// stillClock moves only when somebody sleeps.
type stillClock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
}

func (c *stillClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *stillClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.sleeps = append(c.sleeps, d)
	return ctx.Err()
}

// bubbleClock is the time of package time, for use in a synctest bubble.
type bubbleClock struct{}

func (bubbleClock) Now() time.Time { return time.Now() }

func (bubbleClock) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// transport makes a function an http.RoundTripper.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// handled answers requests from a handler, without a socket.
func handled(h http.HandlerFunc) http.RoundTripper {
	return transport(func(r *http.Request) (*http.Response, error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		w := httptest.NewRecorder()
		in := r.Clone(r.Context())
		if in.Body == nil {
			in.Body = http.NoBody
		}
		h(w, in)
		res := w.Result()
		res.Request = r
		return res, nil
	})
}

// answers is a handler that gives one answer to everything.
func answers(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// recorder keeps method and path of what goes over the wire.
type recorder struct {
	next http.RoundTripper

	mu   sync.Mutex
	seen []string
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	r.seen = append(r.seen, req.Method+" "+strings.TrimPrefix(req.URL.EscapedPath(), "/api/atlas/v2"))
	r.mu.Unlock()
	return r.next.RoundTrip(req)
}

// take gives what was seen since the last time, sorted.
func (r *recorder) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := r.seen
	r.seen = nil
	slices.Sort(seen)
	return seen
}

// wantSame compares what a test got with what it wants.
func wantSame(t testing.TB, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// wantText wants every one of the texts in an error.
func wantText(t testing.TB, err error, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one with %q", texts)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error lacks %q:\n%v", text, err)
		}
	}
}

// nonceAge is for how long the emulator takes a nonce.
const nonceAge = 5 * time.Minute

// token fetches an access token from an emulator, for clients that shall not
// spend a request on their credentials.
func token(t testing.TB, emu *emulator.Emulator) remote.Token {
	t.Helper()
	w := httptest.NewRecorder()
	emu.ServeHTTP(w, tokenRequest(t))
	var answer struct {
		Token remote.Token `json:"access_token"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Token == "" {
		t.Fatalf("no token: %s", w.Body)
	}
	return answer.Token
}

func tokenRequest(t testing.TB) *http.Request {
	form := strings.NewReader("grant_type=client_credentials")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://cloud.mongodb.com/api/oauth/token", form)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(account.ID, account.Secret)
	return r
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }
