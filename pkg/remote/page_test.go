package remote_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// pager serves a list of connections in pages, and counts requests by page.
type pager struct {
	names func(page, time int) []string // in their order when page is read for that time
	total func(n int) any               // nil leaves it out

	mu    sync.Mutex
	asked map[int]int
}

func (p *pager) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/processors") {
		answers(http.StatusOK, "application/json", `{"results":[],"totalCount":0}`)(w, r)
		return
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("pageNum"))
	size, _ := strconv.Atoi(r.URL.Query().Get("itemsPerPage"))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[page]++
	names := p.names(page, p.asked[page])
	results := []any{}
	for i := (page - 1) * size; i < min(page*size, len(names)); i++ {
		results = append(results, map[string]any{"id": "id-" + names[i], "name": names[i], "type": "Sample"})
	}
	body := map[string]any{"results": results}
	if total := p.total(len(names)); total != nil {
		body["totalCount"] = total
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

func names(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("w%04d", (i*7919)%n) // a prime: every number once, in no order
	}
	return list
}

func TestEveryPageIsRead(t *testing.T) {
	t.Parallel()
	exact := func(n int) any { return n }
	for _, tc := range []struct {
		name  string
		count int
		total func(int) any
		pages map[int]int
	}{
		{"none", 0, exact, map[int]int{1: 1}},
		{"one page", 499, exact, map[int]int{1: 1}},
		{"three pages", 1203, exact, map[int]int{1: 1, 2: 1, 3: 1}},
		{"a full last page is only known to be the last by the next one", 1000, exact, map[int]int{1: 1, 2: 1, 3: 1}},
		{"no total", 1203, func(int) any { return nil }, map[int]int{1: 1, 2: 1, 3: 1}},
		{"no total and a full last page", 1000, func(int) any { return nil }, map[int]int{1: 1, 2: 1, 3: 1}},
		{"a total of 0", 1203, func(int) any { return 0 }, map[int]int{1: 1, 2: 1, 3: 1}},
		{"a total that is the page's", 1203, func(int) any { return 500 }, map[int]int{1: 1, 2: 1, 3: 1}},
		{"a total that is too small", 1203, func(int) any { return 900 }, map[int]int{1: 1, 2: 1, 3: 1}},
		{"a total that is too large", 1203, func(int) any { return 1600 }, map[int]int{1: 1, 2: 1, 3: 1, 4: 1}},
		{"a total that is absurd", 1203, func(int) any { return -1 }, map[int]int{1: 1, 2: 1, 3: 1}},
		{"a total that would take for ever", 1203, func(int) any { return 1 << 40 }, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := &pager{names: func(int, int) []string { return names(tc.count) }, total: tc.total, asked: map[int]int{}}
			live := fetchPages(t, p)
			if tc.pages != nil {
				wantSame(t, p.asked, tc.pages)
			}
			if want := sorted(names(tc.count)); !slices.Equal(live, want) {
				t.Errorf("got %d connections, want %d", len(live), len(want))
			}
		})
	}
}

// TestOrderChangesBetweenPages moves an object across the border of two pages
// while they are read, so that one is shown twice and another one not at all.
func TestOrderChangesBetweenPages(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		restful int // the sweep from which on nothing moves
		sweeps  int
		missing int // objects that no sweep has shown
	}{
		{"once", 2, 2, 0},
		{"twice", 3, 3, 0},
		{"all the time", 99, 3, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := &pager{asked: map[int]int{}, total: func(n int) any { return n }}
			p.names = func(page, sweep int) []string {
				list := names(1203)
				if page == 1 && sweep < tc.restful {
					list[499], list[500] = list[500], list[499]
				}
				return list
			}
			live := fetchPages(t, p)
			wantSame(t, p.asked, map[int]int{1: tc.sweeps, 2: tc.sweeps, 3: tc.sweeps})
			if len(live) != 1203-tc.missing {
				t.Errorf("got %d objects, want %d", len(live), 1203-tc.missing)
			}
			if distinct := slices.Compact(slices.Clone(live)); len(distinct) != len(live) {
				t.Errorf("got %d objects, of which %d are distinct", len(live), len(distinct))
			}
		})
	}
}

// fetchPages gives the names of the connections that a pager serves.
func fetchPages(t *testing.T, p *pager) []string {
	t.Helper()
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(p.ServeHTTP)})
	live, err := c.Fetch(t.Context(), load(t, projectID, sample("clicks", "a")), remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	list := make([]string, len(live))
	for i, r := range live {
		list[i] = r.Addr.Name
	}
	return list
}
