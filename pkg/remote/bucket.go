package remote

import (
	"math"
	"time"
)

// bucket is what we believe of one budget of Atlas: a bucket of tokens that is
// refilled all the time, of which every request takes one. It is a model: the
// truth is with Atlas, others take from it as well, and every answer that tells
// how much is left puts the model right.
type bucket struct {
	limit  float64 // how many tokens there can be; 0 is unknown
	rate   float64 // tokens a second
	told   bool    // the rate is Atlas's word, not an assumption
	heard  bool    // an answer said how much is left; before it nothing waits
	tokens float64
	at     time.Time // when tokens was true
	closed time.Time // until when Atlas wants no request

	sent, flying int
	base         mark
}

// permit is one token, taken.
type permit struct {
	taken        time.Time
	sent, flying int // of the bucket when it was taken, without this one
}

// mark is a moment with nothing under way, so that what is left is exact.
type mark struct {
	at   time.Time
	left float64
	sent int
}

// assumedRefill is how long a bucket is thought to take from empty to full:
// the slowest that was recorded takes three minutes.
const assumedRefill = 3 * time.Minute

// setRate takes over capacity and refill as Atlas tells them.
func (b *bucket) setRate(limit, perSecond float64) {
	if limit > 0 && perSecond > 0 {
		b.limit, b.rate, b.told = limit, perSecond, true
	}
}

// refill brings the model up to now. What is under way may not be counted yet,
// and Atlas's bucket still full: then nothing comes in there.
func (b *bucket) refill(now time.Time) {
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		full := b.limit - float64(b.flying)
		b.tokens = max(b.tokens, min(full, b.tokens+b.rate*passed))
		b.at = now
	}
}

// wait is how long it takes until there are n tokens: 0 is now.
func (b *bucket) wait(now time.Time, n float64) time.Duration {
	wait := max(0, b.closed.Sub(now))
	if !b.heard {
		return wait
	}
	b.refill(now)
	if lack := n - b.tokens; lack > 0 {
		// A little more than it takes: to be early by a rounding error is to
		// be refused.
		wait = max(wait, time.Duration(math.Ceil(lack/b.rate*1000)+1)*time.Millisecond)
	}
	return wait
}

// take sends a request.
func (b *bucket) take(now time.Time) permit {
	p := permit{now, b.sent, b.flying}
	b.refill(now)
	b.tokens--
	b.sent++
	b.flying++
	return p
}

// land ends a request, whatever came of it.
func (b *bucket) land(now time.Time) {
	b.refill(now)
	b.flying--
}

// giveBack is for a request that cost nothing.
func (b *bucket) giveBack() { b.tokens = min(b.limit, b.tokens+1) }

// left takes in what an answer says is left. Requests that were under way with
// it may have been counted in that or not, which is how far the model is
// trusted; and tokens have come in since it was sent.
func (b *bucket) left(now time.Time, p permit, limit, left float64) {
	b.refill(now)
	if b.limit = limit; b.rate == 0 {
		b.rate = limit / assumedRefill.Seconds()
	}
	uncounted := float64(p.flying + b.sent - p.sent - 1)
	low, high := left-uncounted, left+b.rate*now.Sub(p.taken).Seconds()
	if !b.heard {
		b.heard, b.tokens, b.at = true, low, now
	}
	b.tokens = max(low, min(b.tokens, high, limit))
	if uncounted == 0 {
		b.learn(mark{now, left, b.sent})
	}
}

// learn finds the refill out from two moments with nothing under way. What
// others take makes it seem slower, which is as well: what we have is what they
// leave. A bucket that is full, or may have been in between, teaches nothing.
func (b *bucket) learn(m mark) {
	const enough, least = 10, 20 * time.Second // tokens: one is within the rounding
	passed := m.at.Sub(b.base.at)
	if m.left >= b.limit-1 || passed > assumedRefill {
		b.base = m
		return
	}
	came := m.left - b.base.left + float64(m.sent-b.base.sent)
	if !b.told && came >= enough && passed >= least {
		b.rate, b.base = (came-1)/passed.Seconds(), m
	}
}

// refuse takes in that Atlas refused a request, which costs nothing, and wants
// none for a while.
func (b *bucket) refuse(now time.Time, wait time.Duration) {
	b.refill(now)
	b.tokens = min(b.tokens+1, 0)
	if until := now.Add(wait); until.After(b.closed) {
		b.closed = until
	}
}
