package emulator

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// underway holds the requests whose clients have lost them and that will have
// their effect all the same, when their time comes. Nothing has to watch the
// clock for that: what an effect is seen by are requests, and each of them finds
// done what is due. What is under way when the emulator ends is lost.
type underway struct {
	mu      sync.Mutex
	pending []lateRequest // in the order in which they are due
}

type lateRequest struct {
	due  time.Time
	rule string
	r    *http.Request
	next http.Handler
}

// postpone takes a request over from the client that is about to lose it.
func (e *Emulator) postpone(s *strike) {
	r := s.r.Clone(context.WithoutCancel(s.r.Context()))
	r.Body = io.NopCloser(bytes.NewReader(readAhead(s.r)))
	late := lateRequest{e.clock.now().Add(s.Latency), s.w.Header().Get(FaultHeader), r, s.next}
	e.underway.mu.Lock()
	defer e.underway.mu.Unlock()
	at := slices.IndexFunc(e.underway.pending, func(other lateRequest) bool { return other.due.After(late.due) })
	if at < 0 {
		at = len(e.underway.pending)
	}
	e.underway.pending = slices.Insert(e.underway.pending, at, late)
}

// land performs what is due. Who comes meanwhile waits for that.
func (e *Emulator) land() {
	e.underway.mu.Lock()
	defer e.underway.mu.Unlock()
	for len(e.underway.pending) > 0 && !e.clock.now().Before(e.underway.pending[0].due) {
		late := e.underway.pending[0]
		e.underway.pending = e.underway.pending[1:]
		x := e.exchange(late.r)
		done := &answer{header: http.Header{}}
		late.next.ServeHTTP(done, late.r)
		done.WriteHeader(http.StatusOK)
		if e.log != nil {
			x.Fault, x.Effect = late.rule, done.status
			e.log(x)
		}
	}
}
