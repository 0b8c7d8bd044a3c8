package apply

import (
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// ConflictError means that somebody changed what an operation was to change,
// between the plan and the write. Nothing was written.
type ConflictError struct{ Conflicts []plan.Conflict }

// Error gives for each field what the plan saw, what is live and what is wanted.
func (e *ConflictError) Error() string {
	lines := make([]string, len(e.Conflicts))
	for i, c := range e.Conflicts {
		lines[i] = c.String()
	}
	return fmt.Sprintf("conflict: somebody changed it since the plan: %s: plan again", strings.Join(lines, "; "))
}
