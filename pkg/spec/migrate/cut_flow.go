package migrate

import "gopkg.in/yaml.v3"

// item is a pair of a flow map and what is around it.
type item struct {
	from, to    int
	before      int // where the bracket ends, or the item before
	left, right int // the commas around it, or -1
}

// cutFlow removes a pair and one comma.
func (t *text) cutFlow(m *yaml.Node, i int) ([]edit, bool) {
	open, ok := t.content(m)
	closed, ok2 := t.endOfFlow(m, open)
	if !ok || !ok2 {
		return nil, false
	}
	if len(m.Content) == 2 {
		return []edit{{open + 1, closed - 1, ""}}, true
	}
	it, ok := t.item(m, i, open+1)
	if !ok {
		return nil, false
	}
	return t.cutItem(it), true
}

// item finds a pair in a flow map of several; first is where the first one may
// begin.
func (t *text) item(m *yaml.Node, i, first int) (item, bool) {
	it := item{before: first, left: -1, right: -1}
	var ok bool
	if i > 0 {
		if it.before, ok = t.endOfPair(m, i-2); !ok {
			return it, false
		}
		if it.left = t.space(it.before); !t.at(it.left, ",") {
			return it, false
		}
		first = it.left + 1
	}
	if it.from, ok = t.offset(m.Content[i]); !ok || t.space(first) != it.from {
		return it, false // something is before the key, such as a question mark
	}
	if it.to, ok = t.endOfPair(m, i); !ok {
		return it, false
	}
	if comma := t.space(it.to); t.at(comma, ",") {
		it.right = comma
	}
	return it, it.left >= 0 || it.right >= 0
}

// cutItem removes an item, one of its commas, the comment on its line and, when
// nothing else is on the line, the line.
func (t *text) cutItem(it item) []edit {
	from, to, comma := it.from, it.to, max(it.left, it.right)
	var edits []edit
	switch {
	case it.right >= 0 && t.blanks(to) == it.right:
		to = it.right + 1
	case it.left >= 0 && (t.blanks(it.left+1) == from || t.gap(it.left+1) == from && !t.ends(to)):
		from = it.left
	case it.right >= 0 && t.ends(to) && t.gap(t.stop(to)) == it.right:
		return []edit{{from, t.blanks(it.right + 1), ""}} // the next line begins with the comma
	default:
		edits = append(edits, edit{comma, comma + 1, ""})
	}
	line := t.lineOf(from)
	start, stop, rest := t.lines[line], t.stop(to-1), t.blanks(to)
	switch {
	case t.blanks(start) == from && t.ends(to):
		first := t.above(line, from-start)
		return append(edits, edit{t.lines[first], t.lines[t.lineOf(to-1)+1], ""})
	case t.ends(to) && (rest == stop || it.left < 0 || t.lineOf(it.before) != line):
		// The rest of the line is about the item, so it goes with it.
		for to = stop; from > it.before && t.at(from-1, " \t"); {
			from--
		}
	case to > it.right && it.right >= 0:
		to = rest
	}
	return append(edits, edit{from, to, ""})
}
