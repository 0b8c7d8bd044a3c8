package spec

import (
	"reflect"
	"slices"
)

// counterparts tells of each member of a wanted list which live one it stands
// for, -1 where there is none. Every live member is claimed once:
//
//  1. Where the live list, in some order, is all that the document says, by that.
//  2. Who says its identity, by that: of several of one identity the first stands
//     for the first.
//  3. Who leaves it out stands for any: in lists of one length for the one in its
//     place, else for the first that is left.
//  4. Who finds none takes the place of what stands where it does, if nobody
//     claims that; and the last that is left, the last that is left.
func (t Type) counterparts(want, live reflect.Value, list string) []int {
	p := pairing{typ: t, list: list, want: want, live: live, of: make([]int, want.Len()), taken: make([]bool, live.Len())}
	for i := range p.of {
		p.of[i] = -1
	}
	p.byIdentity()
	p.byPlace()
	if p.satisfiable() {
		if same, ok := p.permutation(); ok {
			return same
		}
	}
	return p.of
}

type pairing struct {
	typ        Type
	list       string // the path of its facts
	want, live reflect.Value
	of         []int // what a wanted member stands for, or -1
	taken      []bool
}

func (p *pairing) claim(i, j int) bool {
	if p.of[i] >= 0 || j >= len(p.taken) || p.taken[j] {
		return false
	}
	p.of[i], p.taken[j] = j, true
	return true
}

func (p *pairing) byIdentity() {
	for i := range p.of {
		for j := 0; p.named(i) && p.of[i] < 0 && j < len(p.taken); j++ {
			_ = p.fits(i, j) && p.claim(i, j)
		}
	}
	if len(p.of) == len(p.taken) {
		for i := range p.of {
			_ = p.fits(i, i) && p.claim(i, i)
		}
	}
	for i := range p.of {
		for j := 0; p.of[i] < 0 && j < len(p.taken); j++ {
			_ = p.fits(i, j) && p.claim(i, j)
		}
	}
}

func (p *pairing) byPlace() {
	for i := range p.of {
		p.claim(i, i)
	}
	i, j := slices.Index(p.of, -1), slices.Index(p.taken, false)
	if i >= 0 && j >= 0 && !slices.Contains(p.of[i+1:], -1) && !slices.Contains(p.taken[j+1:], false) {
		p.claim(i, j)
	}
}

// named reports whether a wanted member says all of its identity.
func (p *pairing) named(i int) bool {
	return !slices.ContainsFunc(p.typ.Fields[p.list].Identity, func(name string) bool {
		return isNil(member(p.want.Index(i), name))
	})
}

// fits reports whether a live member can be what a wanted one stands for by what
// that says of its identity. What live leaves out is Atlas's default.
func (p *pairing) fits(i, j int) bool {
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

// satisfiable reports whether something would have to be changed for the pairs to
// be as wanted, and other pairs may not need it: the first member that would, finds
// another one that does.
func (p *pairing) satisfiable() bool {
	if len(p.of) != len(p.taken) {
		return false
	}
	for i, j := range p.of {
		if j < 0 || !p.does(i, j) {
			return slices.ContainsFunc(p.of, func(j int) bool { return j >= 0 && p.does(i, j) })
		}
	}
	return false
}

// does reports whether a live member is as a wanted one says.
func (p *pairing) does(i, j int) bool {
	return p.typ.meets(p.want.Index(i), p.live.Index(j), p.list)
}

// permutation looks for pairs of which none has to be changed, with no member
// left. It is a matching in a graph: who finds the member taken that would do
// asks its owner to take another one.
func (p *pairing) permutation() ([]int, bool) {
	if len(p.of) != len(p.taken) {
		return nil, false
	}
	m := matching{does: make([][]bool, len(p.of)), owner: slices.Repeat([]int{-1}, len(p.taken))}
	for i := range m.does {
		m.does[i] = make([]bool, len(p.taken))
		for j := range m.does[i] {
			m.does[i][j] = p.does(i, j)
		}
		if !m.settle(i, make([]bool, len(p.taken))) {
			return nil, false
		}
	}
	of := make([]int, len(m.owner))
	for j, i := range m.owner {
		of[i] = j
	}
	return of, true
}

type matching struct {
	does  [][]bool // whether member j of live does for member i of the document
	owner []int    // who has member j, or -1
}

func (m matching) settle(i int, asked []bool) bool {
	for j, does := range m.does[i] {
		if !does || asked[j] {
			continue
		}
		asked[j] = true
		if m.owner[j] < 0 || m.settle(m.owner[j], asked) {
			m.owner[j] = i
			return true
		}
	}
	return false
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
			p := pairing{typ: t, list: below, want: w, live: l, of: make([]int, w.Len()), taken: make([]bool, l.Len())}
			if _, same := p.permutation(); !same {
				return false
			}
		case !EqualNodes(Encode(w.Interface()), Encode(l.Interface())):
			return false
		}
	}
	return true
}
