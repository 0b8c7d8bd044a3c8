package remote

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// pageSize is the most that Atlas gives in one page.
const pageSize = 500

// listAll gives every object of a collection, sorted by name. The first page
// says how many there are; the others are read at once. Where Atlas miscounts
// or does not count, it goes on until a page is not full. An object that moved
// from one page to the next while they were read is given once.
func listAll(ctx context.Context, d driver, at Site) ([]spec.Resource, error) {
	first, total, err := d.list(ctx, at, 1)
	if err != nil {
		return nil, err
	}
	pages := [][]spec.Resource{first}
	if total > pageSize && len(first) == pageSize {
		rest, err := pagesAtOnce(ctx, d, at, 2, (total+pageSize-1)/pageSize)
		if err != nil {
			return nil, err
		}
		pages = append(pages, rest...)
	}
	for len(pages[len(pages)-1]) == pageSize && (total < 0 || total > len(pages)*pageSize) {
		next, _, err := d.list(ctx, at, len(pages)+1)
		if err != nil {
			return nil, err
		}
		pages = append(pages, next)
	}
	all := slices.Concat(pages...)
	slices.SortStableFunc(all, func(a, b spec.Resource) int { return a.Addr.Compare(b.Addr) })
	return slices.CompactFunc(all, func(a, b spec.Resource) bool { return a.Addr == b.Addr && a.ID == b.ID }), nil
}

func pagesAtOnce(ctx context.Context, d driver, at Site, from, to int) ([][]spec.Resource, error) {
	pages := make([][]spec.Resource, to-from+1)
	g, ctx := errgroup.WithContext(ctx)
	for n := from; n <= to; n++ {
		g.Go(func() (err error) {
			pages[n-from], _, err = d.list(ctx, at, n)
			return err
		})
	}
	return pages, g.Wait()
}
