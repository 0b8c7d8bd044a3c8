package spec

import (
	"slices"
	"strings"
)

// site is one of the places that a fact is about. Facts are written once, by a
// path of names; in a document each member of a list is a place of its own.
type site struct {
	fact  string   // the path of the fact, without any index
	path  string   // the path in the document
	trail []*place // the blocks that it is in, from the spec down
}

// block is the block that the field is in, or should be.
func (s site) block() *place { return s.trail[len(s.trail)-1] }

// beside gives the path in the document of another field: the closest one, in
// the same members of the lists that both are in.
func (s site) beside(fact string) string {
	names, depth := strings.Split(fact, "."), 0
	for _, name := range strings.Split(s.fact, ".")[:len(s.trail)-1] {
		if depth == len(names)-1 || names[depth] != name {
			break
		}
		depth++
	}
	return join(s.trail[depth].path, strings.Join(names[depth:], "."))
}

// sites lists the places that a fact is about, without those in a block that is
// not there, was reported, or does not belong here: nothing can be said of them.
func (d *decoder) sites(fact string) []site {
	sites := []site{{fact: fact, trail: d.root}}
	for rest, deeper := fact, true; deeper && len(sites) > 0; {
		var name string
		name, rest, deeper = strings.Cut(rest, ".")
		sites = d.step(sites, name, deeper)
	}
	return sites
}

// step goes on to a field of each block, and into the blocks below it.
func (d *decoder) step(sites []site, name string, into bool) []site {
	var next []site
	if !into {
		next = sites[:0] // one for one
	}
	for _, s := range sites {
		if block := s.block(); block.broken || block.foreign {
			continue
		}
		s.path = join(s.block().path, name)
		if !into {
			next = append(next, s)
			continue
		}
		for _, block := range d.blocks(s.path) {
			next = append(next, site{s.fact, "", append(slices.Clip(s.trail), block)})
		}
	}
	return next
}

// blocks gives the blocks under a path: one, or one for each member.
func (d *decoder) blocks(path string) []*place {
	p := d.places[path]
	if p == nil || p.broken || p.foreign {
		return nil
	}
	return p.blocks()
}

func (p *place) blocks() []*place {
	if !p.nested {
		return []*place{p}
	}
	var blocks []*place
	for _, member := range p.members {
		if !member.broken {
			blocks = append(blocks, member.blocks()...)
		}
	}
	return blocks
}
