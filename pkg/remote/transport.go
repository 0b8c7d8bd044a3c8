package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/icholy/digest"
)

// roundTripper makes a function an http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// guarded refuses everything but GET until writable is set, so that a plan
// cannot write whatever the code above it does. Token requests go through a
// client of their own. A path that leads elsewhere is refused always: Atlas
// answers one with an empty ID as if it were the list of everything, and a
// proxy makes of a connection called ".." the workspace that it lives in.
func guarded(writable *atomic.Bool, next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodGet && !writable.Load() {
			return nil, fmt.Errorf("refused: a plan only reads, and this is a %s", r.Method)
		}
		path := strings.TrimPrefix(r.URL.EscapedPath(), "/")
		for segment := range strings.SplitSeq(path, "/") {
			if segment == "" || segment == "." || segment == ".." {
				return nil, fmt.Errorf("refused: %q is no name that the Atlas API can be asked for", segment)
			}
		}
		return next.RoundTrip(r)
	})
}

// logged tells of every request that goes out, without headers and bodies,
// which is where the secrets are.
func logged(log *slog.Logger, clock Clock, next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		start := clock.Now()
		res, err := next.RoundTrip(r)
		attrs := []any{"method", r.Method, "path", r.URL.Path, "duration", clock.Now().Sub(start)}
		if err != nil {
			log.Debug("request", append(attrs, "error", err)...)
			return nil, err
		}
		log.Debug("request", append(attrs, "status", res.StatusCode)...)
		return res, nil
	})
}

// attemptLimit bounds one request with its answer. Atlas itself gives up after
// five minutes.
const attemptLimit = 6 * time.Minute

// bounded ends a request whose answer does not come, or does not end.
func bounded(limit time.Duration, next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		ctx, cancel := context.WithTimeoutCause(r.Context(), limit, fmt.Errorf("no whole answer within %s", limit))
		res, err := next.RoundTrip(r.WithContext(ctx))
		if err != nil {
			defer cancel()
			if r.Context().Err() == nil && ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			return nil, err
		}
		res.Body = &boundedBody{res.Body, cancel}
		return res, nil
	})
}

// boundedBody lets go of the limit when the answer has been read.
type boundedBody struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b *boundedBody) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}

// counted counts the requests that really go out.
func counted(n *atomic.Int64, next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		n.Add(1)
		return next.RoundTrip(r)
	})
}

// digestAuth signs requests with an API key. The challenge is fetched once, by
// the first request; all others wait until it is known instead of fetching one
// each, and reuse it.
func digestAuth(key APIKey, next http.RoundTripper) http.RoundTripper {
	g := &gate{open: make(chan struct{})}
	g.signed = &digest.Transport{
		Username: key.Public,
		Password: key.Private,
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			if r.Header.Get("Authorization") != "" {
				g.release()
			}
			return next.RoundTrip(r)
		}),
	}
	return g
}

// gate lets the first request through alone, until it is signed.
type gate struct {
	signed *digest.Transport
	first  atomic.Bool
	open   chan struct{}
	once   sync.Once
}

func (g *gate) release() { g.once.Do(func() { close(g.open) }) }

func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.first.CompareAndSwap(false, true) {
		defer g.release() // also when it failed: the next one tries for itself
		return g.signed.RoundTrip(r)
	}
	select {
	case <-g.open:
		return g.signed.RoundTrip(r)
	case <-r.Context().Done():
		return nil, context.Cause(r.Context())
	}
}

// checkBaseURL refuses what would send credentials in the clear, or nowhere.
func checkBaseURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case (err != nil || u.Host == "") && strings.ContainsAny(raw, "@?#"): // it may hold a password
		return errors.New("the base URL is none: want something like https://cloud.mongodb.com")
	case err != nil || u.Host == "":
		return fmt.Errorf("base URL %q: want something like https://cloud.mongodb.com", raw)
	case u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("base URL of %s: want a scheme and a host only, without user, path, query and fragment", u.Host)
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("base URL %q: plain http is only for this machine (localhost): use https", raw)
	}
	return fmt.Errorf("base URL %q: want https", raw)
}
