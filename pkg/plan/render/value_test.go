package render_test

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// TestValues shows how one value looks in a plan.
func TestValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		text string
		want string
	}{
		{"word", "prod", `prod`},
		{"sentence", "two words", `two words`},
		{"servers", "b1:9092,b2:9092", `b1:9092,b2:9092`},
		{"URL", "https://a.example/b?c=d#e", `https://a.example/b?c=d#e`},
		{"not ASCII", "Zürich", `Zürich`},
		{"version", "1.2.3", `1.2.3`},
		{"date", "2026-01-22", `2026-01-22`},
		{"empty", "", `""`},
		{"blank", " ", `" "`},
		{"number", "1.10", `"1.10"`},
		{"octal", "0o17", `"0o17"`},
		{"infinity", ".inf", `".inf"`},
		{"negative", "-1", `"-1"`},
		{"boolean", "TRUE", `"TRUE"`},
		{"old boolean", "no", `"no"`},
		{"null", "null", `"null"`},
		{"tilde", "~", `"~"`},
		{"our word", "(secret)", `"(secret)"`},
		{"arrow", "a -> b", `"a -> b"`},
		{"comment", "a # forces replacement", `"a # forces replacement"`},
		{"mapping", "a: b", `"a: b"`},
		{"colon at the end", "a:", `"a:"`},
		{"quote", `"a"`, `"\"a\""`},
		{"lines", "a\nb", `"a\nb"`},
		{"escape code", "a\x1b[2J", `"a\x1b[2J"`},
		{"C1 control", "a\u009b2J", `"a\u009b2J"`},
		{"turned", "a\u202eb", `"a\u202eb"`},
		{"no-break space", "a\u00a0b", `"a\u00a0b"`},
		{"not UTF-8", "a\xffb", `"a\xffb"`},
		{"long", strings.Repeat("a", 400), strings.Repeat("a", 400)},
		{
			"too long", strings.Repeat("a", 401),
			strings.Repeat("a", 64) + "… (401 bytes, sha256 152847846113)",
		},
		{
			"many lines", "first: 1\r\n" + strings.Repeat("line\n", 30),
			`"first: 1"… (31 lines, 160 bytes, sha256 77900b420dda)`,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := &plan.Plan{Operations: []plan.Operation{{
				Addr: flex("orders"), Action: plan.Create, Fields: []plan.Field{field("tags/key", nil, tc.text)},
			}}}
			_, after, _ := strings.Cut(render.Text(p, render.Theme{}), "+ key: ")
			if got, _, _ := strings.Cut(after, "\n"); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
