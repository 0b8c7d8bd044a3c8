package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// byteOrderMark is tolerated at the start of a source, where Windows editors
// put it, and nowhere else: yaml.v3 would make it part of a key.
const byteOrderMark = '\ufeff'

// maxSearched bounds the size of a source in which the line of a syntax error
// is searched; beyond it, the line that yaml.v3 names has to do.
const maxSearched = 1 << 20

// parse splits a source into its documents. Those before a syntax error are
// given too, so that their problems are reported in the same run.
func parse(src Source) ([]*yaml.Node, Problems) {
	data := bytes.TrimPrefix(src.Data, []byte(string(byteOrderMark)))
	if at, msg := firstForbidden(data); msg != "" {
		line, col := lineCol(data, at)
		return nil, Problems{{Pos: Pos{src.Name, line, col}, Msg: msg}}
	}
	nodes, err := decodeAll(data)
	nodes = slices.DeleteFunc(nodes, isEmpty)
	switch {
	case err != nil:
		return nodes, Problems{syntaxProblem(src.Name, data, err)}
	case len(nodes) == 0:
		return nil, Problems{{Pos: Pos{File: src.Name}, Msg: "the file holds no document: declare a resource in it, or remove the file"}}
	}
	return nodes, nil
}

// firstForbidden finds the first byte that YAML does not allow, and says what
// is wrong with it.
func firstForbidden(data []byte) (at int, msg string) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return 0, "the file is UTF-16: save it as UTF-8"
	}
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			return at, fmt.Sprintf("byte 0x%02x is not UTF-8: save the file as UTF-8", data[at])
		case r == byteOrderMark:
			return at, "a byte order mark in the middle of the file: remove it"
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r >= 0x7f && r < 0xa0 && r != 0x85, r == 0xfffe, r == 0xffff:
			return at, fmt.Sprintf(`control character U+%04X is not allowed: remove it, or write it as an escape in "double quotes"`, r)
		}
		at += size
	}
	return 0, ""
}

// lineCol gives the place of a byte as an editor shows it.
func lineCol(data []byte, at int) (line, col int) {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data[:at]))
	return 1 + strings.Count(text, "\n"), 1 + utf8.RuneCountInString(text[strings.LastIndexByte(text, '\n')+1:])
}

// decodeAll reads documents until the end or the first error. The tree is
// built without following any alias, so that its size is bounded by the
// source's; yaml.v3 itself refuses to nest deeper than 10,000 levels.
func decodeAll(data []byte) (nodes []*yaml.Node, err error) {
	// The scanner of yaml.v3 panics where its own assumptions break; such an
	// input is no YAML either.
	defer func() {
		if r := recover(); r != nil {
			err = errBrokenParser
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			return nodes, nil
		} else if err != nil {
			return nodes, err
		}
		if len(doc.Content) > 0 {
			nodes = append(nodes, doc.Content[0])
		}
	}
}

var errBrokenParser = errors.New("yaml: this cannot be read as YAML")

// isEmpty reports whether a document has nothing in it, or only comments.
func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Value == ""
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxProblem finds the line that a syntax error is about. yaml.v3 names the
// line where the surrounding block began, or the one before, or none; so we
// search for the shortest run of lines that fails in the same way.
func syntaxProblem(file string, data []byte, err error) Problem {
	lines := bytes.SplitAfter(data, []byte("\n"))
	low, high := 1, len(lines)
	if len(data) > maxSearched {
		line, _ := strconv.Atoi(yamlLine.FindStringSubmatch(err.Error())[1])
		low = min(max(line, low), high)
		high = low
	}
	for low < high {
		middle := (low + high) / 2
		if _, e := decodeAll(bytes.Join(lines[:middle], nil)); e != nil && e.Error() == err.Error() {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return Problem{Pos: Pos{File: file, Line: low}, Msg: "not YAML: " + syntaxWords(err, lines[low-1])}
}

// syntaxWords says in our words what yaml.v3 found in a line. Its own words
// stay for what is not in the list; none of them quotes the source, in which
// the text may be a secret.
func syntaxWords(err error, line []byte) string {
	words := yamlLine.ReplaceAllString(err.Error(), "")
	if bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("\t")) {
		return "a tab cannot indent: use spaces"
	}
	for _, s := range []struct{ prefix, ours string }{
		{"found character that cannot start any token", "a value cannot start with a tab, @, ` or %: put it in quotes"},
		{"mapping values are not allowed", `a second ": " on the line, or a wrong indent: put text that holds ": " in quotes`},
		{"did not find expected key", "wrong indent, or text that should be in quotes: a key is expected here"},
		{"could not find expected ':'", `a key without ":" behind it`},
		{"did not find expected ',' or ']'", "a list in [ ] is not closed, or lacks a comma"},
		{"did not find expected ',' or '}'", "a map in { } is not closed, or lacks a comma"},
		{"did not find expected '-' indicator", `wrong indent: an item of the list that starts with "- " is expected here`},
		{"did not find expected node content", "a value is expected here"},
		{"found unexpected end of stream", "the quote that opens here is never closed"},
		{"found unknown escape character", `unknown escape in "double quotes": write \\ for a backslash, or use 'single quotes'`},
		{"unknown anchor", "the alias names an anchor that is not in this document: put text that starts with * in quotes"},
		{"found undefined tag handle", "a YAML tag is not supported: put text that starts with ! in quotes"},
		{"exceeded max depth", fmt.Sprintf("nested deeper than %d levels", maxDepth)},
	} {
		if strings.HasPrefix(words, s.prefix) {
			return s.ours
		}
	}
	return words
}
