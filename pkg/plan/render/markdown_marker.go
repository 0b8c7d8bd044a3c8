package render

import (
	"encoding/json"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// markers are the two forms that the marker of a comment can have, and their
// lengths. They cost more than the rest of it.
type markers struct {
	digest, whole       plan.Marker // the whole one names each operation, too
	digestLen, wholeLen int
}

// markersOf makes them as they will be, but for which text they are of.
func markersOf(p *plan.Plan, commit string) markers {
	whole := p.Marker(commit)
	whole.Text = plan.VisibleSum("")
	digest := whole.WithoutOperations()
	return markers{digest, whole, len(marker(digest)), len(marker(whole))}
}

// noApproval is the marker of a comment that can approve nothing.
const noApproval = plan.MarkerStart + plan.NoApproval + plan.MarkerEnd

// mark takes the marker that names the plan and not its operations, if it has
// room.
func (m *markdown) mark(room int) {
	m.approves = m.markers.digestLen <= room
	if m.approves {
		m.left -= m.markers.digestLen
		return
	}
	m.left -= len(noApproval)
}

// markWhole takes the marker that names each operation, if it has room.
func (m *markdown) markWhole(room int) {
	more := m.markers.wholeLen - m.markers.digestLen
	if m.approves && m.markers.wholeLen <= room && more <= m.left {
		m.left -= more
		m.whole = true
	}
}

// marker writes the marker of a comment that says this.
func (m *markdown) marker(text string) string {
	content := m.markers.digest
	switch {
	case !m.approves:
		return noApproval
	case m.whole:
		content = m.markers.whole
	}
	content.Text = plan.VisibleSum(text)
	return marker(content)
}

// marker writes a marker on one line. Two hyphens in a row could end a comment
// of HTML, so that the second one of them is escaped.
func marker(content plan.Marker) string {
	data, err := json.Marshal(content)
	if err == nil {
		content.Checksum, err = plan.Checksum(data)
	}
	if err == nil {
		data, err = json.Marshal(content)
	}
	if err != nil {
		panic("render: a marker that is made of strings does not encode: " + err.Error())
	}
	safe := strings.ReplaceAll(string(escape(data)), "--", `-\u002d`)
	return plan.MarkerStart + safe + plan.MarkerEnd
}
