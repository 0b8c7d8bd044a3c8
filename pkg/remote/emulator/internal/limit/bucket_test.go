package limit_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/limit"
)

var (
	start = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	small = limit.Rate{Capacity: 3, Refill: 2, Period: time.Minute} // one in 30 s
)

func TestBucket(t *testing.T) {
	t.Parallel()
	var b limit.Buckets
	for _, step := range []struct {
		name string
		at   time.Duration
		want limit.Verdict
	}{
		{"a", 0, limit.Verdict{Admitted: true, Remaining: 2}},
		{"a", 0, limit.Verdict{Admitted: true, Remaining: 1}},
		{"b", 0, limit.Verdict{Admitted: true, Remaining: 2}},
		{"a", 0, limit.Verdict{Admitted: true, Remaining: 0}},
		{"a", 0, limit.Verdict{Wait: 30 * time.Second, Refusals: 1}},
		{"a", 10 * time.Second, limit.Verdict{Wait: 20 * time.Second, Refusals: 2}},
		{"a", 30*time.Second - 1, limit.Verdict{Wait: 1, Refusals: 3}},
		{"a", 30 * time.Second, limit.Verdict{Admitted: true, Remaining: 0, Refusals: 3}},
		{"a", 75 * time.Second, limit.Verdict{Admitted: true, Remaining: 0, Refusals: 3}},
		{"a", time.Hour, limit.Verdict{Admitted: true, Remaining: 2, Refusals: 3}},
	} {
		got := b.Take(step.name, small, start.Add(step.at))
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s after %s (-want +got):\n%s", step.name, step.at, diff)
		}
	}
}

// TestBucketNeverGivesMore holds a bucket to its promise under any rate and any
// times: within a span it gives no more than it holds and what comes back
// meanwhile, and whoever waits as long as told gets a token.
func TestBucketNeverGivesMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := limit.Rate{
			Capacity: rapid.IntRange(1, 50).Draw(t, "capacity"),
			Refill:   rapid.IntRange(1, 1000).Draw(t, "refill"),
			Period:   time.Minute,
		}
		var b limit.Buckets
		now, given := start, 0
		for range 200 {
			now = now.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "pause")) * time.Millisecond)
			v := b.Take("x", rate, now)
			if !v.Admitted {
				now = now.Add(v.Wait)
				v = b.Take("x", rate, now)
			}
			if !v.Admitted {
				t.Fatalf("refused after the wait that it told: %+v", v)
			}
			given++
			back := int(now.Sub(start) / (rate.Period / time.Duration(rate.Refill)))
			if given > rate.Capacity+back || v.Remaining >= rate.Capacity {
				t.Fatalf("%d tokens by %s from %+v, %d left", given, now.Sub(start), rate, v.Remaining)
			}
		}
	})
}

func TestBucketInParallel(t *testing.T) {
	t.Parallel()
	var b limit.Buckets
	var mu sync.Mutex
	var wg sync.WaitGroup
	admitted := 0
	for range 20 {
		wg.Go(func() {
			if b.Take("x", small, start).Admitted {
				mu.Lock()
				defer mu.Unlock()
				admitted++
			}
		})
	}
	wg.Wait()
	if admitted != small.Capacity {
		t.Errorf("%d of 20 got a token, want %d", admitted, small.Capacity)
	}
}

// TestBucketDoesNotGoBack has a request come late that had looked at the clock
// before others did: between the two the clock was moved by an hour.
func TestBucketDoesNotGoBack(t *testing.T) {
	t.Parallel()
	var b limit.Buckets
	b.Take("a", small, start.Add(time.Hour))
	got := b.Take("a", small, start)
	if diff := cmp.Diff(limit.Verdict{Admitted: true, Remaining: 1}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
