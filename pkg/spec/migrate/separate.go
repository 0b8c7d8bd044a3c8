package migrate

import "bytes"

// cutDocument removes the document around a place, with the marker above it.
// Comments that may be about something else stay: a header of the file that a
// blank line sets off, and what a blank line sets off at the end.
func (t *text) cutDocument(at int) edit {
	first, last := t.lineOf(at), t.lineOf(at)
	for first > 0 && !t.marks(first, "---") && !t.marks(first-1, "...") {
		first--
	}
	for last++; last < t.lineCount() && !t.marks(last, "---") && !t.marks(last-1, "..."); {
		last++
	}
	if !t.marks(first, "---") {
		first = t.above(t.lineOf(at), 0)
		if len(bytes.TrimSpace(t.data[:t.lines[first]])) == 0 {
			first = 0
		}
	}
	last = t.footnotes(first, last)
	if last < t.lineCount() {
		return edit{t.lines[first], t.lines[last], ""}
	}
	return t.cutLines(first, last)
}

// footnotes gives the first of the comment lines at the end of some lines that
// a blank line sets off from the rest, or the end.
func (t *text) footnotes(first, last int) int {
	isFootnote := func(line int) bool {
		indent, comment := t.isComment(line)
		return comment && indent == 0
	}
	line := last
	for line > first && (t.isBlank(line-1) || isFootnote(line-1)) {
		line--
	}
	for line < last && !t.isBlank(line) {
		line++
	}
	for line < last && t.isBlank(line) {
		line++
	}
	return line
}

// marks reports whether a line is a marker between documents.
func (t *text) marks(line int, marker string) bool {
	rest, ok := bytes.CutPrefix(t.line(line), []byte(marker))
	return ok && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t')
}
