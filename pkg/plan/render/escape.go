package render

import (
	"html"
	"strings"
)

// prose escapes a sentence for markdown, so that a name in it is only a name.
// The entity for the pipe also holds inside tables, where a backslash in front
// of it would be read twice.
func prose(s string) string {
	return strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "~", `\~`,
		"$", `\$`, "[", `\[`, "]", `\]`, "|", "&#124;",
	).Replace(markup(s))
}

// markup escapes a text for HTML. The empty comment keeps a name after an @
// from being notified.
func markup(s string) string {
	return strings.ReplaceAll(html.EscapeString(printable(s)), "@", "@<!-- -->")
}

// code makes a code span, whose fence is longer than any run of backticks in
// it.
func code(s string) string {
	s = printable(s)
	fence := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " " // one blank on each side is not shown
	}
	return fence + s + fence
}

// fenceFor gives a fence that nothing in the text can close.
func fenceFor(text string) string {
	return strings.Repeat("`", max(3, longestRun(text)+1))
}

// longestRun counts the backticks of the longest run of them.
func longestRun(s string) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
