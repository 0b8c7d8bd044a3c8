package emulator

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
)

const (
	defaultPage = 100
	maxPage     = 500
)

// counting says how a list treats the parameter includeCount: some know it and
// repeat it in their links, others always count and never mention it (recorded:
// streams, projects).
type counting int

const (
	countOnRequest counting = iota
	countAlways
)

// page answers one page of a list of resources.
func (c *call) page(all []*resource, count counting, view func(*resource) object) (reply, error) {
	return c.pageOf(len(all), count, func(i int) object { return view(all[i]) })
}

// pageOf answers one page of a list of any things. A number of 0 means what no
// number means, and a page larger than the largest is the largest (MongoDB's
// rules for its APIs, IPA-110; clients do send zeros). A page behind the last
// one is empty.
func (c *call) pageOf(total int, count counting, view func(int) object) (reply, error) {
	num, err := c.queryInt("pageNum", 1, math.MaxInt)
	if err != nil {
		return reply{}, err
	}
	size, err := c.queryInt("itemsPerPage", defaultPage, maxPage)
	if err != nil {
		return reply{}, err
	}
	prefix, counted, err := c.includeCount(count)
	if err != nil {
		return reply{}, err
	}

	from := total
	if num-1 <= total/size { // else the product may be too large for an int
		from = min((num-1)*size, total)
	}
	to := min(from+size, total)
	results := make([]any, 0, to-from)
	for i := from; i < to; i++ {
		results = append(results, view(i))
	}
	body := object{"links": c.pageLinks(prefix, num, size, to < total), "results": results}
	if counted {
		body["totalCount"] = total
	}
	return reply{status: http.StatusOK, body: body}, nil
}

// pageLinks keeps the order of the query parameters as recorded, where it is not
// the same in self and next. No previous link is recorded; it follows next.
func (c *call) pageLinks(prefix string, num, size int, more bool) []any {
	base := c.origin + c.path + "?" + prefix
	link := func(query, rel string) object { return object{"href": base + query, "rel": rel} }
	links := []any{link(fmt.Sprintf("pageNum=%d&itemsPerPage=%d", num, size), "self")}
	if num > 1 {
		links = append(links, link(fmt.Sprintf("itemsPerPage=%d&pageNum=%d", size, num-1), "previous"))
	}
	if more {
		links = append(links, link(fmt.Sprintf("itemsPerPage=%d&pageNum=%d", size, num+1), "next"))
	}
	return links
}

func (c *call) includeCount(count counting) (prefix string, counted bool, err error) {
	if count == countAlways {
		return "", true, nil
	}
	counted, err = c.queryBool("includeCount", true)
	return fmt.Sprintf("includeCount=%t&", counted), counted, err
}

// queryInt reads a number, limit at most. Letters and negative numbers are
// refused, which is a guess.
func (c *call) queryInt(name string, fallback, limit int) (int, error) {
	value := c.query.Get(name)
	if value == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil && !errors.Is(err, strconv.ErrRange) || n < 0 {
		return 0, errQuery(name)
	}
	if n == 0 {
		return fallback, nil
	}
	return min(n, limit), nil // a number out of range has come out as the largest
}

func (c *call) queryBool(name string, fallback bool) (bool, error) {
	switch c.query.Get(name) {
	case "":
		return fallback, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, errQuery(name)
}
