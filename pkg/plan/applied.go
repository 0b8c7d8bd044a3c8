package plan

import (
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// AppliedStart is how the hidden line begins by which the comment of an apply tells
// that the approval of its plan is used up.
const AppliedStart = "<!-- atlasctl:applied "

// Applied tells that everything was done that was approved. Whoever approved it
// approved it once.
type Applied struct {
	Digest string    `json:"digest"` // of the approved plan
	Time   time.Time `json:"time"`
}

// Line writes it for a comment.
func (a Applied) Line() string {
	data, err := json.Marshal(a)
	if err != nil {
		panic("plan: what was applied does not encode: " + err.Error())
	}
	return AppliedStart + string(data) + MarkerEnd
}

// ReadApplied finds it in a comment; nil where the comment tells of none.
func ReadApplied(comment string) (*Applied, error) {
	for line := range strings.Lines(comment) {
		data, found := strings.CutPrefix(strings.TrimSpace(line), strings.TrimSpace(AppliedStart))
		if !found {
			continue
		}
		var a Applied
		if err := json.Unmarshal([]byte(strings.TrimSuffix(data, MarkerEnd)), &a); err != nil || !IsDigest(a.Digest) {
			return nil, errors.New("its line " + strings.TrimSpace(AppliedStart) + " was changed after it was written")
		}
		return &a, nil
	}
	return nil, nil
}
