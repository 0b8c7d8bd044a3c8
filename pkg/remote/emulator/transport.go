package emulator

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// Transport returns a round tripper that answers requests from the emulator
// without a socket, whatever host they are for.
func (e *Emulator) Transport() http.RoundTripper { return transport{e} }

type transport struct{ emulator *Emulator }

// RoundTrip runs the handler on the caller's goroutine. A context that is
// already over prevents the request; one that ends meanwhile loses the answer
// but not the effect, as on a network.
func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }() // a request body has been read, or is of no use any more
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := &answer{header: http.Header{}}
	t.emulator.ServeHTTP(w, incoming(req))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return w.response(req), nil
}

// incoming is the request as a server sees it; req itself must not change.
func incoming(req *http.Request) *http.Request {
	in := req.Clone(req.Context())
	in.RequestURI = req.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	return in
}

// answer collects what the handler writes.
type answer struct {
	header http.Header
	sent   http.Header // as it was when the status was written
	status int
	body   bytes.Buffer
}

// Header returns the header that will be sent.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader fixes status and header.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status, a.sent = status, a.header.Clone()
	}
}

// Write adds to the body.
func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

func (a *answer) response(req *http.Request) *http.Response {
	a.WriteHeader(http.StatusOK)
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode:    a.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        a.sent,
		Body:          io.NopCloser(&a.body),
		ContentLength: int64(a.body.Len()),
		Request:       req,
	}
}
