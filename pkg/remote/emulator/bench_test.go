package emulator_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// BenchmarkCreate1000 is an apply of 1,000 connections by ten workers with the
// state on disk: group commit in action.
func BenchmarkCreate1000(b *testing.B) {
	for b.Loop() {
		emu := open(b, filepath.Join(b.TempDir(), "state.json"), emulator.Config{})
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

func BenchmarkGetOneOf1000(b *testing.B) {
	emu, all := newWorkspace(b, emulator.Config{})
	createMany(b, emu, all, 1000, 1)
	rt := emu.Transport()
	for b.Loop() {
		must(b, rt, http.StatusOK, "GET", all+"/hook-500", "")
	}
}

func BenchmarkList500(b *testing.B) {
	emu, all := newWorkspace(b, emulator.Config{})
	createMany(b, emu, all, 1000, 1)
	rt := emu.Transport()
	for b.Loop() {
		must(b, rt, http.StatusOK, "GET", all+"?itemsPerPage=500", "")
	}
}

func BenchmarkOpen10000(b *testing.B) {
	path := filepath.Join(b.TempDir(), "state.json")
	emu := open(b, path, emulator.Config{})
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
