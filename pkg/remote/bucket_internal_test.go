package remote

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestBucketLearns finds out how fast a bucket is refilled, from what is left
// while requests go one by one.
func TestBucketLearns(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name          string
		limit, second float64 // of Atlas's bucket
		every         time.Duration
		told          float64
		least, most   float64
	}{
		{"slower than assumed", 1200, 2, 200 * time.Millisecond, 0, 1.6, 2},
		{"faster than assumed", 300, 5, 100 * time.Millisecond, 0, 4.2, 5},
		{"told", 1200, 2, 200 * time.Millisecond, 8, 8, 8},
	} {
		now := time.Unix(0, 0)
		b, truth := bucket{}, tc.limit
		b.setRate(tc.limit, tc.told)
		for range 600 {
			p := b.take(now)
			b.land(now)
			truth--
			b.left(now, p, tc.limit, float64(int(truth)))
			now = now.Add(tc.every)
			truth = min(tc.limit, truth+tc.second*tc.every.Seconds())
			if truth < 2 {
				break
			}
		}
		if b.rate < tc.least || b.rate > tc.most {
			t.Errorf("%s: learnt %.2f a second, want %.2f to %.2f", tc.name, b.rate, tc.least, tc.most)
		}
	}
}

// TestBucketRefused takes the word of a refusal, and gives its token back.
func TestBucketRefused(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	b := bucket{}
	b.setRate(100, 1)
	b.left(now, b.take(now), 100, 50)
	if wait := b.wait(now, 1); wait != 0 {
		t.Errorf("with 50 left: waits %s", wait)
	}
	b.take(now)
	b.refuse(now, 30*time.Second)
	if wait := b.wait(now, 1); wait != 30*time.Second {
		t.Errorf("refused for 30s: waits %s", wait)
	}
	b.refuse(now, 5*time.Second) // of a request that was under way as well
	if wait := b.wait(now, 1); wait != 30*time.Second {
		t.Errorf("refused for 5s as well: waits %s", wait)
	}
	now = now.Add(30 * time.Second)
	if wait := b.wait(now, 30); wait != 0 {
		t.Errorf("after 30s there are %.1f tokens and a wait of %s for 30", b.tokens, wait)
	}
}

// TestBucketRefusedInNoTime waits for a token at least: there was none.
func TestBucketRefusedInNoTime(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	b := bucket{}
	b.setRate(100, 1)
	b.left(now, b.take(now), 100, 50)
	for range 60 {
		b.take(now) // more than there are: it was not known when they went out
	}
	for range 60 {
		b.land(now)
		b.refuse(now, 0)
	}
	if wait := b.wait(now, 1); wait < time.Second || wait > 1100*time.Millisecond {
		t.Errorf("waits %s for the next token, want 1s", wait)
	}
}

// TestBucketBelievesLess takes it that somebody else uses the bucket too.
func TestBucketBelievesLess(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	b := bucket{}
	b.setRate(100, 1)
	b.left(now, b.take(now), 100, 80)
	p := b.take(now)
	b.land(now)
	if b.left(now, p, 100, 3); b.wait(now, 3) != 0 || b.wait(now, 4) == 0 {
		t.Errorf("believes in %.1f tokens, of which Atlas says that there are 3", b.tokens)
	}
}

// TestBucketIsPessimistic runs a bucket of Atlas beside ours, with requests and
// answers in any order: once Atlas told what is left, ours never holds more
// than Atlas's, so that nobody is refused.
func TestBucketIsPessimistic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := float64(rapid.IntRange(1, 50).Draw(t, "limit"))
		rate := rapid.Float64Range(0.1, 20).Draw(t, "rate")
		now, b, truth := time.Unix(0, 0), bucket{}, limit
		b.setRate(limit, rate)
		type flight struct {
			permit
			left    float64
			counted bool
		}
		var flying []flight
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				d := time.Duration(rapid.IntRange(1, 3000).Draw(t, "ms")) * time.Millisecond
				now, truth = now.Add(d), min(limit, truth+rate*d.Seconds())
			case 1:
				if b.heard || len(flying) == 0 {
					if b.wait(now, 1) == 0 {
						flying = append(flying, flight{permit: b.take(now)})
					}
				}
			case 2: // Atlas counts one
				if i := rapid.IntRange(0, 20).Draw(t, "which"); i < len(flying) && !flying[i].counted {
					if truth -= 1; truth < -1e-6 {
						t.Fatalf("refused: Atlas has %.3f left, and we believe in %.3f", truth+1, b.tokens+1)
					}
					flying[i].counted, flying[i].left = true, float64(int(truth))
				}
			case 3: // an answer arrives
				if i := rapid.IntRange(0, 20).Draw(t, "which"); i < len(flying) && flying[i].counted {
					b.land(now)
					b.left(now, flying[i].permit, limit, flying[i].left)
					flying = append(flying[:i], flying[i+1:]...)
				}
			}
		}
	})
}
