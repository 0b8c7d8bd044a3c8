package forge_test

import (
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

// TestOutput reads outputs as the runner does: a name, a word, and lines up to
// one that is the word.
func TestOutput(t *testing.T) {
	t.Parallel()
	first := forge.Output("a", "x")
	word := strings.TrimPrefix(strings.SplitN(first, "\n", 2)[0], "a<<")
	values := []string{"", "sha256:1", "two\nlines", "end\n\n", "x\n" + word + "\nb=evil", "b<<EOF\nevil\nEOF"}
	for _, value := range values {
		lines := strings.Split(forge.Output("name", value), "\n")
		name, end, _ := strings.Cut(lines[0], "<<")
		var got []string
		i := 1
		for ; lines[i] != end; i++ {
			got = append(got, lines[i])
		}
		if name != "name" || strings.Join(got, "\n") != value || i != len(lines)-2 || lines[i+1] != "" {
			t.Errorf("%q reads as %q, and then %q", value, got, lines[i:])
		}
	}
}
