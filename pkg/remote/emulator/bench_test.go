package emulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// BenchmarkCreate1000 is an apply of 1,000 connections by ten workers with the
// state on disk: group commit in action.
func BenchmarkCreate1000(b *testing.B) {
	for b.Loop() {
		emu := open(b, filepath.Join(b.TempDir(), "state.json"), emulator.Config{Limits: roomy})
		fill(b, emu)
		all := "/groups/" + emu.AddProject("demo") + "/streams/clicks/connections"
		createMany(b, emu, all, 1000, 10)
		closeEmulator(b, emu)
	}
}

func createMany(tb testing.TB, emu *emulator.Emulator, all string, n, workers int) {
	tb.Helper()
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				must(tb, emu.Transport(), http.StatusOK, "POST", all, replace(httpsBody, "hook", fmt.Sprint("hook-", i)))
			}
		})
	}
	wg.Wait()
}

// BenchmarkGetOneOf1000 reads one object of a project that has 1,000: the handler
// alone, over HTTP on the loopback, and over HTTP with the digest of each
// request checked. On one core it must be 1,000 a second:
//
//	GOMAXPROCS=1 go test -run '^$' -bench GetOneOf1000 ./pkg/remote/emulator
func BenchmarkGetOneOf1000(b *testing.B) {
	for _, bench := range []struct {
		name         string
		http, digest bool
	}{{"handler", false, false}, {"http", true, false}, {"digest", true, true}} {
		b.Run(bench.name, func(b *testing.B) {
			cfg := emulator.Config{Limits: roomy}
			if bench.digest {
				cfg = credentials
				cfg.Limits = roomy
			}
			emu, project := newEmulator(b, cfg)
			rt, root := emu.Transport(), api
			if bench.http {
				server := httptest.NewServer(emu)
				defer server.Close()
				rt, root = server.Client().Transport, server.URL+"/api/atlas/v2"
			}
			if bench.digest {
				rt = &digest.Transport{Username: "owner", Password: "s3cret", Transport: rt}
			}
			for i := range 1000 {
				body := replace(workspaceBody, "clicks", fmt.Sprint("clicks", i))
				sendRequest(b, rt, newRequest(b, "POST", root+project+"/streams", body))
			}
			benchmarkGet(b, rt, root+project+"/streams/clicks500")
		})
	}
}

func benchmarkGet(b *testing.B, rt http.RoundTripper, url string) {
	b.Helper()
	for b.Loop() {
		if got := sendRequest(b, rt, newRequest(b, "GET", url, "")); got.status != http.StatusOK {
			b.Fatalf("got %d %s", got.status, got.raw)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

func BenchmarkList500(b *testing.B) {
	emu, all := newWorkspace(b, emulator.Config{Limits: roomy})
	createMany(b, emu, all, 1000, 1)
	rt := emu.Transport()
	for b.Loop() {
		must(b, rt, http.StatusOK, "GET", all+"?itemsPerPage=500", "")
	}
}

// BenchmarkOpen10000 loads a state file of 10,000 objects, for which it has less
// than a second.
func BenchmarkOpen10000(b *testing.B) {
	path := filepath.Join(b.TempDir(), "state.json")
	emu := open(b, path, emulator.Config{Limits: roomy})
	fill(b, emu)
	all := "/groups/" + emu.AddProject("demo") + "/streams/clicks/connections"
	createMany(b, emu, all, 10_000, 100)
	closeEmulator(b, emu)
	for b.Loop() {
		if _, err := emulator.OpenReadOnly(path, emulator.Config{}); err != nil {
			b.Fatal(err)
		}
	}
}
