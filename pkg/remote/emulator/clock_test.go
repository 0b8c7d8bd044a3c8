package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/icholy/digest"

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
	wall := &wallClock{now: time.Unix(0, 0)}
	emu, _ := newEmulator(t, emulator.Config{Speed: 60, Now: wall.read})
	wall.pass(2 * second)
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

// wallClock is a real clock that a test turns by hand.
type wallClock struct {
	mu  sync.Mutex
	now time.Time
}

func (w *wallClock) read() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *wallClock) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func TestTimeEnds(t *testing.T) {
	t.Parallel()
	end := time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)
	for _, speed := range []float64{1e9, 1e18, math.MaxFloat64} {
		wall := &wallClock{now: time.Unix(0, 0)}
		emu, project := newEmulator(t, emulator.Config{Speed: speed, Now: wall.read})
		wantDiff(t, emu.Now(), emulator.DefaultAsOf)
		for range 3 { // the third time there is more of it than a Duration holds
			wall.pass(100 * 365 * 24 * time.Hour)
			wantDiff(t, emu.Now(), end)
		}
		got := must(t, emu.Transport(), http.StatusOK, "POST", project+"/streams", workspaceBody)
		wantDiff(t, got.header.Get("Date"), end.Format(http.TimeFormat))
	}

	emu, project := newEmulator(t, emulator.Config{})
	for range 3 {
		emu.Advance(math.MaxInt64)
	}
	wantDiff(t, emu.Now(), end)
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/flexClusters", flexBody)
}

func TestSlowestSpeed(t *testing.T) {
	t.Parallel()
	wall := &wallClock{now: time.Unix(0, 0)}
	emu, _ := newEmulator(t, emulator.Config{Speed: math.SmallestNonzeroFloat64, Now: wall.read})
	wall.pass(time.Hour)
	wantDiff(t, emu.Now(), emulator.DefaultAsOf)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(time.Millisecond, cancel)
	if err := emu.Sleep(ctx, second); !errors.Is(err, context.Canceled) {
		t.Errorf("slept for an emulated second: %v", err)
	}
}

// Clients count by their own clock, which knows nothing of a speed.
func TestCredentialsLastAsLongAsClientsThink(t *testing.T) {
	t.Parallel()
	wall := &wallClock{now: time.Unix(0, 0)}
	cfg := credentials
	cfg.Speed, cfg.Now = 1e6, wall.read
	emu, project := newEmulator(t, cfg)
	answer := sendRequest(t, emu.Transport(), oauthRequest(t, "token", cfg.ServiceAccounts[0], "grant_type", "client_credentials"))
	bearer := roundTripper(func(r *http.Request) (*http.Response, error) {
		r.Header.Set("Authorization", "Bearer "+answer.body["access_token"].(string))
		return emu.Transport().RoundTrip(r)
	})
	wire := &recorder{next: emu.Transport()}
	signer := &digest.Transport{Username: "owner", Password: "s3cret", Transport: wire}

	for range 3 {
		must(t, signer, http.StatusOK, "GET", project, "")
		wall.pass(time.Minute)
	}
	wantDiff(t, wire.statuses, []int{401, 200, 200, 200})
	wall.pass(57*time.Minute - second)
	must(t, bearer, http.StatusOK, "GET", project, "")
	wall.pass(second)
	wantDiff(t, sendRequest(t, bearer, newRequest(t, "GET", api+project, "")).status, http.StatusUnauthorized)
}
