package fault

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// methods are those of HTTP that the API has routes for, or that clients try.
func methods() []string {
	return []string{"GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"}
}

// Parse reads one rule. An error names the word that is wrong and what may stand
// there; the caller knows where the rule was written.
func Parse(text string) (Rule, error) {
	words := strings.Fields(text)
	var d draft
	if len(words) > 0 && !strings.HasPrefix(words[0], "/") {
		chosen, err := parseMethods(words[0])
		if err != nil {
			return Rule{}, err
		}
		d.rule.methods, words = chosen, words[1:]
	}
	if len(words) == 0 {
		return Rule{}, errors.New("the path is missing: want something like POST /streams/** nth=2 drop=after")
	}
	p, err := parsePattern(words[0])
	if err != nil {
		return Rule{}, err
	}
	d.rule.pattern = p
	for _, word := range words[1:] {
		if err := d.add(word); err != nil {
			return Rule{}, err
		}
	}
	if err := d.check(); err != nil {
		return Rule{}, err
	}
	return d.rule, nil
}

// ParseFile reads one rule a line. Empty lines mean nothing, nor does what follows
// a word that begins with #. All bad lines are reported at once, by name and line.
func ParseFile(name, text string) ([]Rule, error) {
	var rules []Rule
	var problems []error
	number := 0
	for line := range strings.Lines(text) {
		number++
		words := strings.Fields(line)
		if at := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, "#") }); at >= 0 {
			words = words[:at]
		}
		if len(words) == 0 {
			continue
		}
		rule, err := Parse(strings.Join(words, " "))
		if err != nil {
			problems = append(problems, fmt.Errorf("%s:%d: %w", name, number, err))
			continue
		}
		rules = append(rules, rule)
	}
	return rules, errors.Join(problems...)
}

func parseMethods(text string) ([]string, error) {
	chosen := strings.Split(text, ",")
	for i, method := range chosen {
		if !slices.Contains(methods(), method) {
			return nil, fmt.Errorf("%q is no method and no path: want methods among %s, with commas between them, or a path that begins with /",
				method, strings.Join(methods(), ", "))
		}
		if slices.Contains(chosen[:i], method) {
			return nil, fmt.Errorf("method %s is there twice", method)
		}
	}
	return chosen, nil
}

// draft is a rule that is being read.
type draft struct {
	rule Rule
	said []string // the names of its words so far
}

func (d *draft) add(text string) error {
	name, value, given := strings.Cut(text, "=")
	known := words()
	at := slices.IndexFunc(known, func(w word) bool { return w.name == name })
	if at < 0 {
		var forms []string
		for _, w := range known {
			forms = append(forms, w.forms()...)
		}
		return fmt.Errorf("%q is no word of a rule: want one of %s", text, strings.Join(forms, ", "))
	}
	if slices.Contains(d.said, name) {
		return fmt.Errorf("%s: it is there twice", text)
	}
	w := known[at]
	if (given && w.value == "") || (!given && w.value != "" && !w.optional) || !w.set(&d.rule, value, given) {
		return fmt.Errorf("%s: want %s", text, w.wanted())
	}
	d.said = append(d.said, name)
	return nil
}

// among returns those of the names that were said.
func (d *draft) among(names ...string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(d.said, name) })
}

// check refuses words that say nothing beside each other, or too little.
func (d *draft) check() error {
	if which := d.among("nth", "every", "first", "p"); len(which) > 1 {
		return fmt.Errorf("%s and %s contradict each other: a rule has one of nth, every, first and p", which[0], which[1])
	}
	if which := d.among("nth", "first"); len(which) > 0 && d.rule.pick.times > 0 {
		return fmt.Errorf("times says nothing beside %s: leave it out", which[0])
	}
	acts := d.among("status", "html", "drop", "truncate", "slow", "edit", "vanish")
	if len(acts) > 1 {
		return fmt.Errorf("%s and %s contradict each other: write two rules", acts[0], acts[1])
	}
	if len(acts) == 0 && d.rule.effect.Latency == 0 {
		return errors.New("it does not say what happens: want latency, status, html, drop, truncate, slow, edit or vanish")
	}
	if err := d.checkAfter(acts); err != nil {
		return err
	}
	if d.rule.effect.Moment == Late && d.rule.effect.Latency == 0 {
		return errors.New("drop=late: want beside it how late, such as latency=10s")
	}
	return d.checkStatus()
}

func (d *draft) checkAfter(acts []string) error {
	if len(d.among("after")) == 0 {
		return nil
	}
	if len(acts) > 0 && acts[0] != "status" && acts[0] != "html" {
		if moments := d.among("drop", "edit", "vanish"); len(moments) > 0 {
			return fmt.Errorf("after: beside %s it is written %s=after", moments[0], moments[0])
		}
		return fmt.Errorf("after says nothing beside %s: it goes with latency, status and html", acts[0])
	}
	return nil
}

func (d *draft) checkStatus() error {
	e := d.rule.effect
	own := slices.Contains([]int{401, 429, 500, 503}, e.Status)
	switch {
	case e.Act != Refuse && e.Code != "":
		return errors.New("code says nothing without status: write status=409 code=" + e.Code)
	case e.Act == Refuse && !own && e.Code == "":
		return fmt.Errorf("status=%d: want a code beside it, such as code=CLUSTER_NOT_FOUND; only 401, 429, 500 and 503 do without", e.Status)
	case e.Code != "" && (e.Status == 401 || e.Status == 429):
		return fmt.Errorf("status=%d has one form only, and takes no code", e.Status)
	case e.RetryAfter != nil && (e.Act != Refuse || e.Status != 429 && e.Status != 503):
		return errors.New("retry-after goes with status=429 and status=503 only")
	}
	return nil
}
