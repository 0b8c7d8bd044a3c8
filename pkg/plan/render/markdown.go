package render

import (
	"cmp"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// MarkdownOptions is what a plan does not know about the comment that it is
// rendered for. The zero value is a comment on GitHub without links.
type MarkdownOptions struct {
	// Link gives the address of a line on the web, empty when there is none.
	Link func(spec.Origin) string
	// Commit is what the files were read at. It goes into the marker.
	Commit string
	// Limit is the number of bytes that there is room for, [MarkdownLimit] when
	// it is zero. Less than 4,096 is taken as that.
	Limit int
}

// MarkdownLimit keeps a comment below GitHub's 65,536 characters, with room for
// some lines around it.
const MarkdownLimit = 64_000

const minMarkdown = 4_096

func (o MarkdownOptions) limit() int { return max(cmp.Or(o.Limit, MarkdownLimit), minMarkdown) }

// Markdown renders a plan for a review: the verdict, the counts, what needs a
// second look, and only then each project with its changes in a fold. At its end
// it has a marker by which [plan.ReadMarker] knows it again.
//
// What has no room is left out from the least important end, and a note at the
// top says how much of what: fields of creations, then of updates, then names of
// creations. What is deleted or replaced is named before all else; should even
// that have no room, the marker says that it approves nothing, since nobody could
// have reviewed it.
func Markdown(p *plan.Plan, o MarkdownOptions) string {
	limit := o.limit()
	marks := markersOf(p, o.Commit)
	m := newMarkdown(p, o, marks, roomy)
	m.fill(limit)
	if m.cut < classNotice { // links cost more than they are worth
		o.Link = nil
		m = newMarkdown(p, o, marks, roomy)
		m.fill(limit)
	}
	if m.cut <= classHazard {
		m = newMarkdown(p, o, marks, compact)
		m.fill(limit)
	}
	if m.cut == classDestroyed {
		m = newMarkdown(p, o, marks, tight)
		m.fill(limit)
	}
	return m.String()
}

// density is how close a plan is laid out.
type density int

const (
	roomy   density = iota // what is destroyed has a heading each
	compact                // it is named in lists, and hazards are told once
	tight                  // what names begin with stands once for several
)

// markdown is a plan that is laid out: pieces in the order in which they are
// shown. Which of them are, [markdown.fill] decides.
type markdown struct {
	plan    *plan.Plan
	opts    MarkdownOptions
	markers markers

	rows, refused, blocked, hazards, named, notices, beside []*piece

	folds []*foldout

	budget

	approves bool // the comment can approve its plan
	whole    bool // and what an apply in part leaves: the marker names each operation
}

// newMarkdown lays a plan out.
func newMarkdown(p *plan.Plan, o MarkdownOptions, marks markers, d density) *markdown {
	m := &markdown{plan: p, opts: o, markers: marks}
	m.countRows()
	m.listRefusals()
	m.listBlocked()
	if d >= compact {
		m.nameDestroyed(d)
		m.gatherHazards()
	} else {
		m.listHazards()
	}
	m.listNotices()
	for _, project := range group(p, func(a spec.Address) spec.Address { return spec.Address{Project: a.Project} }) {
		m.folds = append(m.folds, m.foldout(project, d))
	}
	return m
}

// String writes what is kept.
func (m *markdown) String() string {
	parts := []string{verdict(m.plan), m.note()}
	parts = append(parts, section("", append(tableHead(m.rows), kept(m.rows)...)))
	parts = append(parts, section("### Refused", kept(m.refused)))
	parts = append(parts, section("### Blocked", kept(m.blocked)))
	parts = append(parts, section("### Deletions and replacements", kept(m.named)))
	parts = append(parts, section("### Hazards", kept(m.hazards)))
	for _, f := range m.folds {
		parts = append(parts, f.String())
	}
	parts = append(parts, section("### Notices", kept(m.notices)))
	text := paragraphs(append(parts, section("", kept(m.beside)), "Digest: "+code(m.plan.Digest())))
	return text + "\n" + m.marker(text) + "\n"
}

func verdict(p *plan.Plan) string {
	if p.Empty() {
		return "**No changes.** " + noChanges
	}
	text := "**Plan:** " + tally(p.Summary()) + "."
	if flag := needs(p); flag != "" {
		text += " Apply needs " + code(flag) + "."
	}
	return text
}

func section(title string, items []string) string {
	if len(items) == 0 {
		return ""
	}
	if title != "" {
		title += "\n\n"
	}
	return title + strings.Join(items, "\n")
}

// heading names a resource, what happens to it and where it is declared.
func heading(addr spec.Address, what, where string) string {
	return code(addr.String()) + " " + what + " (" + where + ")"
}

func (m *markdown) heading(addr spec.Address, what string, o, stood spec.Origin) string {
	if o.File == "" && stood.File != "" {
		return heading(addr, what, "was in "+placed(stood)) // a link would lead to today's files
	}
	return heading(addr, what, m.place(o))
}

func (m *markdown) place(o spec.Origin) string { return m.opts.place(o) }

// placed says where something is declared.
func placed(o spec.Origin) string {
	if o.File == "" {
		return place(o)
	}
	return code(o.String())
}

// place is the same with a link where there is one.
func (o MarkdownOptions) place(at spec.Origin) string {
	text := placed(at)
	if at.File == "" || o.Link == nil {
		return text
	}
	url := o.Link(at)
	if url == "" || strings.ContainsAny(url, " ()<>\\\"") || !isPrintable(url) {
		return text // whoever made it has not escaped it
	}
	return "[" + text + "](" + strings.ReplaceAll(url, "&", "&amp;") + ")"
}
