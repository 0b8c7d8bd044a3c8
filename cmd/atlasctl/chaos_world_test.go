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
	if d.fresh || d.chance(40) {
		d.some(project, spec.KindProject, 100, project)
	}
	d.some(project, spec.KindStreamPrivateLink, 50, "brokers", "my link")
	d.clusters(project)
	d.some(project, spec.KindCustomDBRole, 50, "a", "b", "c")
	d.samples(project, spec.KindDatabaseUser)
	d.samples(project, spec.KindIPAccessListEntry)
	services := []string{"aws", "azure", "gcp"}
	if d.native {
		services = services[:2] // ports are not mapped yet
	}
	for _, service := range d.some(project, spec.KindPrivateEndpointService, 40, services...) {
		d.within(service, spec.KindPrivateEndpoint, 60, "a", "b")
	}
	for _, workspace := range d.some(project, spec.KindStreamWorkspace, 60, "a", "my clicks") {
		d.within(workspace, spec.KindStreamConnection, 60, "a", "b", "c", "hook/eu: [1] é", "kafka%2F?#")
		d.within(workspace, spec.KindStreamProcessor, 50, "a", "über")
	}
}

func (d *drawer) clusters(project string) {
	for _, name := range []string{"a", "b", "c-1"}[d.IntN(3):] {
		kind := one(d.Rand, spec.KindFlexCluster, spec.KindServerlessInstance, kindCluster)
		if d.native && d.chance(50) {
			kind = spec.KindServerlessInstance
		}
		addr := spec.Address{Project: project, Kind: kind, Name: name}
		d.object(addr, d.shape(addr))
		if d.native && kind == spec.KindServerlessInstance {
			d.within(addr, spec.KindServerlessPrivateEndpoint, 60, "a", "b", "reports/eu é")
		}
	}
}

// some draws objects of a kind, of those names, and gives their addresses.
func (d *drawer) some(project string, kind spec.Kind, percent int, names ...string) []spec.Address {
	var drawn []spec.Address
	for _, name := range names {
		if addr := (spec.Address{Project: project, Kind: kind, Name: name}); d.chance(percent) {
			d.object(addr, d.shape(addr))
			drawn = append(drawn, addr)
		}
	}
	return drawn
}

// within draws objects that live in another one.
func (d *drawer) within(parent spec.Address, kind spec.Kind, percent int, names ...string) {
	for _, name := range names {
		if addr := (spec.Address{Project: parent.Project, Kind: kind, Parent: parent.Name, Name: name}); d.chance(percent) {
			d.object(addr, d.shape(addr))
		}
	}
}

// samples draws objects of a kind whose names decide about what they are.
func (d *drawer) samples(project string, kind spec.Kind) {
	for _, s := range spectest.SamplesOf(d.t, kind) {
		if d.chance(30) {
			addr := spec.Address{Project: project, Kind: kind, Name: s.Object}
			d.object(addr, func(side side) spec.Body { return d.wired(addr, d.changed(s), side) })
		}
	}
}

// shape picks a sample for an object, and gives bodies of it, each with other
// changes: two of the same shape differ by what can change in place, and two of
// different shapes often by more.
func (d *drawer) shape(addr spec.Address) func(side) spec.Body {
	s := one(d.Rand, spectest.SamplesOf(d.t, addr.Kind)...)
	return func(side side) spec.Body { return d.wired(addr, d.changed(s), side) }
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
func (d *drawer) object(addr spec.Address, shape func(side) spec.Body) {
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
		d.want[addr], d.absent[addr] = shape(d.liveSide()), true
	case again != nil && d.chance(25) && t.Key == "" && d.stands(addr, again): // nothing to do
		d.want[addr] = spec.Clone(again)
	case d.chance(50) && !keepsShape(addr.Kind):
		put(d.want, addr, d.shape(addr)(d.wantSide()))
	default:
		put(d.want, addr, shape(d.wantSide()))
	}
}

// put adds a body, unless there cannot be one.
func put(bodies map[spec.Address]spec.Body, addr spec.Address, body spec.Body) {
	if body != nil {
		bodies[addr] = body
	}
}

// keepsShape reports whether an object cannot become one of another shape: its name
// tells which one it has, or Atlas does not take the change.
func keepsShape(kind spec.Kind) bool {
	return kind == spec.KindDatabaseUser || kind == spec.KindIPAccessListEntry || kind == spec.KindCluster
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
