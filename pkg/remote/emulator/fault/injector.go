package fault

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"
)

// Request is what a decision depends on.
type Request struct {
	Method string
	Path   string // escaped, as it was sent
	Query  string // as it was sent
	// Editable and Deletable tell whether it is for an object, not for a list, that
	// somebody else could change or delete.
	Editable, Deletable bool
}

// Injector decides for one request after another. Its methods may be called at
// the same time.
type Injector struct {
	seed  uint64
	rules []Rule

	mu      sync.Mutex
	matched []int // by each rule
	struck  []int // by each rule
	seen    map[string]int
}

// New returns an injector that has not seen a request yet.
func New(seed uint64, rules []Rule) *Injector {
	return &Injector{
		seed:    seed,
		rules:   append([]Rule(nil), rules...),
		matched: make([]int, len(rules)),
		struck:  make([]int, len(rules)),
		seen:    map[string]int{},
	}
}

// Next takes note of a request, and returns the rule that strikes it and what
// shall happen.
func (i *Injector) Next(req Request) (rule Rule, effect Effect, struck bool) {
	path, ok := parsePath(req.Path)
	if !ok || len(i.rules) == 0 {
		return Rule{}, Effect{}, false
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	same := req.Method + " " + req.Path + "?" + req.Query
	i.seen[same]++
	for at, r := range i.rules {
		if !r.matches(req, path) {
			continue
		}
		i.matched[at]++
		if !struck && r.pick.strikes(i.matched[at], i.struck[at], func() float64 { return i.draw(r, same) }) {
			i.struck[at]++
			rule, effect, struck = r, r.effect, true
		}
	}
	return rule, effect, struck
}

// draw returns a number in [0, 1) that belongs to a rule and to the present
// occurrence of a request. The text of the rule, not its place, is part of it,
// so that another rule more changes nothing for this one.
func (i *Injector) draw(r Rule, same string) float64 {
	hash := sha256.Sum256([]byte(strings.Join([]string{
		strconv.FormatUint(i.seed, 10), r.String(), same, strconv.Itoa(i.seen[same]),
	}, "\x00")))
	return float64(binary.BigEndian.Uint64(hash[:8])>>11) / (1 << 53)
}
