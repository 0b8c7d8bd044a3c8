package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// moment is when to kill a process: as soon as it has come, by what the process
// has written. The zero moment never comes.
type moment struct {
	come  func(stderr, journal string) bool // what it has written so far
	after time.Duration                     // that much later
	name  string
}

// drawMoment draws one. It is where chance cannot be repeated: between the moment
// and the kill, the process goes on.
func drawMoment(r *rand.Rand) moment {
	lines, size, records := 1+r.IntN(30), 1+r.IntN(6000), 1+r.IntN(12)
	after := time.Duration(r.IntN(40_000)) * time.Microsecond
	switch r.IntN(6) {
	case 0:
		return moment{name: fmt.Sprintf("killed at line %d", lines), come: func(stderr, _ string) bool {
			return strings.Count(stderr, "\n") >= lines
		}}
	case 1:
		return moment{name: fmt.Sprintf("killed at byte %d of the journal", size), come: func(_, journal string) bool {
			return len(journal) >= size
		}}
	case 2:
		return moment{name: fmt.Sprintf("killed at record %d of the journal", records), come: func(_, journal string) bool {
			return strings.Count(journal, "\n") >= records
		}}
	case 3, 4: // when it does not know what came of a write
		return moment{name: "killed when an answer is lost", after: after / 10, come: func(stderr, _ string) bool {
			return strings.Contains(stderr, ": no answer to ")
		}}
	}
	return moment{name: fmt.Sprintf("killed %s after the first intent", after), after: after, come: func(_, journal string) bool {
		return strings.Contains(journal, `"type":"intend"`)
	}}
}

// await returns why the process is to be killed, or nothing when it has ended.
func (m moment) await(c *chaos, stderr *buffer, ended <-chan struct{}) string {
	late := time.NewTimer(patience)
	defer late.Stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	before := c.journal()
	for m.come == nil || !m.come(stderr.String(), string(since(before, c.journal()))) {
		select {
		case <-tick.C:
		case <-ended:
			return ""
		case <-late.C:
			return hung
		}
	}
	later := time.NewTimer(m.after)
	defer later.Stop()
	select {
	case <-later.C:
		return m.name
	case <-ended:
		return ""
	}
}

// since is what a process has written into the journal that it has found: behind
// it, or in its place.
func since(before, now []byte) []byte {
	if rest, same := bytes.CutPrefix(now, before); same {
		return rest
	}
	return now
}
