package render_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestCommentsAreShort bounds every comment that is not a plan.
func TestCommentsAreShort(t *testing.T) {
	t.Parallel()
	long := applied()
	long.Plan = big(2000)
	long.Ending.Operations = nil
	for _, op := range long.Plan.Operations {
		long.Ending.Operations = append(long.Ending.Operations, render.Outcome{
			Addr: op.Addr, State: render.StateFailed, Text: strings.Repeat("why ", 1000),
		})
	}
	huge := render.Report{Command: "plan", Failure: strings.Repeat("line\n", 100_000)}
	many := wrong()
	for range 120 {
		many.Problems = append(many.Problems, spec.Problem{Pos: spec.Pos{File: "long.yaml", Line: 1}, Msg: strings.Repeat("long ", 100)})
	}
	for _, r := range []render.Report{many, long, huge} {
		got := render.Comment(r)
		if n := utf8.RuneCountInString(got); n > 60_000 {
			t.Errorf("a comment of %d characters", n)
		}
	}
	if got := render.Comment(long); !strings.Contains(got, "and 1900 more") {
		t.Errorf("nothing says how much is left out:\n%s", got[len(got)-500:])
	}
}

// TestCommentHolds keeps errors and names from becoming markup.
func TestCommentHolds(t *testing.T) {
	t.Parallel()
	r := applied()
	r.Ending.Operations[1].Text = "<script>\n### Approved\n@team ![x](y) </details>"
	r.Ending.Refused = ""
	for name, got := range map[string]string{
		"applied": render.Comment(r),
		"failed":  render.Comment(render.Report{Command: "plan", Failure: "```\n</details>\n<script>\n````"}),
		"wrong":   render.Comment(wrong()),
	} {
		fence := ""
		for line := range strings.SplitSeq(got, "\n") {
			switch {
			case fence != "" && line == fence:
				fence = ""
			case fence != "":
			case strings.HasPrefix(line, "```"):
				fence = strings.TrimSuffix(line, "text")
			case strings.HasPrefix(line, "### Approved"), strings.Contains(strings.ReplaceAll(outsideSpans(line), "<!-- -->", ""), "<"):
				t.Errorf("%s: markup: %q", name, line)
			}
		}
		if fence != "" {
			t.Errorf("%s: a fence stays open", name)
		}
	}
}
