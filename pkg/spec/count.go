package spec

import "fmt"

// Count writes a number of things in words: "1 resource", "3 resources".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
