package spec

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// report collects what is wrong with one document.
type report struct {
	file               string
	problems, warnings Problems
}

// problemf reports a problem at a node.
func (r *report) problemf(n *yaml.Node, format string, args ...any) {
	r.problemAt(r.pos(n), format, args...)
}

func (r *report) problemAt(pos Pos, format string, args ...any) {
	r.problems = append(r.problems, Problem{Pos: pos, Msg: fmt.Sprintf(format, args...)})
}

// warnf reports something that may be right.
func (r *report) warnf(n *yaml.Node, format string, args ...any) {
	r.warnings = append(r.warnings, Problem{Pos: r.pos(n), Msg: fmt.Sprintf(format, args...)})
}

func (r *report) pos(n *yaml.Node) Pos {
	return Pos{File: r.file, Line: n.Line, Col: n.Column}
}

func (p Pos) compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// describe says what a node is, in the words of our errors. It never gives the
// text away.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.Tag {
	case "!!null":
		return "nothing"
	case "!!bool":
		return "a boolean"
	case "!!int", "!!float":
		return "a number"
	default:
		return "text"
	}
}

// isNull reports whether a node is null, or nothing at all.
func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// maxQuoted is how much of a text an error repeats.
const maxQuoted = 80

// quote repeats a text in an error, cut when it is long.
func quote(text string) string {
	if utf8.RuneCountInString(text) > maxQuoted {
		text = string([]rune(text)[:maxQuoted]) + "…"
	}
	return strconv.Quote(text)
}

// keyName repeats a key in an error, after a blank, unless it looks like
// anything but a name: a slip of the syntax can turn a secret into a key.
func keyName(key string) string {
	if !plainKey(key) {
		return ""
	}
	return " " + strconv.Quote(key)
}

// plainKey reports whether a key looks like a name.
func plainKey(key string) bool {
	return key != "" && len(key) <= maxQuoted && strings.Trim(key, letters+digits+"_-./") == ""
}

// join makes a dotted path.
func join(path, key string) string {
	switch {
	case path == "":
		return key
	case !plainKey(key):
		return path
	default:
		return path + "." + key
	}
}

// list writes a, b or c.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
