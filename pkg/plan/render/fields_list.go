package render

import (
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// steps gives the path of a field as headings: the member of a list stands behind
// the list, as in replicationSpecs.0 (Europe), with what identifies it. One that
// the document does not have has no index.
func (w *walk) steps(f plan.Field) []string {
	var steps []string
	t, _ := spec.TypeOf(w.kind)
	members := f.Members
	for i, step := range f.Path {
		if i == 0 || !isList(w.kind, f.Path[:i]) {
			steps = append(steps, quote(step))
			continue
		}
		last := len(steps) - 1
		if _, err := strconv.Atoi(step); err == nil {
			steps[last] = index(steps[last], step)
		}
		if len(members) > 0 && t.FieldAt(f.Path[:i]).Identity != nil {
			steps[last] += " (" + quote(members[0]) + ")"
			members = members[1:]
		}
	}
	return steps
}

// index is the key of a member of a list.
func index(key, i string) string { return key + "." + i }

// changeList leaves out what both lists start and end with: in a list order
// counts, so that what lies between is another sequence. Where that is as long
// as before, and made of maps, each is taken for the new version of the old one.
func (w *walk) changeList(depth int, before, after []*yaml.Node) {
	same, n := 0, min(len(before), len(after))
	for same < n && equal(before[same], after[same]) {
		same++
	}
	first := same
	before, after, n = before[same:], after[same:], n-same
	for ; n > 0 && equal(before[len(before)-1], after[len(after)-1]); n-- {
		before, after = before[:len(before)-1], after[:len(after)-1]
		same++
	}
	if len(before) == len(after) && !slices.ContainsFunc(slices.Concat(before, after), func(m *yaml.Node) bool { return !isMap(m) }) {
		for i := range before {
			w.change(depth, strconv.Itoa(first+i), before[i], after[i])
		}
	} else {
		w.members(depth, signRemove, first, before)
		w.members(depth, signAdd, first, after)
	}
	w.hidden(depth, same, "unchanged member")
}

// members writes what comes or goes of a list.
func (w *walk) members(depth int, sign string, first int, list []*yaml.Node) {
	for i, m := range list {
		key := ""
		if isMap(m) {
			key = strconv.Itoa(first + i)
		}
		w.whole(depth, sign, key, m)
	}
}

// order lists the keys of a map that another one has as well. In a free document
// their order means something.
func order(m, other *yaml.Node) []string {
	var keys []string
	for i := 0; i < len(m.Content); i += 2 {
		if key := m.Content[i].Value; member(other, key) != nil {
			keys = append(keys, quote(key))
		}
	}
	return keys
}
