package apply

import (
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// ConflictError means that somebody changed what an operation was to change, or
// made what it was to make, between the plan and the write. Nothing was written.
type ConflictError struct {
	Conflicts []plan.Conflict
	Appeared  bool // there was nothing when it was planned
}

// Error gives for each field what the plan saw, what is live and what is wanted.
func (e *ConflictError) Error() string {
	lines := make([]string, len(e.Conflicts))
	for i, c := range e.Conflicts {
		lines[i] = c.String()
	}
	what := "somebody changed it since the plan"
	if e.Appeared {
		what = "it appeared since the plan"
	}
	return fmt.Sprintf("conflict: %s: %s: plan again", what, strings.Join(lines, "; "))
}

// appeared is the conflict of a create with something that is otherwise than its
// document says in these fields.
func appeared(fields []plan.Field) error {
	e := &ConflictError{Appeared: true}
	for _, f := range fields {
		e.Conflicts = append(e.Conflicts, plan.Conflict{Path: f.Path, Live: f.Before, Want: f.After})
	}
	return e
}
