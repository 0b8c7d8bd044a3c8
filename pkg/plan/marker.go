package plan

import (
	"errors"
	"fmt"
	"strings"
)

// MarkerVersion is the version of what a marker holds.
const MarkerVersion = 1

// A marker is a line of a comment on a change: JSON between these. Nothing but
// the renderer of the plan can write a line that starts like it.
const (
	MarkerStart = "<!-- atlasctl:plan "
	MarkerEnd   = " -->"
)

// NoApproval is what the marker of a comment holds that can approve nothing: the
// plan is too large for it to name all that is to be reviewed.
const NoApproval = "none"

// ErrNoMarker tells of a text that has no marker.
var ErrNoMarker = errors.New("it has no line that starts with " + strings.TrimSpace(MarkerStart) +
	": give the comment of a plan as it was written, or --approved for a plan as JSON")

// Marker is the approval that a comment carries with it, where people do not
// see it.
type Marker struct {
	Version       int         `json:"version"`
	FormatVersion int         `json:"formatVersion"`
	Digest        string      `json:"digest"`
	Projects      []string    `json:"projects"`
	Flags         FlagsRecord `json:"flags"`
	Ground        Ground      `json:"ground,omitzero"`
	Commit        string      `json:"commit,omitempty"`
	// Operations hold action, address and digest (in hexadecimal digits), but for
	// deletions the beginning of what names the document, which may be empty (see
	// [Operation.Document]), and for replacements the digest of the second half.
	// There are none in a plan that is too large for a comment; Complete tells
	// that from an empty plan.
	Operations [][]string `json:"operations"`
	Complete   bool       `json:"complete"`
	Text       string     `json:"text"` // see [VisibleSum]
	Checksum   string     `json:"checksum"`
}

// Marker gives the marker of a plan, but for its checksums.
func (p *Plan) Marker(commit string) Marker {
	m := Marker{
		Version: MarkerVersion, FormatVersion: FormatVersion, Digest: p.Digest(),
		Projects: append([]string{}, p.Projects...), Flags: p.Flags.Record(), Ground: p.Ground, Commit: commit,
		Operations: [][]string{}, Complete: true,
	}
	for _, op := range p.Operations {
		entry := []string{op.Action.String(), op.Addr.String(), digits(op.Digest())}
		if op.Action != Delete {
			doc := digits(op.Document)
			entry = append(entry, doc[:min(len(doc), documentDigits)])
		}
		if creates := op.Creates(); creates != "" {
			entry = append(entry, digits(creates))
		}
		m.Operations = append(m.Operations, entry)
	}
	return m
}

// WithoutOperations gives the marker of a plan that is too large to name them.
func (m Marker) WithoutOperations() Marker {
	m.Operations, m.Complete = [][]string{}, false
	return m
}

// documentDigits is how much of what names a document there is room for: 128
// bits, which nothing has by chance.
const documentDigits = 32

func digits(digest string) string { return strings.TrimPrefix(digest, digestPrefix) }

// ReadMarker reads the approval in the text of a comment. How its lines end does
// not matter, nor what is hidden beside the marker. A comment without a marker, with
// two, with one that was edited or cut off, and one that says something else than
// was written is refused.
func ReadMarker(comment []byte) (*Approval, error) {
	data, err := findMarker(string(comment))
	if err != nil {
		return nil, err
	}
	var m Marker
	sealed, err := readRecord([]byte(data), &m)
	switch {
	case err != nil:
		return nil, fmt.Errorf("its marker: %w", err)
	case m.Version != MarkerVersion:
		return nil, fmt.Errorf("its marker has version %d, and this atlasctl reads %d: plan again with this version", m.Version, MarkerVersion)
	case sealed != nil:
		return nil, fmt.Errorf("its marker: %w", sealed)
	case m.Text != VisibleSum(string(comment)):
		return nil, fmt.Errorf("its text is not the one of its marker: %w", errEdited)
	}
	a := &Approval{Digest: m.Digest, Projects: m.Projects, Flags: m.Flags, Ground: m.Ground, Commit: m.Commit}
	if !m.Complete {
		return a, nil
	}
	a.operations = make(map[string]approved, len(m.Operations))
	for _, entry := range m.Operations {
		if len(entry) < 3 || len(entry) > 5 {
			return nil, fmt.Errorf("its marker has an operation of %d parts: %w", len(entry), errEdited)
		}
		op := approved{action: entry[0], digest: digestPrefix + entry[2]}
		if len(entry) > 3 {
			op.document = entry[3]
		}
		if len(entry) > 4 {
			op.creates = digestPrefix + entry[4]
		}
		if err := a.add(entry[1], op); err != nil {
			return nil, fmt.Errorf("its marker: %w", err)
		}
	}
	if err := a.check(); err != nil {
		return nil, fmt.Errorf("its marker: %w", err)
	}
	return a, nil
}

// findMarker looks for the one line that is a marker. A name that looks like a
// marker stands within a line.
func findMarker(comment string) (string, error) {
	var found []string
	for line := range strings.Lines(strings.TrimPrefix(comment, "\ufeff")) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), MarkerStart); ok {
			found = append(found, rest)
		}
	}
	switch len(found) {
	case 0:
		return "", ErrNoMarker
	case 1:
	default:
		return "", fmt.Errorf("it has %d markers, and only one can be what was approved", len(found))
	}
	data, whole := strings.CutSuffix(found[0], MarkerEnd)
	if !whole {
		return "", errors.New("its marker was cut off: plan again")
	}
	if data == NoApproval {
		return "", errors.New("its plan is too large for a comment to approve it: " +
			"give --approved with the file that plan --out wrote, and review that")
	}
	return data, nil
}
