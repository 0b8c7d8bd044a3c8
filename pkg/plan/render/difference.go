package render

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// Differences tells how a plan differs from the approved one, an operation a
// paragraph, with what was approved and what is planned now of each value.
func Differences(diffs []plan.Difference) string {
	var b strings.Builder
	for _, d := range diffs {
		b.WriteString(printable(d.Address) + ": " + printable(d.Text) + "\n")
		for _, v := range d.Values {
			path := strings.Join(each(v.Path, quote), ".")
			was, is := movement(v.Approved), movement(v.Now)
			if was == is {
				is = "the same from another source" // references, of which nothing more is shown
			}
			fmt.Fprintf(&b, "    %s: approved %s, now %s\n", path, was, is)
		}
	}
	return b.String()
}

// movement says what an operation does to a value.
func movement(c *plan.Change) string {
	switch {
	case c == nil:
		return "untouched"
	case recorded(c, c.Before) == recorded(c, c.After):
		return recorded(c, c.After)
	}
	return recorded(c, c.Before) + " -> " + recorded(c, c.After)
}

// recorded writes a value of a record as [value] does a node: a reference is
// "(secret)", wherever it points to.
func recorded(c *plan.Change, v any) string {
	if _, ok := c.Reference(v); ok {
		return "(secret)"
	}
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		if c.Hidden && v == "(hidden)" {
			return v
		}
		return shorten(v)
	case map[string]any:
		var members []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			members = append(members, quote(key)+": "+recorded(c, v[key]))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case []any:
		return "[" + strings.Join(each(v, func(m any) string { return recorded(c, m) }), ", ") + "]"
	case json.Number:
		return v.String()
	}
	return fmt.Sprint(v)
}
