package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// countRows makes the table of counts, a row for each kind in a project.
func (m *markdown) countRows() {
	byKind := func(a spec.Address) spec.Address { return spec.Address{Project: a.Project, Kind: a.Kind} }
	for _, kind := range group(m.plan, byKind) {
		s := kind.plan.Summary()
		row := []string{prose(kind.of.Project), prose(string(kind.of.Kind))}
		for _, n := range []int{s.Create, s.Update, s.Replace, s.Delete, s.Blocked} {
			row = append(row, cell(n))
		}
		m.rows = append(m.rows, &piece{class: classRow, text: "| " + strings.Join(row, " | ") + " |", lost: lost{noun: "table row"}, count: 1})
	}
}

func tableHead(rows []*piece) []string {
	if len(kept(rows)) == 0 {
		return nil
	}
	return []string{
		"| Project | Kind | Create | Update | Replace | Delete | Blocked |",
		"| --- | --- | ---: | ---: | ---: | ---: | ---: |",
	}
}

// cell leaves a zero out, so that the others stand out.
func cell(n int) string {
	if n == 0 {
		return " "
	}
	return strconv.Itoa(n)
}

func (m *markdown) listBlocked() {
	for _, b := range m.plan.Blocked {
		text := "- " + m.heading(b.Addr, cannot(b.Action), b.Origin, b.Stood) + ": " + prose(b.Reason)
		m.blocked = append(m.blocked, &piece{class: classHazard, text: text, lost: lost{noun: "blocked resource"}, count: 1})
	}
}

// listHazards has those first that destroy something.
func (m *markdown) listHazards() {
	var others []*piece
	for _, op := range m.plan.Operations {
		if len(op.Hazards) == 0 {
			continue
		}
		texts := each(op.Hazards, func(h plan.Hazard) string { return prose(h.Text) })
		item := "- " + m.heading(op.Addr, fate(op.Action), op.Origin, op.Stood) + bullets(texts)
		p := &piece{class: classHazard, text: item, lost: lost{part: "the hazards of ", noun: "resource"}, count: 1}
		if op.Action.Destroys() {
			m.hazards = append(m.hazards, p)
		} else {
			others = append(others, p)
		}
	}
	m.hazards = append(m.hazards, others...)
}

// bullets ends an item with one text, or with a list of several.
func bullets(texts []string) string {
	if len(texts) == 1 {
		return ": " + texts[0]
	}
	return ":\n  - " + strings.Join(texts, "\n  - ")
}

// gatherHazards tells each hazard once, those of the most resources first.
func (m *markdown) gatherHazards() {
	counts := map[string]int{}
	var texts []string
	for _, op := range m.plan.Operations {
		for _, h := range op.Hazards {
			if counts[h.Text]++; counts[h.Text] == 1 {
				texts = append(texts, h.Text)
			}
		}
	}
	slices.SortStableFunc(texts, func(a, b string) int { return counts[b] - counts[a] })
	for _, text := range texts {
		item := fmt.Sprintf("- %s (%s)", prose(text), spec.Count(counts[text], "resource"))
		m.hazards = append(m.hazards, &piece{class: classHazard, text: item, lost: lost{noun: "hazard"}, count: 1})
	}
}

// nameDestroyed names all that is deleted or replaced in lists of those that share
// all but their name.
func (m *markdown) nameDestroyed(d density) {
	siblings := func(a spec.Address) spec.Address {
		return spec.Address{Project: a.Project, Kind: a.Kind, Parent: a.Parent}
	}
	for _, family := range group(m.plan, siblings) {
		for _, action := range []plan.Action{plan.Delete, plan.Replace} {
			var names []string
			for _, op := range family.plan.Operations {
				if op.Action == action {
					names = append(names, op.Addr.Name)
				}
			}
			for _, l := range listsOf(names, d) {
				text := "- " + code(family.of.String()) + " " + fate(action) + ": " + l.text
				m.named = append(m.named, &piece{class: classDestroyed, text: text, lost: lost{"the names of ", nounOf(action)}, count: l.count})
			}
		}
	}
}

// nameList is a line of names.
type nameList struct {
	text  string
	count int
}

// listsOf writes names a line, each on its own as long as there is room for that.
func listsOf(names []string, d density) []nameList {
	const inOneLine = 40
	var lists []nameList
	if d < tight {
		for line := range slices.Chunk(names, inOneLine) {
			lists = append(lists, nameList{strings.Join(each(line, code), ", "), len(line)})
		}
		return lists
	}
	var line []nameGroup
	count := 0
	end := func() {
		lists = append(lists, nameList{code(strings.Join(each(line, nameGroup.String), " ")), count})
		line, count = nil, 0
	}
	for _, g := range grouped(names) {
		if count > 0 && count+len(g.names) > mostInGroup {
			end()
		}
		line, count = append(line, g), count+len(g.names)
	}
	if count > 0 {
		end()
	}
	return lists
}

func (m *markdown) listNotices() {
	for _, n := range m.plan.Notices {
		m.notices = append(m.notices, &piece{class: classNotice, text: noticeItem(n, m.place), lost: lost{noun: "notice"}, count: 1})
	}
	if text := prose(unmanaged(m.plan.Unmanaged)); text != "" {
		m.beside = []*piece{{class: classNotice, text: text, lost: lost{noun: "count"}, count: len(m.plan.Unmanaged)}}
	}
}

func noticeItem(n plan.Notice, where func(spec.Origin) string) string {
	item := "- "
	if n.Addr != (spec.Address{}) {
		item += code(n.Addr.String()) + ": "
	}
	item += prose(n.Text)
	if n.Origin.File != "" {
		item += " (" + where(n.Origin) + ")"
	}
	return item
}
