package apply

import (
	"errors"
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// ErrConflict is in every error that says that somebody changed things since the
// plan: what is live now was approved by nobody.
var ErrConflict = errors.New("conflict")

// ConflictError means that somebody changed what an operation was to change, or
// made what it was to make, between the plan and the write. Nothing was written since.
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
	return fmt.Sprintf("%v: %s: %s: plan again", ErrConflict, what, strings.Join(lines, "; "))
}

// Unwrap gives [ErrConflict].
func (e *ConflictError) Unwrap() error { return ErrConflict }

// conflict is one that concerns no field.
func conflict(format string, args ...any) error {
	return fmt.Errorf("%w: %s: plan again", ErrConflict, fmt.Sprintf(format, args...))
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
