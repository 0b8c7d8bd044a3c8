package fault

import "strconv"

// pick says which of the requests that match a rule it strikes. At most one of
// nth, every, first and p is set.
type pick struct {
	nth, every, first int
	p                 float64
	times             int
}

// strikes decides on the n-th request that matches, n counting from 1, when the
// rule has struck so many times before. A draw lies in [0, 1).
func (p pick) strikes(n, before int, draw func() float64) bool {
	switch {
	case p.times > 0 && before >= p.times:
		return false
	case p.nth > 0:
		return n == p.nth
	case p.every > 0:
		return n%p.every == 0
	case p.first > 0:
		return n <= p.first
	case p.p > 0:
		return draw() < p.p
	}
	return true
}

func (p pick) words() []string {
	var words []string
	for _, count := range []struct {
		name string
		n    int
	}{{"nth", p.nth}, {"every", p.every}, {"first", p.first}} {
		if count.n > 0 {
			words = append(words, count.name+"="+strconv.Itoa(count.n))
		}
	}
	if p.p > 0 {
		words = append(words, "p="+strconv.FormatFloat(p.p, 'g', -1, 64))
	}
	if p.times > 0 {
		words = append(words, "times="+strconv.Itoa(p.times))
	}
	return words
}
