package render_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// TestMarkdownHolds reads markdown as GitHub does, as far as it matters: what
// a fence and a fold contain stays inside, and the table keeps its columns.
func TestMarkdownHolds(t *testing.T) {
	t.Parallel()
	var (
		opening = regexp.MustCompile("^(`{3,})diff$")
		ours    = strings.NewReplacer("<!-- -->", "", "<summary><b>", "", "</b>", "", "</summary>", "")
	)
	for _, tc := range append(cases(), testCase{"big", big(300)}) {
		fence, folds := "", 0
		for i, line := range strings.Split(render.Markdown(tc.plan, render.MarkdownOptions{}), "\n") {
			m := opening.FindStringSubmatch(line)
			switch {
			case fence != "" && line == fence:
				fence = ""
			case fence != "":
				if !strings.Contains("+-!#", line[:1]) || strings.Contains(line, fence) {
					t.Errorf("%s:%d: in a fence: %q", tc.name, i+1, line)
				}
			case m != nil:
				fence = m[1]
			case strings.HasPrefix(line, plan.MarkerStart) && strings.HasSuffix(line, plan.MarkerEnd):
				if inside := line[4 : len(line)-3]; strings.ContainsAny(inside, "<>") || strings.Contains(inside, "--") {
					t.Errorf("%s:%d: a broken marker: %q", tc.name, i+1, line)
				}
			case strings.HasPrefix(line, "<details"):
				folds++
			case line == "</details>":
				folds--
			case strings.HasPrefix(line, "| "):
				if strings.Count(line, "|") != 8 || strings.Contains(ours.Replace(line), "<") {
					t.Errorf("%s:%d: a broken row: %q", tc.name, i+1, line)
				}
			default:
				if strings.Contains(ours.Replace(outsideSpans(line)), "<") {
					t.Errorf("%s:%d: a tag: %q", tc.name, i+1, line)
				}
			}
		}
		if fence != "" || folds != 0 {
			t.Errorf("%s: fence %q and %d folds stay open", tc.name, fence, folds)
		}
	}
}

// TestMarkdownFolds keeps a small plan open and a big one closed.
func TestMarkdownFolds(t *testing.T) {
	t.Parallel()
	if !strings.Contains(render.Markdown(update(), render.MarkdownOptions{}), "<details open>") {
		t.Error("a small plan is folded")
	}
	if !strings.Contains(render.Markdown(big(300), render.MarkdownOptions{}), "<details>") {
		t.Error("a big plan is not folded")
	}
}

// outsideSpans drops code spans: from a run of backticks that is not escaped
// to the next run of the same length.
func outsideSpans(line string) string {
	run := regexp.MustCompile("\\\\.|`+|[^`\\\\]+")
	rest, tokens := "", run.FindAllString(line, -1)
	for i := 0; i < len(tokens); i++ {
		if end := slices.Index(tokens[i+1:], tokens[i]); tokens[i][0] == '`' && end >= 0 {
			i += 1 + end
			continue
		}
		rest += tokens[i]
	}
	return rest
}
