package migrate

import "gopkg.in/yaml.v3"

// edit puts other text in the place of a range of bytes.
type edit struct {
	from, to int
	with     string
}

// cut removes the pair i of the map that is the value of parent. A map that
// becomes empty is written {}, because nothing at all would be null.
func (t *text) cut(parent pair, i int) ([]edit, bool) {
	if parent.value.Style&yaml.FlowStyle != 0 {
		return t.cutFlow(parent.value, i)
	}
	return t.cutBlock(parent, i)
}

// cutBlock removes whole lines.
func (t *text) cutBlock(parent pair, i int) ([]edit, bool) {
	m := parent.value
	at, ok := t.offset(m.Content[i])
	end, ok2 := t.endOfPair(m, i)
	if !ok || !ok2 || !t.ends(end) {
		return nil, false
	}
	first, last := t.lineOf(at), t.lineOf(end-1)
	indent := at - t.lines[first]
	if t.blanks(t.lines[first]) != at {
		return nil, false // something is before the key, such as a question mark
	}
	for last+1 < t.lineCount() {
		// What goes on about the removed lines is indented deeper.
		if column, comment := t.isComment(last + 1); !comment || column <= indent {
			break
		}
		last++
	}
	edits := []edit{t.cutLines(t.above(first, indent), last+1)}
	if len(m.Content) > 2 {
		return edits, true
	}
	at, ok = t.behindColon(parent)
	return append(edits, edit{at, at, " {}"}), ok
}

// behindColon gives the place where a value on the line of its key would be
// written: behind the colon, the anchor and the tag.
func (t *text) behindColon(p pair) (int, bool) {
	at, ok := t.end(p.key)
	if !ok {
		return 0, false
	}
	if at = t.space(at); !t.at(at, ":") {
		return 0, false
	}
	return t.behind(at+1, p.value), true
}

// above gives the first of the comment lines directly above a line that are
// indented as far.
func (t *text) above(line, indent int) int {
	for line > 0 {
		if column, comment := t.isComment(line - 1); !comment || column != indent {
			break
		}
		line--
	}
	return line
}

// cutLines removes the lines first to last-1. Where this would bring two runs
// of blank lines together, or leave one at the end, the one above goes too.
func (t *text) cutLines(first, last int) edit {
	if last == t.lineCount() || t.isBlank(last) {
		for first > 0 && t.isBlank(first-1) {
			first--
		}
	}
	return edit{t.lines[first], t.lines[last], ""}
}
