package render_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// githubMarkdown reads markdown as GitHub does, HTML included: what is dangerous shows.
func githubMarkdown() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
}

// linked gives each line an address.
func linked(o spec.Origin) string {
	return fmt.Sprintf("https://example.com/a?b&c=%d#L%d", o.Line, o.Line)
}

// TestMarkdownAsParsed reads each comment with a parser, and wants what was put
// into it to come out: one table with a row for each kind in a project, a fold a
// project, a fence an operation with fields, and nothing that a name brought in.
func TestMarkdownAsParsed(t *testing.T) {
	t.Parallel()
	for _, tc := range append(cases(), testCase{"big", big(300)}, testCase{"crowd", crowd(5, map[plan.Action]int{plan.Create: 20, plan.Update: 9, plan.Replace: 8, plan.Delete: 7})}) {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			source := []byte(render.Markdown(tc.plan, render.MarkdownOptions{Link: linked}))
			doc := githubMarkdown().Parser().Parse(text.NewReader(source))
			got := found{}
			_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
				if entering {
					got.see(n, source)
				}
				return ast.WalkContinue, nil
			})
			kinds, projects := map[string]bool{}, map[string]bool{}
			addrs := []spec.Address{}
			for _, op := range tc.plan.Operations {
				addrs = append(addrs, op.Addr)
			}
			for _, b := range tc.plan.Blocked {
				addrs = append(addrs, b.Addr)
			}
			for _, a := range addrs {
				kinds[a.Project+"/"+string(a.Kind)], projects[a.Project] = true, true
			}
			want := found{tables: min(len(kinds), 1), rows: len(kinds), folds: len(projects), markers: 1}
			got.fences, got.links = 0, 0
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(found{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// found is what a parser finds in a comment.
type found struct{ tables, rows, folds, markers, fences, links int }

func (f *found) see(n ast.Node, source []byte) {
	switch n := n.(type) {
	case *extast.Table:
		f.tables++
	case *extast.TableRow:
		f.rows++
	case *ast.FencedCodeBlock:
		if string(n.Language(source)) == "diff" {
			f.fences++
		}
	case *ast.Link:
		f.links++
	case *ast.HTMLBlock:
		block := string(n.Lines().Value(source))
		f.folds += strings.Count(block, "<details")
		f.markers += strings.Count(block, plan.MarkerStart)
	}
}

// TestMarkdownFences has a fence for each operation with fields, and a link for
// each place that is named.
func TestMarkdownFences(t *testing.T) {
	t.Parallel()
	source := []byte(render.Markdown(rich(), render.MarkdownOptions{Link: linked}))
	got := found{}
	_ = ast.Walk(githubMarkdown().Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			got.see(n, source)
		}
		return ast.WalkContinue, nil
	})
	if got.fences != 4 || got.links != 8 {
		t.Errorf("got %d fences and %d links:\n%s", got.fences, got.links, source)
	}
	if !bytes.Contains(source, []byte("(https://example.com/a?b&amp;c=12#L12)")) {
		t.Errorf("no link to streams.yaml:12:\n%s", source)
	}
}

// TestMarkdownWithoutTags renders what is hostile to HTML, in which there must be
// no tag but ours.
func TestMarkdownWithoutTags(t *testing.T) {
	t.Parallel()
	ours := []string{
		"p", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "details", "summary", "b", "strong",
		"h3", "ul", "li", "blockquote",
	}
	tag := regexp.MustCompile(`</?([A-Za-z!?][A-Za-z0-9]*)`)
	for _, tc := range cases() {
		var out bytes.Buffer
		if err := githubMarkdown().Convert([]byte(render.Markdown(tc.plan, render.MarkdownOptions{})), &out); err != nil {
			t.Fatal(err)
		}
		plain := regexp.MustCompile(`(?s)<!-- (atlasctl:plan .*? )?-->`).ReplaceAllString(out.String(), "")
		for _, m := range tag.FindAllStringSubmatch(plain, -1) {
			if !slices.Contains(ours, m[1]) {
				t.Errorf("%s: a tag %s:\n%s", tc.name, m[0], out.String())
			}
		}
		if opened, closed := strings.Count(plain, "<details"), strings.Count(plain, "</details>"); opened != closed {
			t.Errorf("%s: %d folds are opened and %d closed", tc.name, opened, closed)
		}
	}
}

// TestMarkdownRefusesLinks leaves out an address that would break out of its link.
func TestMarkdownRefusesLinks(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "https://example.com/a) [b](c", "https://example.com/<b>", "https://example.com/a b", "https://example.com/\n"} {
		got := render.Markdown(update(), render.MarkdownOptions{Link: func(spec.Origin) string { return url }})
		if diff := cmp.Diff(render.Markdown(update(), render.MarkdownOptions{}), got); diff != "" {
			t.Errorf("%q (-without +with):\n%s", url, diff)
		}
	}
}
