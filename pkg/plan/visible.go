package plan

import "strings"

// VisibleSum is a checksum over what people see of a comment: its lines, however
// they end, without those that HTML hides and without blank ones at the ends. It has
// no key: it keeps nobody from writing another comment with its own checksum.
func VisibleSum(comment string) string {
	var seen strings.Builder
	for line := range strings.Lines(strings.TrimPrefix(comment, "\ufeff")) {
		if !hidden(strings.TrimSpace(line)) {
			seen.WriteString(strings.TrimRight(line, "\r\n") + "\n")
		}
	}
	return sum([]byte(strings.TrimSpace(seen.String())))
}

// hidden reports whether a line is one comment of HTML, and nothing else.
func hidden(line string) bool {
	return strings.HasPrefix(line, "<!--") && strings.Index(line, "-->") == len(line)-len("-->")
}
