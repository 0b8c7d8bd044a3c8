package contract

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// Contract holds exchanges against the documents and remembers what it has seen.
// All its methods may be called at the same time.
type Contract struct {
	load func() (Documents, error)

	mu       sync.Mutex
	seen     map[string]*seen // by operation
	occurred map[excuse]bool
}

// New returns a contract that has seen nothing. load is [Load], by way of
// [sync.OnceValues] when there is more than one contract in a process.
func New(load func() (Documents, error)) *Contract {
	return &Contract{load: load, seen: map[string]*seen{}, occurred: map[excuse]bool{}}
}

// Exchanges returns a round tripper that answers as next does, and holds request
// and answer against the documents.
func (c *Contract) Exchanges(t testing.TB, next http.RoundTripper) http.RoundTripper {
	return c.around(t, next, true)
}

// Answers is Exchanges for requests that may be wrong on purpose: only the
// answers are held against the documents.
func (c *Contract) Answers(t testing.TB, next http.RoundTripper) http.RoundTripper {
	return c.around(t, next, false)
}

func (c *Contract) around(t testing.TB, next http.RoundTripper, requests bool) http.RoundTripper {
	t.Helper()
	documents, err := c.load()
	if err != nil {
		t.Fatal(err)
	}
	return &checker{Contract: c, t: t, next: next, documents: documents, requests: requests}
}

type checker struct {
	*Contract
	t         testing.TB
	next      http.RoundTripper
	documents Documents
	requests  bool
}

// RoundTrip implements [http.RoundTripper].
func (c *checker) RoundTrip(req *http.Request) (*http.Response, error) {
	c.t.Helper()
	if outside(req.URL.Path) {
		return c.next.RoundTrip(req)
	}
	sent, err := drain(req.Body)
	if err != nil {
		return nil, err
	}
	passed := req.Clone(req.Context())
	if req.Body != nil && req.Body != http.NoBody {
		passed.Body = io.NopCloser(bytes.NewReader(sent))
	}
	res, err := c.next.RoundTrip(passed)
	if err != nil {
		return res, err
	}
	res.Request = req
	if res.Header.Get(injected) != "" {
		return res, nil
	}
	got, err := drain(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(got))
	c.check(req, sent, res, got)
	return res, nil
}

// injected is the header with which the emulator marks answers that a test has
// had go wrong. What a proxy says, or half of an answer, is in no document.
const injected = "X-Emulator-Fault"

// outside reports whether a path belongs to what no document describes: the
// token endpoints are those of RFC 6749 and 7009.
func outside(path string) bool { return strings.HasPrefix(path, "/api/oauth/") }

func drain(body io.ReadCloser) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	data, err := io.ReadAll(body)
	if cerr := body.Close(); err == nil {
		err = cerr
	}
	return data, err
}

func (c *checker) check(req *http.Request, sent []byte, res *http.Response, got []byte) {
	c.t.Helper()
	got = open(req, res.StatusCode, got)
	x, ok := c.find(req)
	if !ok || res.StatusCode == http.StatusMethodNotAllowed {
		c.unserved(req, res, got)
		return
	}
	x.res, x.got = res, got
	if c.requests {
		x.checkRequest(sent)
	}
	x.checkAnswer()
	if !x.old {
		c.count(x)
	}
	for _, p := range x.problems {
		c.t.Errorf("%s answered %d: %s\n\tmend it, or say in deviations.go why it is so", x.operation, res.StatusCode, p)
	}
}
