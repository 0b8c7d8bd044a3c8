package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestEmulatorOddness wants what makes the emulator another one to reach it.
func TestEmulatorOddness(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]emulator.Oddities{
		"": emulator.OdditiesRecorded, "never": emulator.OdditiesNever, "always": emulator.OdditiesAlways,
	} {
		o := emulatorCommand{seed: 7, speed: 1}
		if word != "" {
			if err := o.oddities.Set(word); err != nil {
				t.Fatal(err)
			}
		}
		cfg, err := o.config(env{stdout: io.Discard})
		if err != nil || cfg.Oddities != want || cfg.Seed != 7 {
			t.Errorf("%q: got oddities %s, seed %d, %v", word, cfg.Oddities, cfg.Seed, err)
		}
	}
}

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
