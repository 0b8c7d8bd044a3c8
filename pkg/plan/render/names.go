package render

import (
	"slices"
	"strconv"
	"strings"
)

// grouped writes names in as little room as there can be, as a shell would: what some
// begin with stands once, as in orders-{eu us}. None is left out.
func grouped(names []string) []nameGroup {
	plain := each(names, func(name string) string {
		if strings.ContainsAny(name, "{} \"") || !isPrintable(name) {
			return strconv.Quote(name)
		}
		return name
	})
	slices.Sort(plain)
	return divide(plain)
}

// nameGroup is a part of a list of names, and what all of them begin with.
type nameGroup struct {
	prefix string
	names  []string
}

func (g nameGroup) String() string {
	if len(g.names) == 1 {
		return g.names[0]
	}
	return g.prefix + "{" + strings.Join(each(g.names, func(n string) string { return n[len(g.prefix):] }), " ") + "}"
}

// mostInGroup bounds the names of a group, so that one that has no room is not all.
const mostInGroup = 100

// divide finds the groups of sorted names that take the least room together: room[i]
// is what the first i names take, the last group of which begins at from[i].
func divide(names []string) []nameGroup {
	room, from, letters := make([]int, len(names)+1), make([]int, len(names)+1), make([]int, len(names)+1)
	for end := 1; end <= len(names); end++ {
		letters[end] = letters[end-1] + len(names[end-1])
		room[end], from[end] = room[end-1]+len(names[end-1])+len(" "), end-1
		for at := end - 2; at >= max(0, end-mostInGroup); at-- {
			n, prefix := end-at, len(sharedPrefix(names[at], names[end-1]))
			if prefix == 0 {
				break
			}
			took := room[at] + prefix + len("{}") + letters[end] - letters[at] - n*prefix + n*len(" ")
			if took < room[end] {
				room[end], from[end] = took, at
			}
		}
	}
	var groups []nameGroup
	for end := len(names); end > 0; end = from[end] {
		at := from[end]
		groups = append(groups, nameGroup{sharedPrefix(names[at], names[end-1]), names[at:end]})
	}
	slices.Reverse(groups)
	return groups
}

// sharedPrefix is what two names both begin with, up to something that parts words,
// and not the whole of one. A name in quotes shares nothing.
func sharedPrefix(a, b string) string {
	if strings.HasPrefix(a, `"`) {
		return ""
	}
	n := 0
	for n < len(a)-1 && n < len(b)-1 && a[n] == b[n] {
		n++
	}
	return a[:strings.LastIndexAny(a[:n], "-_./:")+1]
}
