package render

import (
	"encoding/json"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// markers are the two forms that the marker of a comment can have. They cost
// more than the rest of it.
type markers struct {
	digest string // names the plan
	whole  string // names each operation, too
}

func markersOf(p *plan.Plan, commit string) markers {
	whole := p.Marker(commit)
	return markers{digest: marker(whole.WithoutOperations()), whole: marker(whole)}
}

// noApproval is the marker of a comment that can approve nothing.
const noApproval = plan.MarkerStart + plan.NoApproval + plan.MarkerEnd

// mark writes the marker that names the plan and not its operations, if it has
// room.
func (m *markdown) mark(room int) {
	m.marker = noApproval
	if len(m.markers.digest) <= room {
		m.marker = m.markers.digest
	}
	m.left -= len(m.marker)
}

// approves reports whether the comment can approve its plan.
func (m *markdown) approves() bool { return m.marker != noApproval }

// markWhole writes the marker that names each operation, if it has room.
func (m *markdown) markWhole(room int) {
	more := len(m.markers.whole) - len(m.marker)
	if m.approves() && len(m.markers.whole) <= room && more <= m.left {
		m.left -= more
		m.marker, m.whole = m.markers.whole, true
	}
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
