package spec

import (
	"reflect"
	"slices"
)

// counterparts tells of each member of a wanted list which live one it stands
// for, -1 where there is none. Every live member is claimed once. Of all pairs of
// which no one says another identity than Atlas has, it takes those by which
//
//  1. the fewest who say their identity stay alone, then the fewest at all;
//  2. the fewest have other members in lists of their own: of a shard, that is
//     one that would move to other regions;
//  3. the fewest have to be changed;
//  4. all are nearest to their place, among those of their identity where they
//     say it: zones may be listed in any order.
//
// Who finds none takes the place of what stands where it does, if nobody claims
// that; and the last that is left, the last that is left.
func (t Type) counterparts(want, live reflect.Value, list string) []int {
	p := pairing{typ: t, list: list, want: want, live: live}
	of := p.cheapest()
	taken := make([]bool, live.Len())
	for _, j := range of {
		if j >= 0 {
			taken[j] = true
		}
	}
	for i, j := range of {
		if j < 0 && i < len(taken) && !taken[i] {
			of[i], taken[i] = i, true
		}
	}
	i, j := slices.Index(of, -1), slices.Index(taken, false)
	if i >= 0 && j >= 0 && !slices.Contains(of[i+1:], -1) && !slices.Contains(taken[j+1:], false) {
		of[i] = j
	}
	return of
}

type pairing struct {
	typ        Type
	list       string // the path of its facts
	want, live reflect.Value
}

// cheapest is the pairs that cost the least.
func (p pairing) cheapest() []int {
	if p.want.Len() == 1 && p.live.Len() == 1 && p.fits(0, 0) {
		return []int{0} // as most are
	}
	costs := make([][]cost, p.want.Len())
	for i := range costs {
		apart := p.place(i)
		for j := range p.live.Len() {
			c := p.costs(i, j)
			c[outOfPlace] = apart * apart
			if c[impossible] == 0 {
				apart-- // the next one that fits stands one further
			}
			costs[i] = append(costs[i], c)
		}
		alone := cost{withoutPair: 1}
		if p.named(i) {
			alone[namedWithoutPair] = 1
		}
		for range costs { // a place for each that stays alone
			costs[i] = append(costs[i], alone)
		}
	}
	of := assign(costs)
	for i, j := range of {
		if j >= p.live.Len() {
			of[i] = -1
		}
	}
	return of
}

// costs is what speaks against a pair, their places aside.
func (p pairing) costs(i, j int) cost {
	c := cost{}
	switch {
	case !p.fits(i, j):
		c[impossible] = 1
	case p.does(i, j):
	case p.typ.holdsAlike(p.want.Index(i), p.live.Index(j), p.list):
		c[changed] = 1
	default:
		c[elsewhere], c[changed] = 1, 1
	}
	return c
}

// place is where a wanted member stands: among those that say its identity, if it
// says one.
func (p pairing) place(i int) int {
	if !p.named(i) {
		return i
	}
	place := 0
	for k := range i {
		if p.named(k) && p.twins(i, k) {
			place++
		}
	}
	return place
}

// twins reports whether two wanted members say the same identity.
func (p pairing) twins(i, k int) bool {
	return !slices.ContainsFunc(p.typ.Fields[p.list].Identity, func(name string) bool {
		return !EqualNodes(Encode(member(p.want.Index(i), name).Interface()), Encode(member(p.want.Index(k), name).Interface()))
	})
}

// named reports whether a wanted member says all of its identity.
func (p pairing) named(i int) bool {
	return !slices.ContainsFunc(p.typ.Fields[p.list].Identity, func(name string) bool {
		return isNil(member(p.want.Index(i), name))
	})
}

// fits reports whether a live member can be what a wanted one stands for by what
// that says of its identity. What live leaves out is Atlas's default.
func (p pairing) fits(i, j int) bool {
	for _, name := range p.typ.Fields[p.list].Identity {
		said, is := Encode(member(p.want.Index(i), name).Interface()), Encode(member(p.live.Index(j), name).Interface())
		text := p.typ.Fields[join(p.list, name)].Default
		if is != nil {
			text = is.Value
		}
		if said != nil && said.Value != text {
			return false
		}
	}
	return true
}

func (p pairing) fitsAny(i int) bool {
	for j := range p.live.Len() {
		if p.fits(i, j) {
			return true
		}
	}
	return false
}

// does reports whether a live member is as a wanted one says.
func (p pairing) does(i, j int) bool {
	return p.typ.meets(p.want.Index(i), p.live.Index(j), p.list)
}

// holdsAlike reports whether the lists of a wanted member have those members that
// the lists of a live one have, whatever else these say.
func (t Type) holdsAlike(want, live reflect.Value, at string) bool {
	for f, w := range want.Fields() {
		l, below := live.FieldByIndex(f.Index), join(at, fieldName(f))
		if isNil(w) || !isListOfBlocks(w) || t.Fields[below].Identity == nil {
			continue
		}
		p := pairing{typ: t, list: below, want: w, live: l}
		if w.Len() != l.Len() {
			return false
		}
		for i := range w.Len() {
			if !p.fitsAny(i) {
				return false
			}
		}
	}
	return true
}

// meets reports whether live is as a document says, as far as it says anything.
// At is the path of the facts about both.
func (t Type) meets(want, live reflect.Value, at string) bool {
	for f, w := range want.Fields() {
		l, below := live.FieldByIndex(f.Index), join(at, fieldName(f))
		switch {
		case isNil(w):
		case isNil(l):
			return false
		case isBlockPointer(w):
			if !t.meets(w.Elem(), l.Elem(), below) {
				return false
			}
		case isListOfBlocks(w) && t.Fields[below].Identity != nil:
			p := pairing{typ: t, list: below, want: w, live: l}
			if !p.same() {
				return false
			}
		case w.Kind() == reflect.Pointer && w.Elem().Comparable() && w.Elem().Equal(l.Elem()): // as most are
		case !EqualNodes(Encode(w.Interface()), Encode(l.Interface())):
			return false
		}
	}
	return true
}

// same reports whether a live list, in some order, is all that a document says.
func (p pairing) same() bool {
	if p.want.Len() != p.live.Len() {
		return false
	}
	for i, j := range p.cheapest() {
		if j < 0 || !p.does(i, j) {
			return false
		}
	}
	return true
}
