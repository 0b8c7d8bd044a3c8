package remote

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// attempt is what came of sending a request once.
type attempt struct {
	method string
	// err says why there is no answer, or no whole one. Unsent: it surely did
	// not reach Atlas. Fatal: it would not another time either.
	err           error
	unsent, fatal bool
	status        int // 0 when there is no answer
	code, detail  string
	parameters    []string
	header        http.Header
	foreign       bool // the answer is not of Atlas, but of a proxy
}

// past is what has been since the request was sent for the first time, and
// what is known of the run.
type past struct {
	repeats  map[string]int // how often it was sent again, by the name of the rule
	pausing  time.Duration  // in all, but for waiting for a turn
	sending  time.Duration  // in all
	accepted bool           // the credentials were accepted in this run
	heard    bool           // Atlas has answered in this run, whatever it said
	single   bool           // the caller would rather have a failure than a wait
}

// verdict is what to do about an attempt: to give it back, or to send the
// request again after a while.
type verdict struct {
	again       bool
	after       time.Duration
	rule        string
	attempt, of int
	reason      string
}

// rule is how one class of failures is met.
type rule struct {
	name    string
	refused bool          // it had no effect: any method may be sent again
	repeats int           // at most; 0 gives the failure back
	first   time.Duration // the pause, which doubles
	most    time.Duration // what it doubles up to
}

var (
	// Atlas is not ready for it yet, mostly for a minute.
	notYet = rule{"not yet", true, 29, 10 * time.Second, 10 * time.Second}
	// The budget of requests is used up. Where many ask at once, one of them may
	// be the one that is refused many times over: it is patience that ends it.
	limited = rule{"limited", true, 30, 10 * time.Second, time.Minute}
	// Nobody could be reached, or no token be had.
	unreached = rule{"unreached", true, 5, time.Second, 16 * time.Second}
	// Atlas refuses good credentials now and then.
	unaccepted = rule{"unaccepted", true, 1, time.Second, time.Second}
	// A trouble that passes, but what became of the request is unknown.
	passing = rule{"passing", false, 5, time.Second, 16 * time.Second}
	// The streams service is not ready: it says so with a status of 400.
	hiccup = rule{"hiccup", true, 3, 2 * time.Second, 8 * time.Second}
	final  = rule{}
)

// unheardRepeats is how often the first request of a run is sent again where it
// met a proxy, or nobody: that tells of a wrong address more than of a bad day.
const unheardRepeats = 2

// patience bounds all that is done about one request. What would take longer
// is given back at once.
const patience = 15 * time.Minute

// byCode is the first table to look into: the same status means many things.
var byCode = map[string]rule{
	// The name of a cluster that was just deleted is still being cleaned up.
	"CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP": notYet,
	// What a cluster left in its network is cleaned up for a while after that is gone; a
	// plan has seen to it that there is none.
	"CONTAINERS_IN_USE": notYet,
	// A Kafka connection cannot be deleted before it is deployed.
	"STREAM_KAFKA_CONNECTION_IS_DEPLOYING": notYet,
	// A cluster cannot be paused while it is changing.
	"CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES": notYet,
	// Atlas itself is being upgraded, which it says with a status of 405.
	"WRITES_NOT_ALLOWED_DURING_APP_UPGRADES": notYet,
	"RATE_LIMITED":                           limited,
	"RATE_LIMITED_TOKEN_BUCKET":              limited,
	// It comes after a minute of work, with a status of 504.
	"STREAM_PROCESSOR_TIMEOUT": passing,
	// Such a 401 is about a role, not about the credentials.
	"USER_UNAUTHORIZED": final,
	"NOT_IN_GROUP":      final,
}

// byText tells apart what comes with the code STREAM_PROCESSOR_GENERIC_ERROR:
// most of it are mistakes in the document.
var byText = []struct {
	text string
	rule rule
}{
	{"no healthy upstream", hiccup},
	{"timed out trying to acquire tenant lock", hiccup},
	{"commandName does not exist in context", hiccup},
	{"failed to acquire resources for stream processor validation", hiccup},
	// These were under way already.
	{"upstream request timeout", passing},
	{"An internal error occurred", passing},
}

// byStatus is the second table. Statuses from 500 on are passing, too.
var byStatus = map[int]rule{
	http.StatusUnauthorized:    unaccepted,
	http.StatusRequestTimeout:  passing,
	http.StatusTooManyRequests: limited,
}

// ruleOf classes what Atlas, or somebody in between, answered.
func ruleOf(status int, code, detail string) rule {
	if r, ok := byCode[code]; ok {
		return r
	}
	if code == processorTrouble {
		for _, t := range byText {
			if strings.Contains(detail, t.text) {
				return t.rule
			}
		}
	}
	if r, ok := byStatus[status]; ok {
		return r
	}
	if status >= http.StatusInternalServerError {
		return passing
	}
	return final
}

// rule classes an attempt.
func (a attempt) rule() rule {
	switch {
	case a.fatal:
		return final
	case a.unsent:
		if token, ok := errors.AsType[*APIError](a.err); ok && token.Status == http.StatusTooManyRequests {
			return limited
		}
		return unreached
	case a.err != nil:
		return passing
	}
	return ruleOf(a.status, a.code, a.detail)
}

// decide is the whole policy. Jitter is from 0 up to 1.
func decide(a attempt, p past, jitter float64) verdict {
	r := a.rule()
	if p.single || r.repeats == 0 || r.name == unaccepted.name && !p.accepted {
		return verdict{}
	}
	if a.method != http.MethodGet && !r.refused { // whoever sent it has to find out what became of it
		return verdict{}
	}
	if !p.heard && r.name != limited.name && (a.unsent || a.foreign) {
		r.repeats = unheardRepeats
	}
	n := p.repeats[r.name]
	after := a.pause(r, n, jitter)
	spent := p.pausing + after
	if !r.refused { // no answer may be a matter of minutes; a refusal comes at once
		spent += p.sending
	}
	if n >= r.repeats || spent > patience {
		return verdict{}
	}
	return verdict{true, after, r.name, n + 1, r.repeats, a.reason()}
}

// pause is how long to wait before the request is sent again for the n-th time,
// counted from 0. Jitter keeps those who failed together from coming back
// together.
func (a attempt) pause(r rule, n int, jitter float64) time.Duration {
	backoff := min(r.first<<n, r.most)
	told, ok := a.told()
	if !ok {
		return backoff + time.Duration(jitter*float64(backoff/2))
	}
	// "0 seconds" occurs, also time and again.
	least := min(time.Second<<n, 30*time.Second)
	return max(told, least) + time.Duration(jitter*float64(time.Second))
}

// told is the wait that the answer asks for: the header, in seconds or as a
// date, else the second parameter of a 429.
func (a attempt) told() (time.Duration, bool) {
	text := a.header.Get("Retry-After")
	if until, err := http.ParseTime(text); err == nil {
		date, err := http.ParseTime(a.header.Get("Date"))
		return max(0, until.Sub(date)), err == nil
	}
	if text == "" && a.status == http.StatusTooManyRequests && len(a.parameters) > 1 {
		text = a.parameters[1]
	}
	seconds, err := strconv.ParseUint(text, 10, 31)
	return time.Duration(seconds) * time.Second, err == nil
}

// reason is what went wrong, in a few words.
func (a attempt) reason() string {
	status := strings.ToLower(http.StatusText(a.status))
	switch {
	case a.err != nil:
		return a.err.Error()
	case a.status == http.StatusTooManyRequests:
		return "429 rate limited"
	case a.foreign:
		return fmt.Sprintf("%d %s from a proxy", a.status, status)
	case a.code != "" && a.status < http.StatusInternalServerError:
		return fmt.Sprintf("%d %s", a.status, a.code)
	}
	return fmt.Sprintf("%d %s", a.status, status)
}
