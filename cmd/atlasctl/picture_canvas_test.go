package main

import (
	"fmt"
	"html"
	"strings"
)

// span is a piece of text of one look.
type span struct {
	text       string
	bold, code bool
}

// Sizes and colours are those of GitHub's light theme, in pixels. Letters are as
// wide as Arial's, or those of fonts that are made to be as wide.
const (
	pictureWidth = 920
	pageLeft     = 17
	pageRight    = pictureWidth - 17
	lineHeight   = 21
	sansSize     = 14
	codeSize     = 11.9
	sansFamily   = "Arial, Helvetica, 'Liberation Sans', sans-serif"
	codeFamily   = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace"
	ink          = "#1f2328"
	pale         = "#59636e"
	border       = "#d1d9e0"
	shade        = "#f6f8fa"
)

// arial is how wide the letters from the blank on are, in thousandths of the size.
var arial = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// width of a span at a size, in tenths of a pixel: the same on every machine.
func (r span) width(size int) int {
	if r.code {
		return len([]rune(r.text))*71 + 96 // with its box
	}
	sum := 0
	for _, c := range r.text {
		i := min(max(int(c)-' ', 0), len(arial)-1)
		sum += arial[i]
	}
	if r.bold {
		sum = sum * 108 / 100
	}
	return sum * size / 100
}

// canvas is drawn from the top to the bottom.
type canvas struct {
	out strings.Builder
	y   int // where the next line begins
}

// newCanvas draws the head of the comment, which GitHub makes.
func newCanvas() *canvas {
	c := &canvas{y: 58}
	c.text(pageLeft, 28, []span{{text: "github-actions", bold: true}}, ink, sansSize)
	fmt.Fprintf(&c.out, `<rect x="122" y="14.5" width="32" height="19" rx="9.5" fill="none" stroke="%s"/>`+"\n", border)
	fmt.Fprintf(&c.out, `<text x="130" y="28" fill="%s" font-size="12">bot</text>`+"\n", pale)
	c.text(163, 28, []span{{text: "commented"}}, pale, sansSize)
	return c
}

// text draws spans on one line, of which y is the base.
func (c *canvas) text(x, y int, spans []span, colour string, size int) {
	at := x * 10
	for _, r := range spans {
		width := r.width(size)
		if r.code {
			fmt.Fprintf(&c.out, `<rect x="%.1f" y="%d" width="%.1f" height="18" rx="6" fill="#818b98" fill-opacity="0.12"/>`+"\n", float64(at)/10, y-14, float64(width)/10)
			fmt.Fprintf(&c.out, `<text x="%.1f" y="%d" fill="%s" font-family="%s" font-size="%.1f" textLength="%.1f">%s</text>`+"\n",
				float64(at)/10+4.8, y-1, colour, codeFamily, codeSize, float64(width)/10-9.6, html.EscapeString(r.text))
		} else if strings.TrimSpace(r.text) != "" {
			weight := ""
			if r.bold {
				weight = ` font-weight="600"`
			}
			lead := span{text: r.text[:len(r.text)-len(strings.TrimLeft(r.text, " "))], bold: r.bold}.width(size)
			fmt.Fprintf(&c.out, `<text x="%.1f" y="%d" fill="%s" font-size="%d"%s>%s</text>`+"\n",
				float64(at+lead)/10, y, colour, size, weight, html.EscapeString(strings.TrimSpace(r.text)))
		}
		at += width
	}
}

// lines draws spans on as many lines as they need.
func (c *canvas) lines(spans []span, indent int) {
	room := (pageRight - pageLeft - indent) * 10
	var line []span
	used := 0
	flush := func() {
		c.text(pageLeft+indent, c.y+15, line, ink, sansSize)
		c.y += lineHeight
		line, used = nil, 0
	}
	for _, r := range spans {
		words := []string{r.text}
		if !r.code {
			words = strings.SplitAfter(r.text, " ")
		}
		for _, w := range words {
			piece := span{w, r.bold, r.code}
			if wide := piece.width(sansSize); used+wide > room && used > 0 {
				flush()
			}
			used += piece.width(sansSize)
			if last := len(line) - 1; last >= 0 && line[last].bold == r.bold && !line[last].code && !r.code {
				line[last].text += w
			} else {
				line = append(line, piece)
			}
		}
	}
	flush()
}

func (c *canvas) gap(height int) { c.y += height }

func (c *canvas) paragraph(spans []span, indent int) {
	c.lines(spans, indent)
	c.gap(10)
}

func (c *canvas) heading(spans []span) {
	for i := range spans {
		spans[i].bold = true
	}
	c.gap(8)
	c.text(pageLeft, c.y+17, spans, ink, 18)
	c.gap(36)
}

func (c *canvas) bullet(indent int) {
	fmt.Fprintf(&c.out, `<circle cx="%d" cy="%.1f" r="2.5" fill="%s"/>`+"\n", pageLeft+indent+12, float64(c.y)+10.5, ink)
}

func (c *canvas) fold(spans []span) {
	fmt.Fprintf(&c.out, `<path d="M%d %d h9 l-4.5 7 z" fill="%s"/>`+"\n", pageLeft, c.y+7, ink)
	c.lines(spans, 14)
	c.gap(10)
}

func (c *canvas) table(rows [][][]span, right []bool) {
	const pad, height = 13, 35
	widths := make([]int, len(right))
	for i, cells := range rows {
		for j := range cells {
			wide := 0
			for k := range cells[j] {
				cells[j][k].bold = cells[j][k].bold || i == 0
				wide += cells[j][k].width(sansSize)
			}
			widths[j] = max(widths[j], wide/10+1+2*pad)
		}
	}
	for i, cells := range rows {
		x := pageLeft
		for j, cell := range cells {
			fill := "#ffffff"
			if i > 0 && i%2 == 0 {
				fill = shade
			}
			fmt.Fprintf(&c.out, `<rect x="%d.5" y="%d.5" width="%d" height="%d" fill="%s" stroke="%s"/>`+"\n", x, c.y, widths[j], height, fill, border)
			wide := 0
			for _, r := range cell {
				wide += r.width(sansSize)
			}
			at := x + pad
			if right[j] {
				at = x + widths[j] - pad - wide/10
			}
			c.text(at, c.y+23, cell, ink, sansSize)
			x += widths[j]
		}
		c.y += height
	}
	c.gap(14)
}

// diff draws a fence, with the colours of its first columns.
func (c *canvas) diff(lines []string) {
	const height = 19
	fmt.Fprintf(&c.out, `<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="%s"/>`+"\n",
		pageLeft, c.y, pageRight-pageLeft, len(lines)*height+24, shade)
	c.gap(12)
	for _, line := range lines {
		colour, back := pale, ""
		switch line[0] {
		case '+':
			colour, back = "#116329", "#dafbe1"
		case '-':
			colour, back = "#82071e", "#ffebe9"
		case '!':
			colour, back = "#953800", "#ffd8b5"
		}
		wide := float64(len([]rune(line))) * 7.2
		if back != "" {
			fmt.Fprintf(&c.out, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", pageLeft+16, c.y, wide, height-1, back)
		}
		fmt.Fprintf(&c.out, `<text x="%d" y="%d" fill="%s" font-family="%s" font-size="12" textLength="%.1f" xml:space="preserve">%s</text>`+"\n",
			pageLeft+16, c.y+13, colour, codeFamily, wide, html.EscapeString(line))
		c.y += height
	}
	c.gap(28)
}

// svg gives the picture, with the frame of the comment behind it.
func (c *canvas) svg() string {
	height := c.y + 8
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d" font-family="%[3]s">
<title>The comment of a plan in a pull request</title>
<rect x="0.5" y="0.5" width="%[4]d" height="%[5]d" rx="6" fill="#ffffff" stroke="%[6]s"/>
<path d="M1 44 V6.5 a5.5 5.5 0 0 1 5.5 -5.5 H%[7]d a5.5 5.5 0 0 1 5.5 5.5 V44 z" fill="%[8]s"/>
<path d="M0 44.5 H%[1]d" stroke="%[6]s"/>
%[9]s</svg>
`, pictureWidth, height, sansFamily, pictureWidth-1, height-1, border, pictureWidth-7, shade, c.out.String())
}
