package spectest

// Dice decides what is drawn: a generator of numbers, or what makes one of a
// property's test.
type Dice interface {
	// IntN gives one of n numbers from 0.
	IntN(n int) int
}

// One picks one of a few.
func One[T any](d Dice, of ...T) T { return of[d.IntN(len(of))] }

// Chance is true in so many cases of a hundred.
func Chance(d Dice, percent int) bool { return d.IntN(100) < percent }
