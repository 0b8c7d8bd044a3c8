package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestSameRequestsSameAnswers(t *testing.T) {
	t.Parallel()
	run := func(workers int) []string {
		emu, all := newWorkspace(t, emulator.Config{})
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				for i := w; i < 40; i += workers {
					must(t, emu.Transport(), http.StatusOK, "POST", all, replace(kafkaBody, `"kafka"`, fmt.Sprintf(`"kafka-%d"`, i)))
				}
			})
		}
		wg.Wait()
		must(t, emu.Transport(), http.StatusAccepted, "DELETE", all+"/kafka-7", "")
		emu.Advance(2 * second)
		must(t, emu.Transport(), http.StatusOK, "POST", all, replace(kafkaBody, `"kafka"`, `"kafka-7"`))
		return []string{must(t, emu.Transport(), http.StatusOK, "GET", all, "").raw}
	}
	wantDiff(t, run(1), run(8))
}

func TestSleep(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, emulator.Config{})
	start := emu.Now()
	wantDiff(t, start, emulator.DefaultAsOf)
	if err := emu.Sleep(t.Context(), 3*second); err != nil {
		t.Fatal(err)
	}
	wantDiff(t, emu.Now().Sub(start), 3*second)
	emu.Advance(-second)
	wantDiff(t, emu.Now().Sub(start), 3*second)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := emu.Sleep(ctx, second); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	wantDiff(t, emu.Now().Sub(start), 3*second)
}

func TestSpeed(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	wall := time.Unix(0, 0)
	emu, _ := newEmulator(t, emulator.Config{Speed: 60, Now: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return wall
	}})
	mu.Lock()
	wall = wall.Add(2 * second)
	mu.Unlock()
	wantDiff(t, emu.Now().Sub(emulator.DefaultAsOf), 2*time.Minute)
	emu.Advance(time.Minute)
	wantDiff(t, emu.Now().Sub(emulator.DefaultAsOf), 3*time.Minute)
	if err := emu.Sleep(t.Context(), 60*time.Millisecond); err != nil { // a real millisecond
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := emu.Sleep(ctx, 100*time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}
