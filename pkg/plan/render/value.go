package render

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

const (
	maxText = 400 // characters of one line of text that are shown whole
	maxFold = 80  // characters of text of several lines that are shown whole
	maxHead = 64  // characters of the first line of what is cut
	maxPair = 100 // characters of "old -> new" that share a line
)

// value writes a node on one line.
func value(n *yaml.Node) string {
	switch {
	case n == nil:
		return ""
	case n.Tag == spec.SecretTag:
		return "(secret)"
	case n.Tag == spec.HiddenTag:
		return "(hidden)"
	case n.Kind == yaml.MappingNode:
		members := make([]string, 0, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			members = append(members, quote(n.Content[i].Value)+": "+value(n.Content[i+1]))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case n.Kind == yaml.SequenceNode:
		members := make([]string, len(n.Content))
		for i, c := range n.Content {
			members[i] = value(c)
		}
		return "[" + strings.Join(members, ", ") + "]"
	case n.ShortTag() == "!!str":
		return shorten(n.Value)
	default:
		return printable(n.Value)
	}
}

// shorten cuts what would drown its neighbours, such as a certificate. The
// hash tells two values with the same beginning apart.
func shorten(s string) string {
	runes, lines := utf8.RuneCountInString(s), strings.Count(strings.TrimSuffix(s, "\n"), "\n")+1
	if runes <= maxFold || lines == 1 && runes <= maxText {
		return quote(s)
	}
	head, _, _ := strings.Cut(s, "\n")
	head = strings.TrimRight(head, "\r")
	if r := []rune(head); len(r) > maxHead {
		head = string(r[:maxHead])
	}
	size := spec.Count(len(s), "byte")
	if lines > 1 {
		size = spec.Count(lines, "line") + ", " + size
	}
	return fmt.Sprintf("%s… (%s, sha256 %.6x)", quote(head), size, sha256.Sum256([]byte(s)))
}

// quote writes a text so that it cannot be taken for anything else; the rule
// stands in the package comment.
func quote(s string) string {
	if plain(s) {
		return s
	}
	return strconv.Quote(s)
}

func plain(s string) bool {
	return s != "" &&
		!strings.ContainsRune("\"'`[]{}()!&*|>%@#,?:-~=< ", rune(s[0])) &&
		!strings.HasSuffix(s, " ") && !strings.HasSuffix(s, ":") &&
		!strings.Contains(s, ": ") && !strings.Contains(s, " #") && !strings.Contains(s, " -> ") &&
		!strings.Contains(s, "…") &&
		isPrintable(s) && !typed(s)
}

// typed reports whether YAML reads an unquoted text as something else. The
// words of YAML 1.1 are among them, since many readers still think in them.
func typed(s string) bool {
	words := []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
	if slices.Contains(words, strings.ToLower(s)) {
		return true
	}
	if s == "" || !strings.ContainsRune("0123456789+.iInN", rune(s[0])) { // spares the parsers most words
		return false
	}
	_, errFloat := strconv.ParseFloat(strings.TrimPrefix(s, "."), 64)
	_, errInt := strconv.ParseInt(s, 0, 64)
	return errFloat == nil || errInt == nil
}

// printable lets a name or a sentence through as it is, with everything in it
// escaped that is not a visible character or a space.
func printable(s string) string {
	if isPrintable(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if strconv.IsPrint(r) && (r != utf8.RuneError || n > 1) {
			b.WriteString(s[:n])
		} else {
			quoted := strconv.Quote(s[:n])
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		s = s[n:]
	}
	return b.String()
}

func isPrintable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) })
}
