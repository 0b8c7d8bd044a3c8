package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// match gives live with the addresses that the documents use for it.
//
// Most kinds have a natural key, and nothing happens. An object of a kind with
// [spec.Type.Key] has none: it is known by that key where both sides have one,
// else by its ID where a document is named after it, else by its name, which
// the server keeps for us and does not hold unique. Two objects that could be
// meant are a problem, never a guess, and so are two documents that mean one.
// What no document means and what shares its name with another is called by its
// ID.
//
// It also gives those namesakes: the ID, by the address of the document.
func match(want, live []spec.Resource) ([]spec.Resource, map[spec.Address]string, error) {
	if !slices.ContainsFunc(want, keyed) && !slices.ContainsFunc(live, keyed) {
		return live, nil, nil
	}
	m := matcher{
		live: slices.Clone(live), means: map[spec.Address]bool{}, taken: map[int]bool{},
		namesakes: map[spec.Address]string{},
	}
	m.sameKeyTwice(want)
	for _, t := range tells() {
		there := m.told(t)
		for _, w := range want {
			if keyed(w) && !m.means[w.Addr] {
				m.claim(w, there[told{collectionOf(w.Addr), t.want(w)}])
			}
		}
	}
	m.withoutObject(want)
	m.nameStrangers()
	return m.live, m.namesakes, m.problems.ErrorOrNil()
}

type matcher struct {
	live      []spec.Resource
	means     map[spec.Address]bool   // documents whose object is found
	taken     map[int]bool            // by index into live, what a document means
	namesakes map[spec.Address]string // other objects that have the name of a document
	problems  spec.Problems
}

// tell is a text that a document and its object have in common.
type tell struct{ want, live func(spec.Resource) string }

// tells lists them, the best first.
func tells() []tell {
	name := func(r spec.Resource) string { return r.Addr.Name }
	return []tell{
		{keyOf, keyOf},
		{name, func(live spec.Resource) string { return live.ID }},
		{name, name},
	}
}

// told is such a text in its collection.
type told struct {
	collection spec.Address
	text       string
}

// told finds the objects that could be meant by each text, by index into live.
func (m *matcher) told(t tell) map[told][]int {
	there := map[told][]int{}
	for i, l := range m.live {
		if keyed(l) && t.live(l) != "" {
			at := told{collectionOf(l.Addr), t.live(l)}
			there[at] = append(there[at], i)
		}
	}
	return there
}

// claim takes of the objects that a document can mean the only one. What is on
// its way out counts only where nothing else could be meant.
func (m *matcher) claim(want spec.Resource, candidates []int) {
	var found, leaving []int
	for _, i := range candidates {
		switch {
		case m.taken[i]:
		case m.live[i].Phase == spec.Deleting:
			leaving = append(leaving, i)
		default:
			found = append(found, i)
		}
	}
	if len(found) == 0 && len(leaving) > 0 {
		slices.SortFunc(leaving, func(a, b int) int { return strings.Compare(m.live[a].ID, m.live[b].ID) })
		found = leaving[:1]
	}
	switch len(found) {
	case 0:
	case 1:
		m.means[want.Addr], m.taken[found[0]] = true, true
		m.live[found[0]].Addr = want.Addr
	default:
		m.means[want.Addr] = true
		m.problem(want, fmt.Sprintf("%d live objects could be meant, with the IDs %s: name the document after one of the IDs, or give its %s",
			len(found), strings.Join(m.ids(found), ", "), typeOf(want).Key))
	}
}

func (m *matcher) ids(found []int) []string {
	ids := make([]string, len(found))
	for i, at := range found {
		ids[i] = m.live[at].ID
	}
	slices.Sort(ids)
	return ids
}

// sameKeyTwice finds documents that give one key: they would take turns with
// the same object for ever.
func (m *matcher) sameKeyTwice(want []spec.Resource) {
	first := map[told]spec.Resource{}
	for _, w := range slices.SortedFunc(slices.Values(want), func(a, b spec.Resource) int { return a.Addr.Compare(b.Addr) }) {
		value := keyOf(w)
		if !keyed(w) || value == "" {
			continue
		}
		k := told{collectionOf(w.Addr), value}
		if other, twice := first[k]; twice {
			m.problem(w, fmt.Sprintf("%s is that of %s at %s too: two documents mean one object, take one of them out", typeOf(w).Key, other.Addr, other.Origin))
			continue
		}
		first[k] = w
	}
}

// withoutObject finds documents that are named after an ID which nothing has:
// what would be created for them gets another one, again and again.
func (m *matcher) withoutObject(want []spec.Resource) {
	for _, w := range want {
		if keyed(w) && !w.Absent && !m.means[w.Addr] && nameIn(w) == "" {
			m.problem(w, "it is named after an ID, and nothing there has it, or another document means the object: to create one give it a name in words")
		}
	}
}

// nameStrangers gives the ID as name to every object that no document means
// and whose name another one has.
func (m *matcher) nameStrangers() {
	count := map[spec.Address]int{}
	for _, l := range m.live {
		count[l.Addr]++
	}
	for i, l := range m.live {
		if !m.taken[i] && keyed(l) && count[l.Addr] > 1 {
			if first, ok := m.namesakes[l.Addr]; !ok || l.ID < first {
				m.namesakes[l.Addr] = l.ID
			}
			m.live[i].Addr.Name = l.ID
		}
	}
}

func (m *matcher) problem(want spec.Resource, msg string) {
	m.problems = append(m.problems, spec.Problem{
		Pos: spec.Pos{File: want.Origin.File, Line: want.Origin.Line}, Addr: want.Addr.String(), Msg: msg,
	})
}

func typeOf(r spec.Resource) spec.Type {
	t, _ := spec.TypeOf(r.Addr.Kind)
	return t
}

func keyed(r spec.Resource) bool { return typeOf(r).Key != "" }

// keyOf is the text of the field that tells an object of a kind without a
// natural key, in the one spelling of all of its spellings, or nothing.
func keyOf(r spec.Resource) string {
	t := typeOf(r)
	return t.Fields[t.Key].Folded(textIn(r, t.Key))
}

// nameIn is the name that the server keeps in a field of such an object.
func nameIn(r spec.Resource) string {
	for path, f := range typeOf(r).Fields {
		if f.FromName {
			return textIn(r, path)
		}
	}
	return ""
}

func textIn(r spec.Resource, path string) string {
	if r.Body == nil || path == "" {
		return ""
	}
	if n := spec.NodeAt(spec.Encode(r.Body), strings.Split(path, ".")); n != nil {
		return n.Value
	}
	return ""
}

// noteStrangers says of a new object without a name which other ones there are:
// a document that tells of another one than before leaves its old one behind.
func (c *computation) noteStrangers(want *spec.Resource) {
	t := typeOf(*want)
	if t.Identity == nil {
		return
	}
	if strangers := c.strangers()[collectionOf(want.Addr)]; len(strangers) > 0 {
		c.note(want, fmt.Sprintf("no document means the %s that is there: %s; by another %s a document means another object, and leaves the old one behind",
			t.Kind, strings.Join(strangers, ", "), strings.Join(t.Identity, " or ")))
	}
}

// strangers names the live objects without a name that no document means, by
// their collection. It is the same for all of a plan, and found out once.
func (c *computation) strangers() map[spec.Address][]string {
	if c.unmeant == nil {
		c.unmeant = map[spec.Address][]string{}
		for _, addr := range sortedAddrs(c.live) {
			if typeOf(*c.live[addr]).Identity != nil && c.declared[addr] == nil && c.gone[addr] == nil {
				c.unmeant[collectionOf(addr)] = append(c.unmeant[collectionOf(addr)], addr.Name)
			}
		}
	}
	return c.unmeant
}
