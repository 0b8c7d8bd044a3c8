package remote

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// DefaultBaseURL is commercial Atlas.
const DefaultBaseURL = "https://cloud.mongodb.com"

// Clock is the time that waiting is measured in. A virtual one lets a test, or
// the emulator in process, wait without time passing.
type Clock interface {
	Now() time.Time
	// Sleep waits for d, or until ctx is done, and then gives its error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Config says how to reach Atlas.
type Config struct {
	BaseURL     string // scheme and host; empty means [DefaultBaseURL]
	Credentials Credentials
	// Transport carries the requests; nil means http.DefaultTransport.
	Transport http.RoundTripper
	Clock     Clock
	// Secret gives the value behind a reference that stands in the document
	// at origin.
	Secret    func(origin spec.Origin, s spec.Secret) (string, error)
	UserAgent string
	// Serverless is the API that serverless instances are managed through.
	Serverless ServerlessAPI
	// Report hears of every wait before a request is sent, from the goroutines
	// that wait. Nil means that nobody listens.
	Report func(Wait)
	// Jitter gives numbers from 0 up to 1, by which waits differ. Nil means
	// random ones.
	Jitter func() float64
	// Log hears of every request at debug level: method, path, status and
	// duration, never a header or a body. Nil means nobody listens.
	Log *slog.Logger
}

// Client is Atlas as the rest of the program sees it: resources by address.
// It may be used from several goroutines.
type Client struct {
	baseURL string
	clock   Clock
	secret  func(spec.Origin, spec.Secret) (string, error)
	sdk     *admin.APIClient
	drivers map[spec.Kind]driver
	born    *newborn
	known   *directory
	onClose func(context.Context) error

	secrets  scrubber
	key      [32]byte // of the fingerprints of hidden values
	budget   *budget
	retrier  *retrier
	requests atomic.Int64
	date     atomic.Int64 // the last one that an answer bore, in seconds since 1970
	writable atomic.Bool

	mu       sync.Mutex
	groupIDs map[string]string // by project as the files spell it
	watches  map[collection]*watch
}

// New makes a client. It sends nothing yet, and refuses to write until
// [Client.AllowWrites].
func New(cfg Config) (*Client, error) {
	base := strings.TrimSuffix(cfg.BaseURL, "/")
	if base == "" {
		base = DefaultBaseURL
	}
	if err := checkBaseURL(base); err != nil {
		return nil, err
	}
	if cfg.Credentials == nil {
		return nil, errors.New("no credentials")
	}
	c := &Client{
		baseURL: base, clock: cfg.Clock, secret: cfg.Secret,
		groupIDs: map[string]string{}, watches: map[collection]*watch{},
		born: &newborn{clock: cfg.Clock, made: map[spec.Address]time.Time{}}, known: newDirectory(),
	}
	_, _ = rand.Read(c.key[:]) // never fails
	wire := cfg.Transport
	if wire == nil {
		wire = http.DefaultTransport
	}
	wire = bounded(attemptLimit, dated(&c.date, wire))
	if cfg.Log != nil {
		wire = logged(cfg.Log, cfg.Clock, wire)
	}
	c.setUpRetries(cfg, cfg.Credentials.authorize(c, counted(&c.requests, wire)))
	transport := guarded(&c.writable, c.retrier)
	sdk, err := admin.NewClient(
		admin.UseHTTPClient(&http.Client{Transport: transport, CheckRedirect: noRedirects}),
		admin.UseBaseURL(base),
		admin.UseUserAgent(cfg.UserAgent),
	)
	if err != nil {
		return nil, fmt.Errorf("setting up the Atlas client: %w", err)
	}
	c.sdk, c.drivers = sdk, drivers(sdk, cfg.Serverless)
	return c, nil
}

func (c *Client) setUpRetries(cfg Config, next http.RoundTripper) {
	if cfg.Report == nil {
		cfg.Report = func(Wait) {}
	}
	if cfg.Jitter == nil {
		cfg.Jitter = mathrand.Float64
	}
	c.budget = newBudget(cfg.Clock, cfg.Report)
	c.retrier = &retrier{clock: cfg.Clock, jitter: cfg.Jitter, report: cfg.Report, budget: c.budget, next: next}
}

// AllowWrites ends the refusal to write. Whoever plans does not call it.
func (c *Client) AllowWrites() { c.writable.Store(true) }

// Requests counts what went over the wire so far, challenges and tokens
// included.
func (c *Client) Requests() int { return int(c.requests.Load()) }

// Retries counts the requests that were sent again.
func (c *Client) Retries() int { return int(c.retrier.retries.Load()) }

// Close gives back what the run borrowed: the access token of a service
// account.
func (c *Client) Close(ctx context.Context) error {
	if c.onClose == nil {
		return nil
	}
	return c.onClose(ctx)
}

// Read gives the live counterpart of r, or nil when there is none. Its values
// are masked against r's body. Where r has the ID of a live object, exactly
// that one is read.
func (c *Client) Read(ctx context.Context, r spec.Resource) (*spec.Resource, error) {
	live, err := c.raw(ctx, r)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c.show(&live, r.Body)
	return &live, nil
}

func (c *Client) raw(ctx context.Context, r spec.Resource) (spec.Resource, error) {
	if nameless(r.Addr.Kind) && r.ID == "" {
		return c.find(ctx, r)
	}
	d, at, err := c.locate(ctx, r.Addr)
	if err != nil {
		return spec.Resource{}, err
	}
	live, err := d.get(ctx, at, refOf(r))
	live.Addr = r.Addr
	return live, err
}

func refOf(r spec.Resource) Ref { return Ref{Name: r.Addr.Name, ID: r.ID, Part: r.Part()} }

// Create makes what the document says, and nothing more.
func (c *Client) Create(ctx context.Context, want spec.Resource) error {
	c.known.want(want)
	d, at, err := c.locate(ctx, want.Addr)
	if err != nil {
		return err
	}
	body, err := c.resolved(ctx, want)
	if err != nil {
		return err
	}
	return c.secrets.scrub(d.create(ctx, at, want.Addr.Name, body, c.reveal(want.Origin)))
}

// Update changes live to want, whose body is whole. Values that were hidden
// from the caller are read again and sent back as they are.
func (c *Client) Update(ctx context.Context, live, want spec.Resource) error {
	d, at, err := c.locate(ctx, want.Addr)
	if err == nil {
		live, err = c.identified(ctx, live)
	}
	if err != nil {
		return err
	}
	body, err := c.resolved(ctx, want)
	if err != nil {
		return err
	}
	if spec.HoldsHidden(body) {
		raw, err := c.raw(ctx, live)
		if err != nil {
			return err
		}
		body, live.Body = spec.Clone(body), spec.Clone(live.Body)
		values, complete := spec.Unmask(body, raw.Body)
		spec.Unmask(live.Body, raw.Body)
		for _, v := range values {
			c.secrets.learn(v)
		}
		if !complete {
			return errors.New("what Atlas holds beside the planned change vanished just now: plan again")
		}
	}
	return c.secrets.scrub(d.update(ctx, at, refOf(live), live.Body, body, c.reveal(want.Origin)))
}

// Delete removes live. What is gone already, or on its way out, is success.
func (c *Client) Delete(ctx context.Context, live spec.Resource) error {
	d, at, err := c.locate(ctx, live.Addr)
	if err == nil {
		live, err = c.identified(ctx, live)
	}
	if err == nil {
		err = d.delete(ctx, at, refOf(live))
	}
	if err == nil {
		c.known.forget(live.Addr)
	}
	if errors.Is(err, ErrNotFound) || hasCode(err, "CLUSTER_ALREADY_REQUESTED_DELETION") {
		return nil
	}
	return err
}
