package migrate

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// scalar gives the range of the text of a scalar, without its quotes.
func (t *text) scalar(n *yaml.Node) (from, to int, ok bool) {
	from, ok = t.content(n)
	if !ok || n.Kind != yaml.ScalarNode {
		return 0, 0, false
	}
	quote := ""
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		quote = `"`
	case n.Style&yaml.SingleQuotedStyle != 0:
		quote = "'"
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return 0, 0, false
	}
	if !bytes.HasPrefix(t.data[from:], []byte(quote+n.Value+quote)) {
		return 0, 0, false
	}
	from += len(quote)
	return from, from + len(n.Value), true
}

// end gives the place behind a node. Only the last of its children are looked
// at.
func (t *text) end(n *yaml.Node) (int, bool) {
	at, ok := t.content(n)
	if !ok {
		return 0, false
	}
	switch {
	case n.Kind == yaml.ScalarNode:
		return t.endOfScalar(n, at)
	case n.Kind == yaml.AliasNode:
		name := []byte("*" + n.Value)
		return at + len(name), bytes.HasPrefix(t.data[at:], name)
	case n.Style&yaml.FlowStyle != 0:
		return t.endOfFlow(n, at)
	case len(n.Content) == 0:
		return 0, false
	case n.Kind == yaml.MappingNode:
		return t.endOfPair(n, len(n.Content)-2)
	default:
		return t.end(n.Content[len(n.Content)-1])
	}
}

func (t *text) endOfScalar(n *yaml.Node, at int) (int, bool) {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return t.endOfQuotes(at, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return t.endOfQuotes(at, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0, n.Value == "":
		return 0, false
	}
	// Where a plain scalar goes over several lines, a break is a blank.
	for i := 0; i < len(n.Value); {
		r, size := utf8.DecodeRuneInString(n.Value[i:])
		switch next := t.gap(at); {
		case strings.ContainsRune(" \t\n", r) && next > at:
			at = next
			i = len(n.Value) - len(strings.TrimLeft(n.Value[i:], " \t\n"))
		case bytes.HasPrefix(t.data[at:], []byte(n.Value[i:i+size])):
			i, at = i+size, at+size
		default:
			return 0, false
		}
	}
	return at, true
}

func (t *text) endOfQuotes(at int, quote byte) (int, bool) {
	if !t.at(at, string(quote)) {
		return 0, false
	}
	for at++; at < len(t.data); at++ {
		switch {
		case t.data[at] == '\\' && quote == '"':
			at++
		case t.data[at] != quote:
		case quote == '\'' && t.at(at+1, "'"):
			at++
		default:
			return at + 1, true
		}
	}
	return 0, false
}

// endOfFlow gives the place behind the closing bracket.
func (t *text) endOfFlow(n *yaml.Node, at int) (int, bool) {
	brackets := "{}"
	if n.Kind == yaml.SequenceNode {
		brackets = "[]"
	}
	if !t.at(at, brackets[:1]) {
		return 0, false // a map of one pair needs no brackets in a list
	}
	at++
	if last := len(n.Content) - 1; last >= 0 {
		var ok bool
		if n.Kind == yaml.MappingNode {
			at, ok = t.endOfPair(n, last-1)
		} else {
			at, ok = t.end(n.Content[last])
		}
		if !ok {
			return 0, false
		}
	}
	if at = t.space(at); t.at(at, ",") {
		at = t.space(at + 1)
	}
	return at + 1, t.at(at, brackets[1:])
}

// endOfPair gives the place behind the value of a key.
func (t *text) endOfPair(m *yaml.Node, i int) (int, bool) {
	at, ok := t.end(m.Content[i])
	if !ok {
		return 0, false
	}
	value := m.Content[i+1]
	if colon := t.space(at); t.at(colon, ":") {
		at = colon + 1
	} else if !isEmpty(value) {
		return 0, false
	}
	if isEmpty(value) && properties(value) == 0 {
		return at, true
	}
	return t.end(value)
}
