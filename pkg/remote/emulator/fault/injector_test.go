package fault_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

func parse(t testing.TB, texts ...string) []fault.Rule {
	t.Helper()
	var rules []fault.Rule
	for _, text := range texts {
		rule, err := fault.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, rule)
	}
	return rules
}

const base = "/api/atlas/v2"

func get(path string) fault.Request { return fault.Request{Method: "GET", Path: base + path} }

// struck returns which of n equal requests are struck, counted from 1.
func struck(i *fault.Injector, req fault.Request, n int) []int {
	var hits []int
	for at := range n {
		if _, _, ok := i.Next(req); ok {
			hits = append(hits, at+1)
		}
	}
	return hits
}

func TestPicks(t *testing.T) {
	t.Parallel()
	for pick, want := range map[string][]int{
		"":                {1, 2, 3, 4, 5, 6, 7},
		"nth=3":           {3},
		"every=3":         {3, 6},
		"first=2":         {1, 2},
		"times=2":         {1, 2},
		"every=2 times=2": {2, 4},
		"p=1 times=1":     {1},
		"p=1e-12":         nil,
	} {
		i := fault.New(1, parse(t, "GET /x "+pick+" truncate"))
		if diff := cmp.Diff(want, struck(i, get("/x"), 7)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", pick, diff)
		}
	}
}

func TestFirstRuleThatStrikes(t *testing.T) {
	t.Parallel()
	i := fault.New(1, parse(t, "GET /x nth=2 truncate", "GET,POST /** every=2 drop=before", "/x first=3 latency=1s"))
	var got []string
	for range 4 {
		rule, _, _ := i.Next(get("/x"))
		got = append(got, rule.String())
	}
	want := []string{"/x first=3 latency=1s", "GET /x nth=2 truncate", "/x first=3 latency=1s", "GET,POST /** every=2 drop=before"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMethodsAndObjects(t *testing.T) {
	t.Parallel()
	for act, can := range map[string]fault.Request{"edit": {Editable: true}, "vanish=after": {Deletable: true}} {
		i := fault.New(1, parse(t, "PATCH /x nth=2 "+act))
		one := fault.Request{Method: "PATCH", Path: base + "/x", Editable: can.Editable, Deletable: can.Deletable}
		other := fault.Request{Method: "PATCH", Path: base + "/x", Editable: can.Deletable, Deletable: can.Editable}
		for at, req := range []fault.Request{one, other, get("/x"), one, one} {
			if _, _, ok := i.Next(req); ok != (at == 3) {
				t.Errorf("%s, request %d: struck %t", act, at, ok)
			}
		}
	}
}

func TestZeroRuleMatchesNothing(t *testing.T) {
	t.Parallel()
	i := fault.New(1, []fault.Rule{{}})
	for _, path := range []string{"", "/", "/api/atlas/v2", "/api/atlas/v2/groups"} {
		if _, _, ok := i.Next(fault.Request{Method: "GET", Path: path}); ok {
			t.Errorf("%q is struck", path)
		}
	}
}

// TestParallelRequestsAreStruckAlike shuffles requests of several paths: those of
// each path are struck as if they had come alone.
func TestParallelRequestsAreStruckAlike(t *testing.T) {
	t.Parallel()
	rules := parse(t, "GET /** p=0.4 truncate")
	more := parse(t, "POST /other p=0.9 truncate", "GET /** p=0.4 truncate")
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		var order []int
		for path := range 4 {
			order = append(order, slices.Repeat([]int{path}, 8)...)
		}
		i := fault.New(seed, more)
		got := map[int][]int{}
		count := map[int]int{}
		for _, path := range rapid.Permutation(order).Draw(t, "order") {
			count[path]++
			req := get("/x" + strconv.Itoa(path))
			req.Query = "pageNum=" + strconv.Itoa(path)
			if _, _, ok := i.Next(req); ok {
				got[path] = append(got[path], count[path])
			}
		}
		for path := range 4 {
			req := get("/x" + strconv.Itoa(path))
			req.Query = "pageNum=" + strconv.Itoa(path)
			if diff := cmp.Diff(struck(fault.New(seed, rules), req, 8), got[path]); diff != "" {
				t.Errorf("path %d (-alone +among others):\n%s", path, diff)
			}
		}
	})
}

func TestProbability(t *testing.T) {
	t.Parallel()
	rules := parse(t, "/** p=0.2 truncate")
	all := map[string]bool{}
	for seed := range uint64(3) {
		hits := struck(fault.New(seed, rules), get("/x"), 10_000)
		if n := len(hits); n < 1800 || n > 2200 {
			t.Errorf("seed %d: %d of 10,000 struck", seed, n)
		}
		all[fmt.Sprint(hits[:20])] = true
	}
	if len(all) != 3 {
		t.Error("two seeds strike alike")
	}
}
