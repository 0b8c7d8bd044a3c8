package fault

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// word is one word of a rule: a name, or a name and a value.
type word struct {
	name     string
	value    string // an example of what it takes, or all of it separated by bars; empty: nothing
	limits   string // of the value, for people
	optional bool   // it may stand without its value
	set      func(r *Rule, value string, given bool) bool
}

// forms are the ways to write the word.
func (w word) forms() []string {
	var forms []string
	if w.value == "" || w.optional {
		forms = append(forms, w.name)
	}
	if w.value != "" {
		for value := range strings.SplitSeq(w.value, "|") {
			forms = append(forms, w.name+"="+value)
		}
	}
	return forms
}

// wanted says what the word should have been.
func (w word) wanted() string {
	text := strings.Join(w.forms(), " or ")
	if w.limits != "" {
		text += " (" + w.limits + ")"
	}
	return text
}

// words is the table of them, in the order in which people are told.
func words() []word {
	const count1, span = "1 at least", "more than 0, 24h at most"
	return []word{
		{name: "nth", value: "3", limits: count1, set: count(func(r *Rule) *int { return &r.pick.nth })},
		{name: "every", value: "3", limits: count1, set: count(func(r *Rule) *int { return &r.pick.every })},
		{name: "first", value: "3", limits: count1, set: count(func(r *Rule) *int { return &r.pick.first })},
		{name: "p", value: "0.2", limits: "more than 0, 1 at most", set: setProbability},
		{name: "times", value: "3", limits: count1, set: count(func(r *Rule) *int { return &r.pick.times })},
		{name: "latency", value: "2s", limits: span, set: duration(func(r *Rule) *time.Duration { return &r.effect.Latency })},
		{name: "status", value: "503", limits: "400 to 599", set: setStatus},
		{name: "code", value: "ERROR_CODE", limits: "capitals, digits and _", set: setCode},
		{name: "retry-after", value: "30", limits: "whole seconds", set: setRetryAfter},
		{name: "html", value: "502|503|504", set: setPage},
		{name: "drop", value: "before|after|late", set: setDrop},
		{name: "truncate", set: func(r *Rule, _ string, _ bool) bool { r.effect.Act = Truncate; return true }},
		{name: "slow", value: "2s", limits: span, set: setSlow},
		{name: "edit", value: "before|after", optional: true, set: moment(Edit)},
		{name: "vanish", value: "before|after", optional: true, set: moment(Vanish)},
		{name: "after", set: func(r *Rule, _ string, _ bool) bool { r.effect.Moment = After; return true }},
	}
}

// most bounds numbers, so that nobody has to think about larger ones.
const most = 1_000_000_000

func count(of func(*Rule) *int) func(*Rule, string, bool) bool {
	return func(r *Rule, value string, _ bool) bool {
		n, err := strconv.Atoi(value)
		*of(r) = n
		return err == nil && n >= 1 && n <= most
	}
}

func duration(of func(*Rule) *time.Duration) func(*Rule, string, bool) bool {
	return func(r *Rule, value string, _ bool) bool {
		d, err := time.ParseDuration(value)
		*of(r) = d
		return err == nil && d > 0 && d <= 24*time.Hour
	}
}

func moment(act Act) func(*Rule, string, bool) bool {
	return func(r *Rule, value string, given bool) bool {
		r.effect.Act = act
		switch value {
		case "before":
			r.effect.Moment = Before
		case "after":
			r.effect.Moment = After
		}
		return !given || value == "before" || value == "after"
	}
}

func setDrop(r *Rule, value string, given bool) bool {
	if value == "late" {
		r.effect.Act, r.effect.Moment = Drop, Late
		return true
	}
	return moment(Drop)(r, value, given)
}

func setProbability(r *Rule, value string, _ bool) bool {
	p, err := strconv.ParseFloat(value, 64)
	r.pick.p = p
	return err == nil && p > 0 && p <= 1
}

func setStatus(r *Rule, value string, _ bool) bool {
	status, err := strconv.Atoi(value)
	r.effect.Act, r.effect.Status = Refuse, status
	return err == nil && status >= 400 && status <= 599
}

var errorCode = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

func setCode(r *Rule, value string, _ bool) bool {
	r.effect.Code = value
	return errorCode.MatchString(value)
}

func setRetryAfter(r *Rule, value string, _ bool) bool {
	seconds, err := strconv.Atoi(value)
	r.effect.RetryAfter = &seconds
	return err == nil && seconds >= 0 && seconds <= most
}

func setPage(r *Rule, value string, _ bool) bool {
	status, err := strconv.Atoi(value)
	r.effect.Act, r.effect.Status = Page, status
	return err == nil && status >= 502 && status <= 504
}

func setSlow(r *Rule, value string, given bool) bool {
	r.effect.Act = Dribble
	return duration(func(r *Rule) *time.Duration { return &r.effect.Slow })(r, value, given)
}
