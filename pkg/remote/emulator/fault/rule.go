package fault

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Rule is one rule, as [Parse] makes it. The zero Rule matches nothing.
type Rule struct {
	methods []string // none: every method
	pattern pattern
	pick    pick
	effect  Effect
}

// Act is what becomes of a request that is struck.
type Act int

// The acts.
const (
	Delay    Act = iota // it takes longer, and nothing else
	Refuse              // Atlas answers with Status, and Code where there is one
	Page                // a proxy answers with Status and a page
	Drop                // the connection is closed without an answer
	Truncate            // the answer breaks off
	Dribble             // the body takes Slow
	Edit                // somebody else changes the object
	Vanish              // somebody else deletes the object
)

// Moment is when an act happens, seen from the effect that the request has.
type Moment int

// The moments. Usual is after a read and before a write for what somebody else
// does, and Before for everything else. Late is of Drop alone: it happens at once,
// and the request has its effect when Latency is over.
const (
	Usual Moment = iota
	Before
	After
	Late
)

// Effect is what happens to a request that is struck.
type Effect struct {
	Act        Act
	Moment     Moment        // of Latency too; not of Truncate and Dribble
	Latency    time.Duration // in emulated time, beside any act
	Status     int           // of Refuse and Page
	Code       string        // of Refuse; empty: the status has a form of its own
	RetryAfter *int          // seconds, of the header with a 429 or 503; nil: none is sent
	Slow       time.Duration // of Dribble, in emulated time
}

// String writes the rule as Parse reads it.
func (r Rule) String() string {
	var words []string
	if len(r.methods) > 0 {
		words = append(words, strings.Join(r.methods, ","))
	}
	words = append(words, r.pattern.text)
	words = append(words, r.pick.words()...)
	words = append(words, r.effect.words()...)
	return strings.Join(words, " ")
}

func (r Rule) matches(req Request, path path) bool {
	if len(r.methods) > 0 && !slices.Contains(r.methods, req.Method) {
		return false
	}
	if r.effect.Act == Edit && !req.Editable || r.effect.Act == Vanish && !req.Deletable {
		return false
	}
	return r.pattern.text != "" && r.pattern.matches(path)
}

func (e Effect) words() []string {
	var words []string
	if e.Latency > 0 {
		words = append(words, "latency="+e.Latency.String())
	}
	switch e.Act {
	case Delay:
	case Refuse:
		words = append(words, "status="+strconv.Itoa(e.Status))
	case Page:
		words = append(words, "html="+strconv.Itoa(e.Status))
	case Drop:
		return append(words, "drop"+e.Moment.suffix())
	case Truncate:
		words = append(words, "truncate")
	case Dribble:
		words = append(words, "slow="+e.Slow.String())
	case Edit:
		return append(words, "edit"+e.Moment.suffix())
	case Vanish:
		return append(words, "vanish"+e.Moment.suffix())
	}
	if e.Code != "" {
		words = append(words, "code="+e.Code)
	}
	if e.RetryAfter != nil {
		words = append(words, "retry-after="+strconv.Itoa(*e.RetryAfter))
	}
	if e.Moment == After {
		words = append(words, "after")
	}
	return words
}

// suffix is the moment as the value of a word.
func (m Moment) suffix() string {
	switch m {
	case Usual:
		return ""
	case Before:
		return "=before"
	case After:
		return "=after"
	case Late:
		return "=late"
	}
	return ""
}
