package render

import (
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// DriftMarkdown renders a drift for an issue or a chat, under the rules of
// [Markdown]: what has no room is left out from the least important end, values
// before names, and counted.
func DriftMarkdown(d *plan.Drift, o MarkdownOptions) string {
	m := newDriftMarkdown(d, o)
	if m.cut < classes { // links cost more than they are worth
		o.Link = nil
		m = newDriftMarkdown(d, o)
	}
	return m.String()
}

// driftMarkdown is a drift that is laid out, with what there is room for.
type driftMarkdown struct {
	budget

	head                       []string
	resources, notices, beside []*piece
}

func newDriftMarkdown(d *plan.Drift, o MarkdownOptions) *driftMarkdown {
	verdict, rest := driftVerdict(d)
	m := &driftMarkdown{head: []string{"**" + verdict + "** " + rest}}
	if d.Count(plan.Changed) > 0 {
		m.head = append(m.head, driftLegend+":")
	}
	for _, r := range d.Resources {
		m.resources = append(m.resources, driftedPieces(r, o.place)...)
	}
	for _, n := range d.Notices {
		m.notices = append(m.notices, &piece{class: classNotice, text: noticeItem(n, o.place), lost: lost{noun: "notice"}, count: 1})
	}
	if text := prose(unmanaged(d.Unmanaged)); text != "" {
		m.beside = []*piece{{class: classNotice, text: text, lost: lost{noun: "count"}, count: len(d.Unmanaged)}}
	}
	m.budget = budget{o.limit() - roomForNote - roomForTitles - len(strings.Join(m.head, "\n\n")), classes}
	for c := range classes {
		m.spend(m.pieces(), c)
	}
	return m
}

// driftedPieces are what is said of a resource, and its values. What cannot be
// seen comes first: it is what nobody knows of.
func driftedPieces(r plan.Drifted, where func(spec.Origin) string) []*piece {
	text := heading(r.Addr, deviationWords(r.How), where(r.Origin))
	if r.Reason != "" {
		text += ": " + prose(r.Reason)
	}
	if r.Trace != nil {
		text += "; " + prose(traceWords(*r.Trace))
	}
	head := &piece{class: classUpdate, text: text, lost: lost{noun: "resource"}, count: 1}
	if r.How == plan.Unseen {
		head.class = classHazard
	}
	values := fence(deviationLines(r))
	if values == "" {
		return []*piece{head}
	}
	return []*piece{head, {class: classUpdateFields, text: values, lost: lost{"the values of ", "resource"}, count: 1, under: head}}
}

func (m *driftMarkdown) pieces() []*piece {
	var all []*piece
	for _, list := range [][]*piece{m.resources, m.notices, m.beside} {
		all = append(all, list...)
	}
	return all
}

// String writes what is kept, and at its top what is not.
func (m *driftMarkdown) String() string {
	parts := m.head[:1:1]
	if gaps := missing(m.pieces()); gaps != "" {
		parts = append(parts, "> **This is not all of it:** there is no room for "+gaps+". "+code("atlasctl drift")+" shows everything.")
	}
	parts = append(parts, m.head[1:]...)
	parts = append(parts, kept(m.resources)...)
	return paragraphs(append(parts, section("### Notices", kept(m.notices)), section("", kept(m.beside))))
}
