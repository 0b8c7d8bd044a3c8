package remote

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// pageSize is the most that Atlas gives in one page.
const pageSize = 500

// maxSweeps bounds how often a list is read again because it moved.
const maxSweeps = 3

// listAll gives every object of a collection once, sorted by name. Lists of
// Atlas have no order that stays: an object that came twice has moved while the
// pages were read, and may have pushed another one out of sight. Then the list
// is read again.
func listAll(ctx context.Context, d driver, at Site) (listing, error) {
	for sweep := 1; ; sweep++ {
		found, err := readPages(ctx, d, at)
		if err != nil {
			return listing{}, err
		}
		found.resources = slices.DeleteFunc(found.resources, isGone)
		slices.SortStableFunc(found.resources, byAddress)
		once := slices.CompactFunc(slices.Clone(found.resources), func(a, b spec.Resource) bool { return byAddress(a, b) == 0 })
		if len(once) == len(found.resources) || sweep == maxSweeps {
			found.resources = once
			return found, nil
		}
	}
}

// isGone reports whether Atlas goes on to show what it has deleted.
func isGone(r spec.Resource) bool { return r.Phase == spec.Absent }

// byAddress sorts resources; of those that share an address, by ID.
func byAddress(a, b spec.Resource) int {
	return cmp.Or(a.Addr.Compare(b.Addr), cmp.Compare(a.ID, b.ID))
}

// readPages reads the first page, which says how many objects there are, then
// all others at once. The number is an estimate, so it goes on to a page that
// is not full: with the others when the estimate is right, else one by one.
func readPages(ctx context.Context, d driver, at Site) (listing, error) {
	first, err := d.list(ctx, at, 1)
	if err != nil {
		return listing{}, err
	}
	pages := [][]spec.Resource{first.resources}
	for len(pages[len(pages)-1]) == pageSize {
		from := len(pages) + 1
		next, err := pagesAtOnce(ctx, d, at, from, max(from, min(first.total/pageSize+1, maxPages)))
		if err != nil {
			return listing{}, err
		}
		pages = append(pages, next...)
	}
	first.resources = slices.Concat(pages...)
	return first, nil
}

// maxPages bounds the pages that are read at once on the word of an estimate.
const maxPages = 100

func pagesAtOnce(ctx context.Context, d driver, at Site, from, to int) ([][]spec.Resource, error) {
	pages := make([][]spec.Resource, to-from+1)
	g, ctx := errgroup.WithContext(ctx)
	for n := from; n <= to; n++ {
		g.Go(func() error {
			page, err := d.list(ctx, at, n)
			pages[n-from] = page.resources
			return err
		})
	}
	return pages, g.Wait()
}
