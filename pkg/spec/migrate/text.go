package migrate

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// text is a source as bytes, in which the nodes of the parser are found again.
// Its methods give ok only where the bytes hold what the node says.
type text struct {
	data  []byte
	lines []int // where each line begins, and the end
}

func newText(data []byte) *text {
	t := &text{data: data, lines: []int{0}}
	for at := 0; at < len(data); {
		size := breakAt(data[at:])
		at += max(size, 1)
		if size > 0 && at < len(data) {
			t.lines = append(t.lines, at)
		}
	}
	t.lines = append(t.lines, len(data))
	return t
}

// breakAt gives the size of the line break that data begins with. YAML 1.1,
// which the parser follows, has five.
func breakAt(data []byte) int {
	for _, s := range []string{"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029"} {
		if len(data) >= len(s) && string(data[:len(s)]) == s {
			return len(s)
		}
	}
	return 0
}

// lineOf gives the number of the line that a byte is in, from 0.
func (t *text) lineOf(at int) int {
	return max(0, sort.SearchInts(t.lines[:len(t.lines)-1], at+1)-1)
}

// stop gives the place where the line of a byte ends, before its break.
func (t *text) stop(at int) int {
	i := t.lineOf(at)
	return t.lines[i] + len(t.line(i))
}

// line gives a line without its break.
func (t *text) line(i int) []byte {
	line := t.data[t.lines[i]:t.lines[i+1]]
	for at := max(0, len(line)-3); at < len(line); at++ {
		if size := breakAt(line[at:]); size > 0 && at+size == len(line) {
			return line[:at]
		}
	}
	return line
}

// lineCount gives how many lines there are.
func (t *text) lineCount() int { return len(t.lines) - 1 }

// offset gives the place where a node begins.
func (t *text) offset(n *yaml.Node) (int, bool) {
	if n.Line < 1 || n.Line > t.lineCount() || n.Column < 1 {
		return 0, false
	}
	at := t.lines[n.Line-1]
	for range n.Column - 1 {
		if at >= len(t.data) {
			return 0, false
		}
		_, size := utf8.DecodeRune(t.data[at:])
		at += size
	}
	return at, true
}

// content gives the place where a node begins behind its anchor and its tag.
func (t *text) content(n *yaml.Node) (int, bool) {
	at, ok := t.offset(n)
	if ok && properties(n) > 0 {
		at = t.space(t.behind(at, n))
	}
	return at, ok
}

// behind gives the end of the anchor and the tag of a node; from is where they
// begin, or the space before them.
func (t *text) behind(from int, n *yaml.Node) int {
	for range properties(n) {
		at := t.space(from)
		if !t.at(at, "&!") {
			break
		}
		rest := bytes.IndexAny(t.data[at:], " \t\r\n\u0085\u2028\u2029,[]{}")
		if rest < 0 {
			return len(t.data)
		}
		from = at + rest
	}
	return from
}

// properties counts what stands before a node: its anchor and its tag.
func properties(n *yaml.Node) (count int) {
	if n.Anchor != "" {
		count++
	}
	if n.Style&yaml.TaggedStyle != 0 {
		count++
	}
	return count
}

// at reports whether one of some bytes stands at a place.
func (t *text) at(at int, chars string) bool {
	return at < len(t.data) && strings.IndexByte(chars, t.data[at]) >= 0
}

// blanks gives the end of the blanks that begin at a place.
func (t *text) blanks(at int) int {
	for t.at(at, " \t") {
		at++
	}
	return at
}

// space gives the end of the blanks, line breaks and comments that begin at a
// place.
func (t *text) space(at int) int {
	for at = t.gap(at); t.comment(at); at = t.gap(at) {
		at = t.stop(at)
	}
	return at
}

// gap gives the end of the blanks and line breaks that begin at a place.
func (t *text) gap(at int) int {
	for at < len(t.data) {
		size := breakAt(t.data[at:])
		if size == 0 && !t.at(at, " \t") {
			break
		}
		at += max(size, 1)
	}
	return at
}

// comment reports whether a comment begins at a place.
func (t *text) comment(at int) bool {
	return t.at(at, "#") && (at == 0 || t.at(at-1, " \t") || at == t.lines[t.lineOf(at)])
}

// ends reports whether a line holds nothing more than a comment.
func (t *text) ends(at int) bool {
	at = t.blanks(at)
	return at == len(t.data) || breakAt(t.data[at:]) > 0 || t.comment(at)
}

// isBlank reports whether nothing is in a line.
func (t *text) isBlank(i int) bool { return len(bytes.Trim(t.line(i), " \t")) == 0 }

// isComment reports whether only a comment is in a line, and how far it is
// indented.
func (t *text) isComment(i int) (indent int, ok bool) {
	rest := bytes.TrimLeft(t.line(i), " \t")
	return len(t.line(i)) - len(rest), len(rest) > 0 && rest[0] == '#'
}
