package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// note says what is left out of a comment, or nothing. It stands at the top:
// nobody may take a part for the whole.
func (m *markdown) note() string {
	gaps := missing(m.pieces())
	if gaps == "" && m.whole {
		return ""
	}
	var texts []string
	if gaps != "" {
		texts = append(texts, "**This is not all of it:** there is no room for "+gaps+
			". "+code("atlasctl plan")+" shows everything.")
	}
	switch {
	case !m.approves && m.cut == classDestroyed:
		texts = append(texts, "What is deleted or replaced is not named completely, so this comment cannot approve the plan; "+
			code("--approved FILE")+" does.")
	case !m.approves:
		texts = append(texts, "The plan has too many projects for this comment to approve it; "+code("--approved FILE")+" does.")
	case !m.whole:
		texts = append(texts, "The plan has too many operations for this comment to approve what an apply in part leaves over; "+
			code("--approved FILE")+" does.")
	}
	return "> " + strings.Join(texts, " ")
}

// missing counts what is left out, the most important first.
func missing(pieces []*piece) string {
	counts := map[lost]int{}
	var nouns []*piece
	for _, p := range pieces {
		if p.kept {
			continue
		}
		if counts[p.lost] == 0 {
			nouns = append(nouns, p)
		}
		counts[p.lost] += p.count
	}
	slices.SortStableFunc(nouns, func(a, b *piece) int { return int(a.class - b.class) })
	var texts []string
	for _, p := range nouns {
		texts = append(texts, p.lost.part+spec.Count(counts[p.lost], p.lost.noun))
	}
	switch n := len(texts); n {
	case 0, 1:
		return strings.Join(texts, "")
	default:
		return fmt.Sprintf("%s and %s", strings.Join(texts[:n-1], ", "), texts[n-1])
	}
}
