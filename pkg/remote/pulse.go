package remote

import "time"

// heartbeat is how often what waits is heard of, however rarely it asks.
const heartbeat = 10 * time.Second

// pulse tells that a wait goes on: at once when the state is another one, and
// every heartbeat, whenever the ticks come.
type pulse struct {
	report func(state string) // nil: nobody listens
	state  string             // what was last seen; empty is nothing yet
	at     time.Time          // when it was last told
}

func (p *pulse) beat(now time.Time, state string) {
	if state == "" || state == p.state && now.Sub(p.at) < heartbeat {
		return
	}
	p.state, p.at = state, now
	if p.report != nil {
		p.report(state)
	}
}

// next is how long it is to the next beat.
func (p *pulse) next(now time.Time) time.Duration {
	if p.state == "" {
		return heartbeat
	}
	return p.at.Add(heartbeat).Sub(now)
}
