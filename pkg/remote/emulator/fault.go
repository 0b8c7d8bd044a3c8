package emulator

import (
	"errors"
	"maps"
	"net/http"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

// FaultHeader is on every answer to a request that a fault has struck, with the
// rule as its value. Atlas has no such header: it is there so that a test can
// tell what was meant to go wrong from what was not.
const FaultHeader = "X-Emulator-Fault"

// SetFaults replaces the rules by which requests go wrong. Counting begins anew.
func (e *Emulator) SetFaults(rules ...fault.Rule) {
	if len(rules) == 0 {
		e.injector.Store(nil)
		return
	}
	e.injector.Store(fault.New(e.faultSeed, rules))
}

// injectFaults makes requests go wrong. It lies inside of authentication, so that
// rules count requests that are let in: a client that signs with a digest sends
// some of its requests twice, and the first of the two has no effect that could
// go wrong.
func (e *Emulator) injectFaults(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.land()
		injector := e.injector.Load()
		if injector == nil {
			next.ServeHTTP(w, r)
			return
		}
		rule, effect, struck := injector.Next(fault.Request{
			Method:    r.Method,
			Path:      r.URL.EscapedPath(),
			Query:     r.URL.RawQuery,
			Editable:  e.asAnother(r, fault.Edit) != nil,
			Deletable: e.asAnother(r, fault.Vanish) != nil,
		})
		if !struck {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set(FaultHeader, rule.String())
		s := strike{e: e, w: w, r: r, next: next, Effect: effect}
		s.do()
	})
}

// strike is a request that goes wrong.
type strike struct {
	fault.Effect

	e    *Emulator
	w    http.ResponseWriter
	r    *http.Request
	next http.Handler
}

// do reads the body first, and puts it back: a server notices that the client has
// gone away only when nothing of the request is left to read, and a connection
// that is closed with bytes left is reset, which looks different to each client.
func (s *strike) do() {
	readAhead(s.r)
	switch s.Act {
	case fault.Delay:
		s.delay()
	case fault.Refuse:
		s.instead()
		s.e.refuseByRule(s.w, s.r, s.Effect)
	case fault.Page:
		s.instead()
		writePage(s.w, s.Status)
	case fault.Drop:
		if s.Moment == fault.Late {
			s.e.postpone(s)
		} else {
			s.instead()
		}
		hangUp()
	case fault.Truncate:
		s.wait(s.Latency)
		s.truncate(s.perform())
	case fault.Dribble:
		s.wait(s.Latency)
		s.dribble(s.perform())
	case fault.Edit, fault.Vanish:
		s.wait(s.Latency)
		s.interfere()
	}
}

func (s *strike) delay() {
	if s.Moment != fault.After {
		s.wait(s.Latency)
		s.next.ServeHTTP(s.w, s.r)
		return
	}
	done := s.perform()
	s.wait(s.Latency)
	s.send(done, done.body.Bytes())
}

// instead does what comes before something else than the answer.
func (s *strike) instead() {
	if s.Moment == fault.After {
		s.perform()
	}
	s.wait(s.Latency)
}

// perform has the request answered, and keeps the answer. Its effect is saved.
func (s *strike) perform() *answer {
	done := &answer{header: s.w.Header().Clone()}
	s.next.ServeHTTP(done, s.r)
	done.WriteHeader(http.StatusOK)
	if out, logged := s.w.(*observed); logged {
		out.effect = done.status
	}
	return done
}

// wait lets emulated time pass. A client that does not wait so long gets no
// answer, and its request no further.
func (s *strike) wait(d time.Duration) {
	if d > 0 && s.e.Sleep(s.r.Context(), d) != nil {
		hangUp()
	}
}

// hangUp ends the request without another byte of an answer.
func hangUp() { panic(http.ErrAbortHandler) }

// send sends the head of an answer that was kept, and as much of its body.
func (s *strike) send(done *answer, body []byte) {
	maps.Copy(s.w.Header(), done.sent)
	s.w.WriteHeader(done.status)
	s.flush(body)
}

// flush sends a piece at once where that means something: over a socket.
func (s *strike) flush(piece []byte) {
	// The client may be gone; then nobody is left to tell.
	_, _ = s.w.Write(piece)
	_ = http.NewResponseController(s.w).Flush()
}

// truncate announces all of the body and sends half of it. Where there is none,
// nothing is sent at all.
func (s *strike) truncate(done *answer) {
	if done.body.Len() > 0 {
		s.send(done, done.body.Bytes()[:done.body.Len()/2])
	}
	hangUp()
}

// dribble sends the body in pieces, with the time spread between them.
func (s *strike) dribble(done *answer) {
	const pieces = 10
	s.send(done, nil)
	body := done.body.Bytes()
	for i := range pieces {
		s.wait(s.Slow / pieces)
		s.flush(body[len(body)*i/pieces : len(body)*(i+1)/pieces])
	}
}

// interfere has somebody else change or delete the object, before the request is
// performed or after.
func (s *strike) interfere() {
	early := s.Moment == fault.Before || s.Moment == fault.Usual && !isRead(s.r)
	if early && !s.secondEditor() {
		return
	}
	done := s.perform()
	if !early && !s.secondEditor() {
		return
	}
	s.send(done, done.body.Bytes())
}

// secondEditor does what somebody else does. That Atlas refuses it, or that the
// object is not there, is no failure; that it cannot be saved is one, and answers
// the request.
func (s *strike) secondEditor() bool {
	err := s.e.editAsAnother(s.r, s.Act)
	var refused *apiError
	if err == nil || errors.As(err, &refused) {
		return true
	}
	writeError(s.w, err)
	return false
}

func isRead(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }
