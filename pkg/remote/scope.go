package remote

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// scope is what the documents mention.
type scope struct {
	drivers map[spec.Kind]driver
	wanted  map[spec.Address]spec.Resource
	listed  map[collection]bool
	whole   map[collection]bool // those that are wanted in all the parts that Atlas has
	deep    map[collection]bool // those in which everything is looked for that keeps something
	missing map[string]bool     // projects that are declared, and not there
}

func newScope(drivers map[spec.Kind]driver, want []spec.Resource, opts FetchOptions) *scope {
	s := &scope{drivers: drivers, wanted: make(map[spec.Address]spec.Resource, len(want)), listed: map[collection]bool{}, whole: map[collection]bool{}, deep: map[collection]bool{}}
	for _, r := range want {
		s.wanted[r.Addr] = r
	}
	for _, r := range want {
		s.add(collectionOf(r.Addr))
		s.addPinning(r)
		s.addGuests(r)
		s.addNameless(r.Addr)
		if r.Absent || opts.Prune {
			s.addKeepers(r)
		}
		for _, kind := range namesakes(r.Addr.Kind) {
			s.add(collection{r.Addr.Project, kind, ""})
		}
		if _, isView := drivers[r.Addr.Kind].(view); isView {
			continue // what it really is has no such children
		}
		for _, child := range spec.Children(r.Addr.Kind) {
			s.add(collection{r.Addr.Project, child.Kind, r.Addr.Name})
		}
		if r.Addr.IsProject() && r.Absent {
			s.addContents(r.Addr.Project)
		}
	}
	return s
}

// addContents adds all that can be in a project: only an empty one can go.
func (s *scope) addContents(project string) {
	for _, top := range spec.Tops() {
		col := collection{project: project, kind: top.Kind}
		s.add(col)
		s.whole[col] = true
	}
}

// add puts a collection on the list; that of a view is the one of the kind that
// it looks at.
func (s *scope) add(col collection) {
	if v, ok := s.drivers[col.kind].(view); ok {
		col.kind = v.of
	}
	s.listed[col] = true
}

// addPinning adds what may keep r from being deleted, which lives beside it or in
// anything of its project, and what r itself refers to and cannot be without. That is
// asked for along with everything else, whether r goes or not: what is replaced is
// found out by the plan, and to ask after that would be one round trip more for it.
func (s *scope) addPinning(r spec.Resource) {
	own, _ := spec.TypeOf(r.Addr.Kind)
	for _, t := range spec.PinnedBy(r.Addr.Kind) {
		parents := collection{r.Addr.Project, t.Parent, ""}
		switch {
		case t.Parent == own.Parent:
			s.add(collection{r.Addr.Project, t.Kind, r.Addr.Parent})
		case own.Parent == "":
			s.add(parents)
			s.deep[parents] = true
		}
	}
	for _, need := range slices.Concat(r.Pinned(), r.Kept()) {
		s.add(collectionOf(need))
	}
}

// addKeepers adds what r may have to stay for, which lives beside it.
func (s *scope) addKeepers(r spec.Resource) {
	for _, t := range spec.KeptBy(r.Addr.Kind) {
		s.add(collection{r.Addr.Project, t.Kind, r.Addr.Parent})
	}
}

// addGuests adds what Atlas may have put into r, which keeps it from being changed.
func (s *scope) addGuests(r spec.Resource) {
	t, _ := spec.TypeOf(r.Addr.Kind)
	for kind := range t.Houses {
		s.add(collection{project: r.Addr.Project, kind: kind})
	}
}

// addNameless puts the parent of a document on the list when only that tells
// which object it is, and no document does.
func (s *scope) addNameless(addr spec.Address) {
	parent, ok := addr.ParentAddress()
	if !ok || !nameless(parent.Kind) {
		return
	}
	if _, declared := s.wanted[parent]; !declared {
		s.add(collectionOf(parent))
		s.whole[collectionOf(parent)] = true
	}
}

// collections gives what can be listed first, and what lives in objects that
// have to be known by then.
func (s *scope) collections() (first, second []collection) {
	for col := range s.listed {
		if t, _ := spec.TypeOf(col.kind); nameless(t.Parent) {
			second = append(second, col)
		} else {
			first = append(first, col)
		}
	}
	slices.SortFunc(first, compareCollections)
	slices.SortFunc(second, compareCollections)
	return first, second
}

func compareCollections(a, b collection) int {
	return cmp.Or(cmp.Compare(a.project, b.project), cmp.Compare(a.kind, b.kind), cmp.Compare(a.parent, b.parent))
}

// pinners lists the collections in live objects in which something may keep what
// a document declares, and in which nothing was looked for yet.
func (s *scope) pinners(live []spec.Resource) []collection {
	return s.strangers(slices.DeleteFunc(slices.Clone(live), func(r spec.Resource) bool { return !s.deep[collectionOf(r.Addr)] }))
}

// strangers lists the collections in live parents that no file names.
func (s *scope) strangers(live []spec.Resource) []collection {
	var more []collection
	for _, r := range live {
		for _, child := range spec.Children(r.Addr.Kind) {
			col := collection{r.Addr.Project, child.Kind, r.Addr.Name}
			if !s.listed[col] && r.Phase != spec.Deleting {
				s.listed[col] = true
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
	case errors.Is(err, ErrUnsupported), errors.Is(err, ErrNoParent) && s.makesView(col):
		return s.misplaced(col).ErrorOrNil()
	case errors.Is(err, ErrNoParent):
		return s.orphans(col).ErrorOrNil()
	case hasCode(err, "GROUP_NOT_FOUND") && len(s.wanted) > 0: // by ID: names have been looked up
		return spec.Problems{noProject(s.firstOf(col.project))}
	}
	return err
}

// makesView reports whether the parent of a collection is a document of a
// view: what it will be cannot hold such children.
func (s *scope) makesView(col collection) bool {
	parent, _ := spec.Address{Project: col.project, Kind: col.kind, Parent: col.parent}.ParentAddress()
	_, declared := s.wanted[parent]
	_, isView := s.drivers[parent.Kind].(view)
	return declared && isView
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
		if collectionOf(addr) != col || col.parent == "" || r.Absent {
			continue
		}
		parent, _ := addr.ParentAddress()
		if _, declared := s.wanted[parent]; !declared {
			problems = append(problems, problemAt(r, fmt.Sprintf("%s does not exist and no file declares it: declare it, or check the name", parent)))
		}
	}
	return problems
}

// dangling are the problems of documents that refer to something which neither
// exists nor is declared, and without which Atlas does not take them. What an
// object refers to already is Atlas's to judge.
func (s *scope) dangling(live []spec.Resource) spec.Problems {
	there := make(map[spec.Address]spec.Resource, len(live))
	for _, r := range live {
		there[r.Addr] = r
	}
	var problems spec.Problems
	for _, r := range s.wanted {
		if r.Absent {
			continue
		}
		had := there[r.Addr].Kept()
		for _, need := range slices.Concat(r.Pinned(), r.Kept()) {
			want, declared := s.wanted[need]
			if _, isThere := there[need]; !isThere && !builtIn(need) && (!declared || want.Absent) && !slices.Contains(had, need) {
				problems = append(problems, problemAt(r, fmt.Sprintf("it refers to %s, which does not exist and no file declares: declare it, or check the name", need)))
			}
		}
	}
	return problems
}

// builtIn reports whether Atlas brings something along without ever listing it.
func builtIn(addr spec.Address) bool {
	t, _ := spec.TypeOf(addr.Kind)
	return t.BuiltIn != nil && t.BuiltIn(addr.Name)
}

// misplaced are the problems of documents whose parent cannot hold them.
func (s *scope) misplaced(col collection) spec.Problems {
	var problems spec.Problems
	for addr, r := range s.wanted {
		if collectionOf(addr) == col && !r.Absent {
			parent, _ := addr.ParentAddress()
			problems = append(problems, problemAt(r, fmt.Sprintf("%s %s", parent, noEndpoints)))
		}
	}
	return problems
}
