package emulator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
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
	whole := t.serve(w, incoming(req))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !whole {
		return w.broken(req)
	}
	return w.response(req), nil
}

// serve reports whether the answer is whole. The handler hangs up by a panic, as
// the contract of http.Handler has it.
func (t transport) serve(w *answer, r *http.Request) (whole bool) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
			panic(cause)
		}
	}()
	t.emulator.ServeHTTP(w, r)
	return true
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

// broken is what a client sees of a connection that was closed too early: no
// answer at all, or one whose body breaks off.
func (a *answer) broken(req *http.Request) (*http.Response, error) {
	if a.status == 0 {
		return nil, fmt.Errorf("connection closed without an answer: %w", io.EOF)
	}
	res := a.response(req)
	if length, err := strconv.ParseInt(a.sent.Get("Content-Length"), 10, 64); err == nil {
		res.ContentLength = length
	}
	res.Body = io.NopCloser(io.MultiReader(&a.body, brokenOff{}))
	return res, nil
}

// brokenOff is the place where a body breaks off.
type brokenOff struct{}

// Read tells of it.
func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
