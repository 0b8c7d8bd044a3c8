package spec

import "strings"

// DidYouMean gives ` (did you mean "x"?)` for the closest candidate, or
// nothing when none is close.
func DidYouMean(word string, candidates []string) string {
	best := closest(word, candidates)
	if best == "" {
		return ""
	}
	return ` (did you mean "` + best + `"?)`
}

// closest is the candidate that a word seems to mean, or nothing.
func closest(word string, candidates []string) string {
	if len(word) > maxQuoted {
		return "" // no slip of the finger, and the distance would take long
	}
	best, bestDistance := "", min(1+len(word)/3, len(word)-1)
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d <= bestDistance && (best == "" || d < bestDistance) {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
