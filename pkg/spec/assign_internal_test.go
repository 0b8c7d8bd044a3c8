package spec

import (
	"testing"

	"pgregory.net/rapid"
)

// TestAssign holds an assignment to the cheapest one of all that there are.
func TestAssign(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 4).Draw(t, "rows")
		m := n + rapid.IntRange(0, 2).Draw(t, "more columns")
		costs := make([][]cost, n)
		for i := range costs {
			for range m {
				costs[i] = append(costs[i], cost{rapid.IntRange(0, 1).Draw(t, "heavy"), 0, rapid.IntRange(0, 9).Draw(t, "light")})
			}
		}
		var got cost
		taken := make([]bool, m)
		for i, j := range assign(costs) {
			if taken[j] {
				t.Fatalf("column %d is taken twice", j)
			}
			taken[j] = true
			got = got.plus(costs[i][j])
		}
		if best := cheapestOf(costs, make([]bool, m)); got != best {
			t.Fatalf("costs %v, and %v would do", got, best)
		}
	})
}

// cheapestOf tries everything.
func cheapestOf(costs [][]cost, taken []bool) cost {
	if len(costs) == 0 {
		return cost{}
	}
	best := unpaid
	for j, c := range costs[0] {
		if taken[j] {
			continue
		}
		taken[j] = true
		if sum := c.plus(cheapestOf(costs[1:], taken)); sum.less(best) {
			best = sum
		}
		taken[j] = false
	}
	return best
}
