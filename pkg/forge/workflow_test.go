package forge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/forge"
)

func TestAnnotation(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]forge.Annotation{
		"::error file=a.yaml,line=3,col=7,title=shop/x::broken":                    {Level: "error", File: "a.yaml", Line: 3, Col: 7, Title: "shop/x", Text: "broken"},
		"::notice::100%25 %0D%0A::error::x, y: z":                                  {Level: "notice", Text: "100% \r\n::error::x, y: z"},
		"::warning file=a%2Cline=9%3A%3A.yaml,title=%25 %0A%3A%3Aadd-mask%3A%3A::": {Level: "warning", File: "a,line=9::.yaml", Title: "% \n::add-mask::"},
	} {
		if got := a.String(); got != want || strings.ContainsAny(got, "\r\n") {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

// TestOutput reads outputs as the runner does: a name and a value, or a name, a
// word, and lines up to one that is the word.
func TestOutput(t *testing.T) {
	t.Parallel()
	word, _, _ := strings.Cut(strings.TrimPrefix(forge.Output("a", "x\ny"), "a<<"), "\n")
	for _, value := range []string{
		"", "sha256:1", "a=b<<c", "two\nlines", "end\n\n", "x\n" + word + "\nb=evil", "b<<EOF\nevil\nEOF", "x\ry",
	} {
		text := forge.Output("name", value)
		if got, single := strings.CutPrefix(text, "name="); single {
			if got != value+"\n" || strings.Count(text, "\n") != 1 {
				t.Errorf("%q reads as %q", value, got)
			}
			continue
		}
		lines := strings.Split(text, "\n")
		name, end, _ := strings.Cut(lines[0], "<<")
		i := slices.Index(lines[1:], end)
		if got := strings.Join(lines[1:1+max(i, 0)], "\n"); name != "name" || got != value || i != len(lines)-3 {
			t.Errorf("%q reads as %q in %q", value, got, text)
		}
	}
}
