package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	missing, err := c.resolveProjects(ctx, want)
	if err != nil {
		return nil, err
	}
	s := newScope(c.drivers, want, opts)
	s.missing = missing
	c.known.expect(want, s.whole, opts.Prune)
	live, err := c.fetchLive(ctx, s, opts)
	if err := mostTelling(s.checkNames(live), err); err != nil {
		return nil, err
	}
	live = s.views(live)
	if err := mostTelling(s.checkKinds(live), s.dangling(live).ErrorOrNil()); err != nil {
		return nil, err
	}
	live = append(live, s.elsewhere(live)...)
	for i, r := range live {
		c.show(&live[i], s.wanted[r.Addr].Body)
	}
	slices.SortFunc(live, byAddress)
	return live, nil
}

// fetchLive lists at once what can be; what lives in objects without a name, and
// what may keep something from anywhere in a project, follows when the objects that
// it lives in are known.
func (c *Client) fetchLive(ctx context.Context, s *scope, opts FetchOptions) ([]spec.Resource, error) {
	first, second := s.collections()
	live, err := c.fetchAll(ctx, s, first)
	second = append(second, s.pinners(live)...)
	if _, said := errors.AsType[spec.Problems](err); len(second) > 0 && (err == nil || said) {
		inside, failure := c.fetchAll(ctx, s, second)
		live, err = append(live, inside...), mostTelling(err, failure)
	}
	if err != nil || !opts.Prune {
		return live, err
	}
	more, err := c.fetchAll(ctx, s, s.strangers(live))
	return append(live, more...), err
}

// fetchAll lists collections at once. Every failure is reported, not only the
// first.
func (c *Client) fetchAll(ctx context.Context, s *scope, collections []collection) ([]spec.Resource, error) {
	lists, failures := make([][]spec.Resource, len(collections)), make([]error, len(collections))
	var g errgroup.Group
	g.SetLimit(maxLists)
	for i, col := range collections {
		if s.missing[col.project] { // nothing is in what is not there
			failures[i] = s.orphans(col).ErrorOrNil()
			continue
		}
		g.Go(func() error {
			found, err := c.listNow(ctx, col)
			lists[i], failures[i] = append(found.resources, s.hidden(col, found)...), err
			return nil
		})
	}
	_ = g.Wait()
	for i, col := range collections {
		failures[i] = s.explain(col, failures[i])
	}
	return slices.Concat(lists...), mostTelling(failures...)
}

// maxLists bounds the lists under way at once: Atlas speaks HTTP/2, so that
// they share one connection.
const maxLists = 256

// list gives a collection. What it lives in is listed before where that has no
// name, so that it is known, and what it holds.
func (c *Client) list(ctx context.Context, col collection) (listing, error) {
	if t, _ := spec.TypeOf(col.kind); nameless(t.Parent) {
		if _, err := c.list(ctx, collection{col.project, t.Parent, ""}); err != nil {
			return listing{}, err
		}
	}
	return c.listNow(ctx, col)
}

// listNow gives a collection by what is known of its parent.
func (c *Client) listNow(ctx context.Context, col collection) (listing, error) {
	d, at, err := c.place(ctx, spec.Address{Project: col.project, Kind: col.kind, Parent: col.parent})
	if err != nil {
		return listing{}, err
	}
	asked := c.known.ask()
	found, err := listAll(placed(ctx, col), d, at)
	if err != nil {
		return listing{}, fmt.Errorf("list %s: %w", col, err)
	}
	for i := range found.resources {
		addr := &found.resources[i].Addr
		addr.Project, addr.Kind, addr.Parent = col.project, col.kind, col.parent
		if addr.IsProject() && len(found.resources) == 1 {
			c.learnID(col.project, found.resources[i].ID)
		}
	}
	if nameless(col.kind) {
		return found, c.known.learn(col, asked, found.resources)
	}
	return found, nil
}

// mostTelling sums up what went wrong with requests that went out together.
// When there are no credentials to go by, saying so once is enough; when Atlas
// did not answer, the problems of the documents may be only half of them.
func mostTelling(failures ...error) error {
	var problems spec.Problems
	var others []error
	for _, err := range failures {
		if found, ok := errors.AsType[spec.Problems](err); ok {
			problems = append(problems, found...)
		} else if err != nil {
			others = append(others, err)
		}
	}
	for _, err := range others {
		if api, ok := errors.AsType[*APIError](err); ok && api.Status == http.StatusUnauthorized {
			return err
		}
	}
	if len(others) > 0 {
		return errors.Join(others...)
	}
	return problems.ErrorOrNil()
}
