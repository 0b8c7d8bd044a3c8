package spec

import "slices"

// cost is what speaks against a pair of members, the weightiest first. Costs are
// compared like words: a lower place counts only where those before it are equal.
type cost [6]int

// The places of a cost.
const (
	impossible       = iota // they say different identities
	namedWithoutPair        // a member that says its identity stays alone
	withoutPair             // a member stays alone
	elsewhere               // they hold other members
	changed                 // something has to be changed
	outOfPlace              // the square of how far apart they stand
)

// unpaid is more than any sum of costs.
var unpaid = cost{1 << 62}

func (c cost) plus(d cost) cost {
	for i := range c {
		c[i] += d[i]
	}
	return c
}

func (c cost) minus(d cost) cost {
	for i := range c {
		c[i] -= d[i]
	}
	return c
}

func (c cost) less(d cost) bool {
	for i := range c {
		if c[i] != d[i] {
			return c[i] < d[i]
		}
	}
	return false
}

// assign gives each row a column of its own, so that what they cost together is
// the least. There must be as many columns as rows or more. It is the Hungarian
// method: rows come in one after the other, and each takes the cheapest way of
// making those before it move; prices of rows and columns keep account.
func assign(costs [][]cost) []int {
	if len(costs) == 0 {
		return nil
	}
	a := assignment{costs: costs, rows: make([]cost, len(costs)), cols: make([]cost, len(costs[0])), owner: slices.Repeat([]int{-1}, len(costs[0]))}
	for i := range costs {
		a.add(i)
	}
	of := make([]int, len(costs))
	for j, i := range a.owner {
		if i >= 0 {
			of[i] = j
		}
	}
	return of
}

type assignment struct {
	costs      [][]cost
	rows, cols []cost // their prices
	owner      []int  // the row that has a column, or -1
}

// add finds a column for a row.
func (a assignment) add(row int) {
	n := len(a.cols)
	s := search{way: make([]int, n), least: slices.Repeat([]cost{unpaid}, n), seen: make([]bool, n)}
	for i, from := row, -1; ; {
		next, price := s.nearest(a, i, from)
		a.rows[row] = a.rows[row].plus(price)
		for j, seen := range s.seen {
			if seen {
				a.rows[a.owner[j]], a.cols[j] = a.rows[a.owner[j]].plus(price), a.cols[j].minus(price)
			} else {
				s.least[j] = s.least[j].minus(price)
			}
		}
		s.seen[next] = true
		if a.owner[next] < 0 {
			a.take(row, next, s.way)
			return
		}
		i, from = a.owner[next], next
	}
}

// search is the way of one row to a column.
type search struct {
	way   []int  // the column from which one was reached, or -1
	least []cost // what it costs to reach one from those that were seen
	seen  []bool
}

// nearest looks on from a row, whose column is from, and tells which column is
// the next to see, and how much further it is.
func (s search) nearest(a assignment, row, from int) (int, cost) {
	next, price := -1, unpaid
	for j, seen := range s.seen {
		if seen {
			continue
		}
		if c := a.costs[row][j].minus(a.rows[row]).minus(a.cols[j]); c.less(s.least[j]) {
			s.least[j], s.way[j] = c, from
		}
		if s.least[j].less(price) {
			next, price = j, s.least[j]
		}
	}
	return next, price
}

// take moves everyone along a way by one column, and gives a row the one that
// becomes free.
func (a assignment) take(row, col int, way []int) {
	for way[col] >= 0 {
		a.owner[col] = a.owner[way[col]]
		col = way[col]
	}
	a.owner[col] = row
}
