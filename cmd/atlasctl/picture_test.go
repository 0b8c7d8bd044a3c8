package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// TestPicture draws the comment that the README shows, from a golden, as it looks
// on GitHub: what the picture shows is what the comment says.
func TestPicture(t *testing.T) {
	t.Parallel()
	c := readCase(t, filepath.Join(goldens, "a-pull-request-to-look-at"))
	source := []byte(render.Markdown(planOf(t, c.first(t), c.want, c.flags), render.MarkdownOptions{}))
	page := picture{t: t, source: source, canvas: newCanvas()}
	page.blocks(goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source)), 0)
	compare(t, filepath.Join("..", "..", "docs", "pull-request.svg"), page.canvas.svg())
}

// picture walks a comment from the top to the bottom. What it cannot draw fails
// the test, so that nothing is missing from the picture.
type picture struct {
	t      *testing.T
	source []byte
	canvas *canvas
}

func (p *picture) blocks(parent ast.Node, indent int) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			p.canvas.heading(p.spans(n))
		case *ast.Paragraph:
			p.canvas.paragraph(p.spans(n), indent)
		case *ast.TextBlock:
			p.canvas.lines(p.spans(n), indent)
		case *ast.List:
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				p.canvas.bullet(indent)
				p.blocks(item, indent+24)
			}
			p.canvas.gap(10)
		case *ast.FencedCodeBlock:
			p.canvas.diff(strings.Split(strings.TrimSuffix(string(n.Lines().Value(p.source)), "\n"), "\n"))
		case *extast.Table:
			p.table(n)
		case *ast.HTMLBlock:
			p.html(string(n.Lines().Value(p.source)))
		default:
			p.t.Fatalf("a picture has no %s", n.Kind())
		}
	}
}

// html draws the head of a fold; its end and the marker are not to be seen.
func (p *picture) html(block string) {
	head := regexp.MustCompile(`^<details open>\n<summary><b>([^<]*)</b>([^<]*)</summary>\n$`).FindStringSubmatch(block)
	switch {
	case head != nil:
		p.canvas.fold([]span{{text: head[1], bold: true}, {text: head[2]}})
	case block == "</details>\n", strings.HasPrefix(block, "<!-- ") && strings.HasSuffix(block, " -->\n"):
	default:
		p.t.Fatalf("a picture has no %q", block)
	}
}

func (p *picture) table(n *extast.Table) {
	var rows [][][]span
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]span
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, p.spans(cell))
		}
		rows = append(rows, cells)
	}
	right := make([]bool, len(n.Alignments))
	for i, a := range n.Alignments {
		right[i] = a == extast.AlignRight
	}
	p.canvas.table(rows, right)
}

// spans gives the text of a block in pieces of one look.
func (p *picture) spans(block ast.Node) (spans []span) {
	var walk func(n ast.Node, look span)
	walk = func(n ast.Node, look span) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			inner := look
			switch c := c.(type) {
			case *ast.Text:
				inner.text = string(c.Segment.Value(p.source))
				if strings.ContainsAny(inner.text, `\&`) {
					p.t.Fatalf("a picture has no escapes: %q", inner.text)
				}
				spans = append(spans, inner)
				if c.SoftLineBreak() || c.HardLineBreak() {
					spans = append(spans, span{text: " "})
				}
			case *ast.CodeSpan:
				inner.code = true
				walk(c, inner)
			case *ast.Emphasis:
				inner.bold = c.Level == 2
				walk(c, inner)
			default:
				p.t.Fatalf("a picture has no %s", c.Kind())
			}
		}
	}
	walk(block, span{})
	return spans
}
