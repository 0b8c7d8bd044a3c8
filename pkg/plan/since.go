package plan

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Since gives the documents with what an earlier commit declared: each knows
// the one of its object there, and for each of which nothing is left there is
// one more, which is gone. Only addresses count, so that a document may move
// from file to file; and of a kind whose objects have no name in Atlas only
// their identity, so that it may be renamed. What the earlier commit wanted
// absent is no one's, and what is declared as another kind of its name space by
// now is the same thing still.
func Since(want, earlier []spec.Resource) []spec.Resource {
	s := newSuccession(want)
	for _, was := range parentsFirst(earlier) {
		if !was.Absent {
			s.succeed(was)
		}
	}
	return s.all
}

// name is a name in a name space that several kinds share; the space is empty
// for a kind that has its own.
type name struct{ space, project, name string }

func nameOf(addr spec.Address) name {
	t, _ := spec.TypeOf(addr.Kind)
	return name{t.NameSpace, addr.Project, addr.Name}
}

// bury deletes what is gone, unless a document still needs it.
func (c *computation) bury() {
	if len(c.gone) == 0 {
		return
	}
	needed := c.needed()
	for _, addr := range sortedAddrs(c.gone) {
		gone, live := c.gone[addr], c.live[addr]
		switch other := c.other[addr]; {
		case other != nil && other.Phase == spec.Unavailable:
			c.changes[addr] = &change{addr: addr, action: Delete, blocked: other.Detail}
		case live == nil:
		case needed[addr] != nil:
			c.spare(gone, fmt.Sprintf("%s at %s needs it", needed[addr].Addr, needed[addr].Origin))
		case another(*gone.Earlier, *live):
			c.spare(gone, fmt.Sprintf("what has its name today is another object, with the %s %q", typeOf(*live).Key, textIn(*live, typeOf(*live).Key)))
		default:
			c.changes[addr] = &change{addr: addr, action: Delete, live: live, hazards: []Hazard{
				{HazardGone, fmt.Sprintf("declared in %s, gone now", gone.Origin)},
			}}
		}
	}
	for _, addr := range sortedAddrs(c.gone) {
		if ch := c.changes[addr]; ch != nil && ch.blocked == "" {
			ch.blocked = c.inhabited(addr)
		}
	}
}

// needed gives what the documents refer to, with the first document that does.
func (c *computation) needed() map[spec.Address]*spec.Resource {
	needed := map[spec.Address]*spec.Resource{}
	for _, addr := range sortedAddrs(c.declared) {
		want := c.declared[addr]
		for _, need := range want.Requires() {
			if !want.Absent && needed[need] == nil {
				needed[need] = want
			}
		}
	}
	return needed
}

// spare says why something that is gone from the files stays. The notice has no
// place: there is no such file any more.
func (c *computation) spare(gone *spec.Resource, because string) {
	c.notices = append(c.notices, Notice{
		Addr: gone.Addr, Text: fmt.Sprintf("declared in %s, gone now; it stays: %s", gone.Origin, because),
	})
}

// another reports whether a live object is surely not the one that an earlier
// document meant, although it has its name.
func another(was, live spec.Resource) bool {
	return keyOf(was) != "" && keyOf(live) != "" && keyOf(was) != keyOf(live)
}

// inhabited says why something that is gone from the files cannot go: that a
// document is missing says nothing about what nobody ever declared.
func (c *computation) inhabited(addr spec.Address) string {
	for _, child := range c.children[addr] {
		if ch := c.changes[child]; ch == nil || ch.action != Delete || ch.blocked != "" {
			return fmt.Sprintf("%s lives in it and would go with it, which no file asks for: delete that first, or declare %s with ensure: absent", child, addr)
		}
	}
	for _, holder := range c.holders(addr) {
		if ch := c.changes[holder]; ch == nil || ch.action != Delete || ch.blocked != "" {
			return fmt.Sprintf("%s refers to it and would have to go, which no file asks for: delete that first, or declare %s with ensure: absent", holder, addr)
		}
	}
	return ""
}
