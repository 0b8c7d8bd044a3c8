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
	many := wrong()
	for range 120 {
		many.Problems = append(many.Problems, spec.Problem{Pos: spec.Pos{File: "long.yaml", Line: 1}, Msg: strings.Repeat("long ", 100)})
	}
	for _, r := range []render.Report{many, long} {
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
		"wrong":   render.Comment(wrong()),
	} {
		for line := range strings.SplitSeq(got, "\n") {
			bare := strings.ReplaceAll(outsideSpans(line), "<!-- -->", "")
			if strings.HasPrefix(line, "### Approved") || strings.Contains(bare, "<") {
				t.Errorf("%s: markup: %q", name, line)
			}
		}
	}
}

// TestCommentOnFailure sends to the log, and repeats nothing of it.
func TestCommentOnFailure(t *testing.T) {
	t.Parallel()
	for log, want := range map[string]string{
		"": "Its log says why.",
		"https://github.example.com/shop/infra/actions/runs/7": "[Its log](https://github.example.com/shop/infra/actions/runs/7) says why.",
		"https://x) ![y](https://z":                            "Its log says why.",
		"javascript:alert(1)":                                  "Its log says why.",
	} {
		got := render.Comment(render.Report{Command: "plan", Failure: "service account mdb_sa_1 is refused", Log: log})
		if want = "**Plan failed.**\n\n" + want + "\n"; got != want {
			t.Errorf("log %q: got %q, want %q", log, got, want)
		}
	}
}
