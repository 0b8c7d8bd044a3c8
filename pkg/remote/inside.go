package remote

import (
	"context"
	"errors"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Inside gives what lives in r, and what beside it refers to r and keeps it, in
// the order of the addresses, with hidden values. Of a project it gives what lives
// right in it.
func (c *Client) Inside(ctx context.Context, r spec.Resource) ([]spec.Resource, error) {
	if r.Addr.IsProject() {
		return c.insideProject(ctx, r.Addr.Project)
	}
	inside, err := c.pinning(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, t := range spec.Children(r.Addr.Kind) {
		if _, isView := c.drivers[r.Addr.Kind].(view); isView {
			break // what it really is has no such children
		}
		found, err := c.list(ctx, collection{r.Addr.Project, t.Kind, r.Addr.Name})
		if err != nil && !errors.Is(err, ErrNoParent) && !errors.Is(err, ErrUnsupported) {
			return nil, err
		}
		inside = append(inside, found.resources...)
	}
	for i := range inside {
		c.show(&inside[i], nil)
	}
	slices.SortFunc(inside, byAddress)
	return inside, nil
}

// pinning gives what refers to r and keeps it from being deleted, or what r has
// to stay for.
func (c *Client) pinning(ctx context.Context, r spec.Resource) ([]spec.Resource, error) {
	own, _ := spec.TypeOf(r.Addr.Kind)
	var all []spec.Resource
	for _, t := range slices.Concat(spec.PinnedBy(r.Addr.Kind), spec.KeptBy(r.Addr.Kind)) {
		parents, err := c.parentsOf(ctx, t, own, r.Addr)
		if err != nil {
			return nil, err
		}
		for _, parent := range parents {
			found, err := c.list(ctx, collection{r.Addr.Project, t.Kind, parent})
			if err != nil && !errors.Is(err, ErrNoParent) {
				return nil, err
			}
			all = append(all, found.resources...)
		}
	}
	for i := range all {
		all[i].PutNames(nil, c.known.name)
	}
	return slices.DeleteFunc(all, func(other spec.Resource) bool {
		return !slices.Contains(other.Pinned(), r.Addr) && !slices.Contains(other.Kept(), r.Addr)
	}), nil
}

// parentsOf lists the parents in which objects of a kind can refer to the one at
// an address: the same one, or, where that lives right in the project, any.
func (c *Client) parentsOf(ctx context.Context, t, own spec.Type, addr spec.Address) ([]string, error) {
	switch {
	case t.Parent == own.Parent:
		return []string{addr.Parent}, nil
	case own.Parent != "":
		return nil, nil
	}
	found, err := c.list(ctx, collection{addr.Project, t.Parent, ""})
	var parents []string
	for _, r := range found.resources {
		parents = append(parents, r.Addr.Name)
	}
	return parents, err
}

// insideProject gives what lives right in a project, of every kind, but for what goes
// with it.
func (c *Client) insideProject(ctx context.Context, project string) ([]spec.Resource, error) {
	level := slices.DeleteFunc(c.top(project, nil), func(col collection) bool {
		t, _ := spec.TypeOf(col.kind)
		return t.Root || t.MadeAlong
	})
	inside, err := c.fetchAll(ctx, newScope(c.drivers, nil, FetchOptions{}), level)
	for i := range inside {
		c.show(&inside[i], nil)
	}
	slices.SortFunc(inside, byAddress)
	return inside, err
}
