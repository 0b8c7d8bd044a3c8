package plan

import (
	"fmt"
	"slices"

	"github.com/r3labs/diff/v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// changedPaths lists where two bodies of one kind differ, in order. It is the
// only place that knows the differ, and takes nothing but paths from it: the
// values in a changelog can be raw pointers into the bodies, and what hangs
// off them is not for printing.
//
// DisableStructValues makes a block that appears or vanishes one change:
// without it the differ walks into the block and there forgets its own options
// (r3labs/diff#117). Maps come out in random order, hence the sort.
func changedPaths(live, want spec.Body) ([][]string, error) {
	changes, err := diff.Diff(live, want,
		diff.TagName("yaml"), diff.DisableStructValues(), diff.DiscardComplexOrigin())
	if err != nil {
		return nil, fmt.Errorf("comparing: %w", err)
	}
	paths := make([][]string, 0, len(changes))
	for _, c := range changes {
		paths = append(paths, slices.Clone(c.Path))
	}
	slices.SortFunc(paths, slices.Compare)
	return slices.CompactFunc(paths, slices.Equal), nil
}
