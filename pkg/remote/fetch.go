package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// collection is what one list gives: the objects of a kind in a project, or in
// one parent of it.
type collection struct {
	project string
	kind    spec.Kind
	parent  string
}

func (c collection) String() string {
	if c.parent == "" {
		return fmt.Sprintf("%s of %s", c.kind, c.project)
	}
	return fmt.Sprintf("%s of %s/%s", c.kind, c.project, c.parent)
}

func collectionOf(addr spec.Address) collection {
	return collection{addr.Project, addr.Kind, addr.Parent}
}

// FetchOptions widens what is fetched.
type FetchOptions struct {
	// Prune also lists what lives in parents that no file names: they may be
	// deleted, and a plan has to show what goes with them.
	Prune bool
}

// Fetch gives the live state of every collection that the documents mention,
// and of what lives in the parents that they declare. All lists of all
// projects are read at once. Resources are sorted by address; their values are
// masked against the documents. Problems of the documents that only Atlas
// knows, such as a project or a parent that does not exist, come as
// [spec.Problems].
func (c *Client) Fetch(ctx context.Context, want []spec.Resource, opts FetchOptions) ([]spec.Resource, error) {
	if err := c.resolveProjects(ctx, want); err != nil {
		return nil, err
	}
	s := newScope(want)
	g, ctx := errgroup.WithContext(ctx)
	var taken map[spec.Address]string
	g.Go(func() (err error) {
		taken, err = c.otherClusters(ctx, s)
		return err
	})
	var live []spec.Resource
	g.Go(func() (err error) {
		if live, err = c.fetchAll(ctx, s, s.collections()); err != nil || !opts.Prune {
			return err
		}
		more, err := c.fetchAll(ctx, s, s.strangers(live))
		live = append(live, more...)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if err := s.checkNames(taken); err != nil {
		return nil, err
	}
	for _, r := range live {
		spec.Mask(r.Body, s.wanted[r.Addr].Body)
	}
	slices.SortFunc(live, func(a, b spec.Resource) int {
		return cmp.Or(a.Addr.Compare(b.Addr), cmp.Compare(a.ID, b.ID))
	})
	return live, nil
}

// fetchAll lists collections at once. Every failure is reported, not only the
// first.
func (c *Client) fetchAll(ctx context.Context, s *scope, collections []collection) ([]spec.Resource, error) {
	lists, failures := make([][]spec.Resource, len(collections)), make([]error, len(collections))
	var g errgroup.Group
	g.SetLimit(maxLists)
	for i, col := range collections {
		g.Go(func() error {
			lists[i], failures[i] = c.list(ctx, col)
			return nil
		})
	}
	_ = g.Wait()
	var problems spec.Problems
	for i, col := range collections {
		if errors.Is(failures[i], ErrNoParent) {
			problems = append(problems, s.orphans(col)...)
			failures[i] = nil
		}
	}
	if err := errors.Join(failures...); err != nil {
		return nil, err
	}
	return slices.Concat(lists...), problems.ErrorOrNil()
}

// maxLists bounds the lists under way at once: Atlas speaks HTTP/2, so that
// they share one connection.
const maxLists = 64

func (c *Client) list(ctx context.Context, col collection) ([]spec.Resource, error) {
	d, at, err := c.locate(ctx, spec.Address{Project: col.project, Kind: col.kind, Parent: col.parent})
	if err != nil {
		return nil, err
	}
	live, err := listAll(ctx, d, at)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", col, err)
	}
	for i := range live {
		live[i].Addr.Project, live[i].Addr.Kind, live[i].Addr.Parent = col.project, col.kind, col.parent
	}
	return live, nil
}

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
