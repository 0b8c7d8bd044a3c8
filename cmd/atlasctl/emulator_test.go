package main

import (
	"context"
	"net"
	"net/http"
	"testing"
)

// TestServeEnds ends serving while a client holds a connection on which it has
// asked for nothing, as browsers and pools do: that is no failure.
func TestServeEnds(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, http.NotFoundHandler()) }()
	held, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close() //nolint:errcheck // nothing was written
	answer, err := http.DefaultClient.Do(request(t, "http://"+listener.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close() // by now the other connection has been accepted
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("serving ends with %v", err)
	}
}

func request(t *testing.T, url string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
