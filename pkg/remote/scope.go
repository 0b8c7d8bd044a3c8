package remote

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// scope is what the documents mention.
type scope struct {
	wanted map[spec.Address]spec.Resource
	listed map[collection]bool
}

func newScope(want []spec.Resource) *scope {
	s := &scope{wanted: make(map[spec.Address]spec.Resource, len(want)), listed: map[collection]bool{}}
	for _, r := range want {
		s.wanted[r.Addr] = r
		s.listed[collectionOf(r.Addr)] = true
		for _, child := range spec.Children(r.Addr.Kind) {
			s.listed[collection{r.Addr.Project, child.Kind, r.Addr.Name}] = true
		}
	}
	return s
}

func (s *scope) collections() []collection {
	return slices.SortedFunc(maps.Keys(s.listed), func(a, b collection) int {
		return cmp.Or(cmp.Compare(a.project, b.project), cmp.Compare(a.kind, b.kind), cmp.Compare(a.parent, b.parent))
	})
}

// projectsOf lists the projects that mention a kind.
func (s *scope) projectsOf(kind spec.Kind) []string {
	var projects []string
	for _, col := range s.collections() {
		if col.kind == kind && col.parent == "" {
			projects = append(projects, col.project)
		}
	}
	return projects
}

// strangers lists the collections in live parents that no file names.
func (s *scope) strangers(live []spec.Resource) []collection {
	var more []collection
	for _, r := range live {
		for _, child := range spec.Children(r.Addr.Kind) {
			col := collection{r.Addr.Project, child.Kind, r.Addr.Name}
			if !s.listed[col] && r.Phase != spec.Deleting {
				more = append(more, col)
			}
		}
	}
	return more
}

// explain makes problems of a failed list that is the documents' fault, and of
// one that only means that there is nothing yet, no failure.
func (s *scope) explain(col collection, err error) error {
	switch {
	case errors.Is(err, ErrNoParent):
		return s.orphans(col).ErrorOrNil()
	case hasCode(err, "GROUP_NOT_FOUND"): // by ID: names have been looked up
		return spec.Problems{noProject(s.firstOf(col.project))}
	}
	return err
}

// firstOf gives the first document of a project, in the order of the files.
func (s *scope) firstOf(project string) spec.Resource {
	var first spec.Resource
	for addr, r := range s.wanted {
		if addr.Project == project && (first.Addr.Project == "" || originBefore(r.Origin, first.Origin)) {
			first = r
		}
	}
	return first
}

// orphans are the problems of documents whose parent neither exists nor is
// declared. A parent that the same run creates has no children yet, and what
// should be absent is absent where there is no parent.
func (s *scope) orphans(col collection) spec.Problems {
	var problems spec.Problems
	for addr, r := range s.wanted {
		if collectionOf(addr) != col || r.Absent {
			continue
		}
		parent, _ := addr.ParentAddress()
		if _, declared := s.wanted[parent]; !declared {
			problems = append(problems, problemAt(r, fmt.Sprintf("%s does not exist and no file declares it: declare it, or check the name", parent)))
		}
	}
	return problems
}
