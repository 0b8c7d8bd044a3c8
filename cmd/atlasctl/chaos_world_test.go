package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec"
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

// drawer makes worlds of one seed.
type drawer struct {
	*rand.Rand
	t    *testing.T
	live map[spec.Address]spec.Body
	want map[spec.Address]spec.Body // nil: absent
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
	d := &drawer{r, t, map[spec.Address]spec.Body{}, map[spec.Address]spec.Body{}}
	var c situation
	if d.chance(45) {
		c.asOf, c.legacy = nativeDate(t), true
	}
	for _, project := range []string{"shop", "shop-eu", theirs} {
		d.project(project, c.legacy)
	}
	c.live, c.want = documentsOf(t, d.live), documentsOf(t, d.want)
	return c
}

func (d *drawer) project(project string, native bool) {
	for _, name := range []string{"a", "b", "c-1"}[d.IntN(3):] {
		kind := one(d.Rand, spec.KindFlexCluster, spec.KindServerlessInstance)
		if native && d.chance(50) {
			kind = spec.KindServerlessInstance
		}
		addr := spec.Address{Project: project, Kind: kind, Name: name}
		d.object(addr)
		for _, child := range []string{"a", "b", "reports/eu é"} {
			if native && kind == spec.KindServerlessInstance && d.chance(60) {
				d.object(spec.Address{Project: project, Kind: spec.KindServerlessPrivateEndpoint, Parent: name, Name: child})
			}
		}
	}
	for _, name := range []string{"a", "my clicks"} {
		if !d.chance(70) {
			continue
		}
		d.object(spec.Address{Project: project, Kind: spec.KindStreamWorkspace, Name: name})
		for _, child := range []string{"a", "b", "c", "hook/eu: [1] é", "kafka%2F?#"}[d.IntN(4):] {
			d.object(spec.Address{Project: project, Kind: spec.KindStreamConnection, Parent: name, Name: child})
		}
	}
}

// object draws one object: whether it is live, whether a file wants it, and in
// which shapes.
func (d *drawer) object(addr spec.Address) {
	live, wanted := d.chance(60), d.chance(75) && addr.Project != theirs
	absent := wanted && d.chance(20)
	if parent, ok := addr.ParentAddress(); ok {
		parentWant, parentWanted := d.want[parent]
		live = live && d.live[parent] != nil
		wanted = wanted && (parentWanted || d.live[parent] != nil)
		absent = wanted && (absent || parentWanted && parentWant == nil)
	}
	shape := d.shape(addr)
	if live {
		d.live[addr] = shape(d.live)
	}
	switch {
	case !wanted:
	case absent:
		d.want[addr] = nil
	case live && d.chance(25) && addr.Kind != spec.KindServerlessPrivateEndpoint: // nothing to do
		d.want[addr] = spec.Clone(d.live[addr])
	default:
		if d.chance(50) {
			shape = d.shape(addr)
		}
		d.want[addr] = shape(d.want)
	}
}

// shape picks a sample for an object, and gives bodies of it, each with other
// changes: two of the same shape differ by what can change in place, and two of
// different shapes often by more.
func (d *drawer) shape(addr spec.Address) func(side map[spec.Address]spec.Body) spec.Body {
	if addr.Kind == spec.KindServerlessPrivateEndpoint {
		return func(side map[spec.Address]spec.Body) spec.Body { return d.endpoint(addr, side) }
	}
	s := one(d.Rand, remotetest.SamplesOf(d.t, addr.Kind)...)
	return func(map[spec.Address]spec.Body) spec.Body {
		change := remotetest.Change(nil)
		if len(s.Changes) > 0 && d.chance(60) {
			change = one(d.Rand, s.Changes...)
		}
		body := s.Changed(d.t, change).Body
		if c, ok := body.(*spec.StreamConnection); ok && c.ClusterName != nil {
			*c.ClusterName = one(d.Rand, "a", "b")
		}
		return body
	}
}

// endpoint is an endpoint of the provider that its instance is on, reserved only
// or with one of two endpoints in the cloud, which no other endpoint has.
func (d *drawer) endpoint(addr spec.Address, side map[spec.Address]spec.Body) spec.Body {
	parent, _ := addr.ParentAddress()
	instance, _ := side[parent].(*spec.ServerlessInstance)
	if instance == nil {
		instance, _ = d.live[parent].(*spec.ServerlessInstance)
	}
	e := &spec.ServerlessPrivateEndpoint{ProviderName: instance.ProviderSettings.BackingProviderName}
	if d.chance(40) {
		return e
	}
	number := fmt.Sprintf("%016x%s", hash(addr.String()), one(d.Rand, "a", "b"))
	if *e.ProviderName == "AWS" {
		e.CloudProviderEndpointID = new("vpce-" + number)
		return e
	}
	e.CloudProviderEndpointID = new("/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/link" +
		"/providers/Microsoft.Network/privateEndpoints/" + number)
	e.PrivateEndpointIPAddress = new("10.0.0.4")
	return e
}

// documentsOf writes bodies as documents, and loads them as atlasctl does.
func documentsOf(t *testing.T, bodies map[spec.Address]spec.Body) []spec.Resource {
	t.Helper()
	if len(bodies) == 0 {
		return nil
	}
	return load(t, spec.Source{Name: "estate.yaml", Data: []byte(yamlOf(t, bodies))})
}

func yamlOf(t *testing.T, bodies map[spec.Address]spec.Body) string {
	t.Helper()
	var addrs []spec.Address
	for addr := range bodies {
		addrs = append(addrs, addr)
	}
	slices.SortFunc(addrs, spec.Address.Compare)
	var docs []string
	for _, addr := range addrs {
		docs = append(docs, documentText(t, addr, bodies[addr]))
	}
	return strings.Join(docs, "---\n")
}
