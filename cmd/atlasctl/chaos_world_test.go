package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// world is what a chaos run begins with: what is live, what the files want, and
// what a run in which nothing goes wrong would do about it.
type world struct {
	situation

	state    string // the emulator's file
	projects []string
	calm     *plan.Plan
}

// theirs is a project that no file mentions.
const theirs = "theirs"

// fresh is a project that is not there yet, when a file wants it.
const fresh = "fresh"

// drawer makes worlds of one seed. Of an absent document want says by what it
// tells which object it means, for kinds whose objects have no name.
type drawer struct {
	*rand.Rand
	t      *testing.T
	native bool // in the days of serverless
	fresh  bool // in a project that is not there yet
	live   map[spec.Address]spec.Body
	want   map[spec.Address]spec.Body
	absent map[spec.Address]bool
}

// one picks one of a few.
func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// chance is true in so many cases of a hundred.
func (d *drawer) chance(percent int) bool { return d.IntN(100) < percent }

// drawWorld draws what is live and what is wanted. Names are few and the same
// everywhere: a cluster, a workspace and a connection may all be called "a", in
// both projects, and none of them is another one.
func drawWorld(t *testing.T, r *rand.Rand) situation {
	t.Helper()
	d := &drawer{
		Rand: r, t: t, live: map[spec.Address]spec.Body{}, want: map[spec.Address]spec.Body{}, absent: map[spec.Address]bool{},
	}
	var c situation
	if d.native = d.chance(30); d.native {
		c.asOf, c.legacy = nativeDate(t), true
	}
	for _, project := range []string{"shop", "shop-eu", theirs} {
		d.project(project)
	}
	if d.chance(30) {
		d.fresh = true
		d.project(fresh)
	}
	c.live, c.want = documentsOf(t, resourcesOf(d.live, nil)), documentsOf(t, resourcesOf(d.want, d.absent))
	return c
}

// project draws what is in a project, what others refer to before what does.
func (d *drawer) project(project string) {
	drawn, spaces := map[spec.Kind][]spec.Address{}, map[string]bool{}
	for _, s := range spectest.All() {
		t, _ := spec.TypeOf(s.Kind)
		switch {
		case s.Estate.Era == spectest.OnlyThen && !d.native:
		case t.Root && (d.fresh || d.chance(s.Estate.Percent)):
			d.object(spec.Address{Project: project, Kind: s.Kind, Name: project}, s)
		case t.Root:
		case t.NameSpace != "":
			if !spaces[t.NameSpace] {
				spaces[t.NameSpace] = true
				d.sharing(project, t.NameSpace, drawn)
			}
		case s.Estate.Names == nil:
			d.samples(project, s)
		case t.Parent != "":
			for _, parent := range drawn[t.Parent] {
				drawn[s.Kind] = append(drawn[s.Kind], d.some(spec.Address{Project: project, Kind: s.Kind, Parent: parent.Name}, s)...)
			}
		default:
			drawn[s.Kind] = d.some(spec.Address{Project: project, Kind: s.Kind}, s)
		}
	}
}

// sharing draws objects of the kinds that share one name space: of each name one
// of some kind.
func (d *drawer) sharing(project, space string, drawn map[spec.Kind][]spec.Address) {
	var kinds, then []spectest.Specimen
	for _, s := range spectest.All() {
		if t, _ := spec.TypeOf(s.Kind); t.NameSpace == space {
			kinds = append(kinds, s)
			if s.Estate.Era == spectest.MostlyThen {
				then = append(then, s)
			}
		}
	}
	names := kinds[0].Estate.Names
	for _, name := range names[d.IntN(len(names)):] {
		s := one(d.Rand, kinds...)
		if d.native && d.chance(50) {
			s = one(d.Rand, then...)
		}
		addr := spec.Address{Project: project, Kind: s.Kind, Name: name}
		d.object(addr, s)
		drawn[s.Kind] = append(drawn[s.Kind], addr)
	}
}

// some draws objects of a kind where addr says, and gives their addresses.
func (d *drawer) some(addr spec.Address, s spectest.Specimen) []spec.Address {
	var drawn []spec.Address
	for _, name := range s.Estate.Names {
		if addr.Name = name; d.chance(s.Estate.Percent) {
			d.object(addr, s)
			drawn = append(drawn, addr)
		}
	}
	return drawn
}

// samples draws objects of a kind whose names decide about what they are.
func (d *drawer) samples(project string, s spectest.Specimen) {
	for _, sample := range s.Samples {
		if d.chance(s.Estate.Percent) {
			of := s
			of.Samples = []spectest.Sample{sample}
			d.object(spec.Address{Project: project, Kind: s.Kind, Name: sample.Object}, of)
		}
	}
}

// shape picks a sample for an object, and gives bodies of it, each with other
// changes: two of the same shape differ by what can change in place, and two of
// different shapes often by more.
func (d *drawer) shape(addr spec.Address, of spectest.Specimen) func(side) spec.Body {
	s := one(d.Rand, of.Samples...)
	return func(side side) spec.Body {
		body := d.changed(s)
		if wire := of.Estate.Wire; wire != nil {
			return wire(surroundings{d, side}, addr, body)
		}
		return body
	}
}

func (d *drawer) changed(s spectest.Sample) spec.Body {
	change := spectest.Change(nil)
	if len(s.Changes) > 0 && d.chance(60) {
		change = one(d.Rand, s.Changes...)
	}
	return s.Changed(d.t, change).Body
}

// object draws one object: whether it is live, whether a file wants it, and in
// which shapes.
func (d *drawer) object(addr spec.Address, of spectest.Specimen) {
	shape := d.shape(addr, of)
	t, _ := spec.TypeOf(addr.Kind)
	live, wanted := d.chance(60) && !d.fresh, d.chance(75) && addr.Project != theirs
	absent := wanted && d.chance(20) && !t.Root
	if t.Root {
		live, wanted = !d.fresh, addr.Project != theirs
	}
	if parent, ok := addr.ParentAddress(); ok {
		of, _ := spec.TypeOf(parent.Kind)
		_, declared := d.want[parent]
		live = live && d.live[parent] != nil
		wanted = wanted && (declared || d.live[parent] != nil && of.Identity == nil)
		absent = wanted && (absent || d.absent[parent])
	}
	if live {
		put(d.live, addr, shape(d.liveSide()))
	}
	switch again := d.live[addr]; {
	case !wanted:
	case absent && t.Identity == nil:
		d.want[addr], d.absent[addr] = nil, true
	case absent:
		d.absent[addr] = put(d.want, addr, shape(d.liveSide()))
	case again != nil && d.chance(25) && t.Key == "" && d.stands(addr, again): // nothing to do
		d.want[addr] = spec.Clone(again)
	case d.chance(50) && !of.Estate.KeepsShape:
		put(d.want, addr, d.shape(addr, of)(d.wantSide()))
	default:
		put(d.want, addr, shape(d.wantSide()))
	}
}

// put adds a body, unless there cannot be one.
func put(bodies map[spec.Address]spec.Body, addr spec.Address, body spec.Body) bool {
	if body != nil {
		bodies[addr] = body
	}
	return body != nil
}

// stands reports whether the files have what a body refers to.
func (d *drawer) stands(addr spec.Address, body spec.Body) bool {
	return !slices.ContainsFunc(spec.Resource{Addr: addr, Body: body}.Requires(), func(need spec.Address) bool {
		return referable(need.Kind) && (d.want[need] == nil || d.absent[need])
	})
}

// resourcesOf lists bodies in the order of their addresses.
func resourcesOf(bodies map[spec.Address]spec.Body, absent map[spec.Address]bool) []spec.Resource {
	var resources []spec.Resource
	for addr, body := range bodies {
		if absent[addr] {
			resources = append(resources, spec.Resource{Addr: addr, Absent: true, Means: body})
		} else {
			resources = append(resources, spec.Resource{Addr: addr, Body: body})
		}
	}
	slices.SortFunc(resources, func(a, b spec.Resource) int { return a.Addr.Compare(b.Addr) })
	return resources
}

// documentsOf writes resources as documents, and loads them as atlasctl does.
func documentsOf(t *testing.T, resources []spec.Resource) []spec.Resource {
	t.Helper()
	if len(resources) == 0 {
		return nil
	}
	return load(t, spec.Source{Name: "estate.yaml", Data: []byte(yamlOf(t, resources))})
}

func yamlOf(t *testing.T, resources []spec.Resource) string {
	t.Helper()
	var docs []string
	for _, r := range resources {
		docs = append(docs, documentText(t, r))
	}
	return strings.Join(docs, "---\n")
}
