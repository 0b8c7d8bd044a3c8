package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func shardsOf(shards ...spec.ReplicationSpec) *spec.Cluster {
	return &spec.Cluster{ReplicationSpecs: shards}
}

// zoned is a shard with an ID, in a zone, with nodes of a size in some regions.
func zoned(id, zone, size string, regions ...string) spec.ReplicationSpec {
	s := spec.ReplicationSpec{RegionConfigs: spec.List[spec.RegionConfig]{}}
	if id != "" {
		s.ID = &id
	}
	if zone != "" {
		s.ZoneName = &zone
	}
	for _, name := range regions {
		r := spec.RegionConfig{ProviderName: new("AWS"), RegionName: &name, ElectableSpecs: &spec.NodeSpecs{}}
		if size != "" {
			r.ElectableSpecs.InstanceSize = &size
		}
		s.RegionConfigs = append(s.RegionConfigs, r)
	}
	return s
}

func TestAlign(t *testing.T) {
	t.Parallel()
	typ, _ := spec.TypeOf(spec.KindCluster)
	live := shardsOf(zoned("1", "A", "M10", "R", "S"), zoned("2", "B", "M10", "R"))
	before := spec.Clone(live)
	want := shardsOf(zoned("", "C", "M10", "R"), zoned("", "B", "M10", "R"), zoned("", "A", "M20", "T", "S"))
	aligned := typ.Align(want, live)
	inOrder := shardsOf(spec.ReplicationSpec{}, zoned("2", "B", "M10", "R"), zoned("1", "A", "M10", "R", "S"))
	if diff := cmp.Diff(inOrder, aligned); diff != "" {
		t.Errorf("aligned (-want +got):\n%s", diff)
	}
	inOrder.ReplicationSpecs = inOrder.ReplicationSpecs[1:]
	if diff := cmp.Diff(inOrder, typ.Compact(aligned)); diff != "" {
		t.Errorf("compact (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, live); diff != "" {
		t.Errorf("live was changed (-before +after):\n%s", diff)
	}
	if typ.Align(nil, live) != spec.Body(live) || typ.Align(want, nil) != nil {
		t.Error("there was something to arrange beside nothing")
	}
}

// TestAlignPairs is which live shard each one of a document stands for.
func TestAlignPairs(t *testing.T) {
	t.Parallel()
	typ, _ := spec.TypeOf(spec.KindCluster)
	a, b := zoned("1", "A", "M10", "R"), zoned("2", "B", "M10", "R")
	for _, test := range []struct {
		name string
		live []spec.ReplicationSpec
		want []spec.ReplicationSpec
		ids  []string
	}{
		{"the only one, and another one of its zone", []spec.ReplicationSpec{zoned("1", "", "M10", "R")}, []spec.ReplicationSpec{zoned("", "Zone 1", "M10", "R"), zoned("", "Zone 1", "M10", "R")}, []string{"1", ""}},
		{"zones in another order", []spec.ReplicationSpec{a, b}, []spec.ReplicationSpec{zoned("", "B", "M20", "R"), zoned("", "A", "M20", "R")}, []string{"2", "1"}},
		{"both zones named alike", []spec.ReplicationSpec{a, b}, []spec.ReplicationSpec{zoned("", "B", "M10", "R"), zoned("", "B", "M10", "R")}, []string{"2", "1"}},
		{"a new zone in place of one", []spec.ReplicationSpec{a, b}, []spec.ReplicationSpec{zoned("", "A", "M10", "R"), zoned("", "C", "M10", "R")}, []string{"1", "2"}},
		{"a zone goes", []spec.ReplicationSpec{a, b}, []spec.ReplicationSpec{zoned("", "B", "M10", "R")}, []string{"2", "1"}},
		{
			"several of a zone, and another zone before them",
			[]spec.ReplicationSpec{a, zoned("3", "A", "M20", "R")},
			[]spec.ReplicationSpec{zoned("", "B", "M10", "R"), zoned("", "A", "M10", "R"), zoned("", "A", "M30", "R")},
			[]string{"", "1", "3"},
		},
		{
			"several of a zone, which only change places",
			[]spec.ReplicationSpec{a, zoned("3", "A", "M20", "R")},
			[]spec.ReplicationSpec{zoned("", "A", "M20", "R"), zoned("", "A", "M10", "R")},
			[]string{"3", "1"},
		},
		{
			"one that says less leaves the other what it needs",
			[]spec.ReplicationSpec{a, zoned("3", "A", "M20", "R")},
			[]spec.ReplicationSpec{zoned("", "A", "", "R"), zoned("", "A", "M10", "R")},
			[]string{"3", "1"},
		},
		{"no zones are said", []spec.ReplicationSpec{a, b}, []spec.ReplicationSpec{zoned("", "", "M20", "R"), zoned("", "", "M10", "R")}, []string{"1", "2"}},
		{"one zone is not said", []spec.ReplicationSpec{a, b}, []spec.ReplicationSpec{zoned("", "", "M20", "R"), zoned("", "A", "M10", "R")}, []string{"2", "1"}},
		{"only the first of three has another zone", []spec.ReplicationSpec{a, zoned("3", "A", "M10", "R"), zoned("4", "A", "M10", "R")}, []spec.ReplicationSpec{zoned("", "X", "M10", "R"), zoned("", "", "M10", "R"), zoned("", "", "M10", "R")}, []string{"1", "3", "4"}},
		{"shards of two regions change places, and one is resized", []spec.ReplicationSpec{zoned("1", "", "M30", "R"), zoned("2", "", "M40", "S")}, []spec.ReplicationSpec{zoned("", "", "M40", "S"), zoned("", "", "M50", "R")}, []string{"2", "1"}},
		{"a new shard before those of two regions", []spec.ReplicationSpec{zoned("1", "", "M30", "R"), zoned("2", "", "M40", "S")}, []spec.ReplicationSpec{zoned("", "", "M30", "T"), zoned("", "", "M50", "R"), zoned("", "", "M50", "S")}, []string{"", "1", "2"}},
		{"a new shard before one of its zone", []spec.ReplicationSpec{zoned("1", "A", "M30", "R"), zoned("2", "B", "M30", "S")}, []spec.ReplicationSpec{zoned("", "A", "M40", "R"), zoned("", "A", "M30", "R"), zoned("", "B", "M30", "S")}, []string{"", "1", "2"}},
		{"one of three is resized, and they change places", []spec.ReplicationSpec{zoned("1", "", "M30", "R"), zoned("2", "", "M40", "R"), zoned("3", "", "M50", "R")}, []spec.ReplicationSpec{zoned("", "", "M60", "R"), zoned("", "", "M40", "R"), zoned("", "", "M30", "R")}, []string{"3", "2", "1"}},
		{"regions in another order", []spec.ReplicationSpec{zoned("1", "", "M30", "R", "S"), zoned("2", "", "M30", "S", "T")}, []spec.ReplicationSpec{zoned("", "", "M40", "T", "S"), zoned("", "", "M40", "S", "R")}, []string{"2", "1"}},
		{"a shard moves, and the others stay", []spec.ReplicationSpec{zoned("1", "", "M30", "R"), zoned("2", "", "M30", "S")}, []spec.ReplicationSpec{zoned("", "", "M30", "T"), zoned("", "", "M30", "R")}, []string{"2", "1"}},
		{"who names a zone has it, and not who would not need a change", []spec.ReplicationSpec{a, b}, []spec.ReplicationSpec{zoned("", "", "M10", "R"), zoned("", "A", "M20", "R")}, []string{"2", "1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			aligned := typ.Align(shardsOf(test.want...), shardsOf(test.live...)).(*spec.Cluster)
			var ids []string
			for _, s := range aligned.ReplicationSpecs {
				if s.ID == nil {
					s.ID = new("")
				}
				ids = append(ids, *s.ID)
			}
			if diff := cmp.Diff(test.ids, ids); diff != "" {
				t.Errorf("IDs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDropInertOnly ignores some values, and no others.
func TestDropInertOnly(t *testing.T) {
	t.Parallel()
	live := spec.Resource{
		Addr:  spec.Address{Project: "p", Kind: spec.KindFlexCluster, Name: "c"},
		Inert: []spec.Inert{{Path: "providerSettings.regionName", Only: []string{"A", "B"}}},
	}
	for region, dropped := range map[string]int{"A": 1, "B": 1, "C": 0, "": 0} {
		body := &spec.FlexCluster{ProviderSettings: &spec.FlexProviderSettings{BackingProviderName: new("AWS")}}
		if region != "" {
			body.ProviderSettings.RegionName = &region
		}
		ignored := spec.DropInert(body, live)
		if there := body.ProviderSettings.RegionName != nil; len(ignored) != dropped || there != (region == "C") {
			t.Errorf("%q: ignored %v, there %t", region, ignored, there)
		}
	}
}

// TestDropInertOfMembers heeds sizes where something new is made.
func TestDropInertOfMembers(t *testing.T) {
	t.Parallel()
	live := spec.Resource{
		Addr:  spec.Address{Project: "p", Kind: spec.KindCluster, Name: "c"},
		Body:  shardsOf(zoned("1", "A", "M40", "R")),
		Inert: []spec.Inert{{Path: "replicationSpecs.regionConfigs.electableSpecs.instanceSize", Reason: "it scales"}},
	}
	body := shardsOf(zoned("", "B", "M30", "R"), zoned("", "A", "M30", "R", "S"))
	ignored := spec.DropInert(body, live)
	want := shardsOf(zoned("", "B", "M30", "R"), zoned("", "A", "M30", "R", "S"))
	want.ReplicationSpecs[1].RegionConfigs[0].ElectableSpecs = nil
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(live.Inert, ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
	if all := spec.DropInert(shardsOf(zoned("", "B", "M30", "S"), zoned("", "A", "", "R")), live); len(all) > 0 {
		t.Errorf("ignored %v of what is new", all)
	}
}
