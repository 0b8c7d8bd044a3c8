package plan_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// drawShards draws a live cluster of one to four shards, each with an ID.
func drawShards(t *rapid.T) *spec.Cluster {
	c := &spec.Cluster{ClusterType: new("GEOSHARDED")}
	for i := range rapid.IntRange(1, 4).Draw(t, "shards") {
		s := drawShard(t, rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "zone"))
		s.ID = new(fmt.Sprintf("live%d", i))
		c.ReplicationSpecs = append(c.ReplicationSpecs, s)
	}
	return c
}

func drawShard(t *rapid.T, zone string) spec.ReplicationSpec {
	s := spec.ReplicationSpec{ZoneName: &zone}
	size := drawSize(t)
	for range rapid.IntRange(1, 3).Draw(t, "regions") {
		if r, is := anotherRegion(t, s); is {
			r.ElectableSpecs = &spec.NodeSpecs{InstanceSize: &size}
			s.RegionConfigs = append(s.RegionConfigs, r)
		}
	}
	return weighed(s)
}

func drawSize(t *rapid.T) string {
	return rapid.SampledFrom([]string{"M30", "M40", "M50"}).Draw(t, "size")
}

// anotherRegion is one that a shard does not have.
func anotherRegion(t *rapid.T, s spec.ReplicationSpec) (spec.RegionConfig, bool) {
	r := spec.RegionConfig{
		ProviderName: new(rapid.SampledFrom([]string{"AWS", "GCP"}).Draw(t, "provider")),
		RegionName:   new(rapid.SampledFrom([]string{"R1", "R2", "R3"}).Draw(t, "region")),
	}
	return r, !slices.ContainsFunc(s.RegionConfigs, func(o spec.RegionConfig) bool {
		return *o.ProviderName == *r.ProviderName && *o.RegionName == *r.RegionName
	})
}

// weighed gives the regions of a shard priorities in their order, and three nodes.
func weighed(s spec.ReplicationSpec) spec.ReplicationSpec {
	for i := range s.RegionConfigs {
		r := &s.RegionConfigs[i]
		nodes := *r.ElectableSpecs
		nodes.NodeCount = new(int64(1))
		if i == 0 {
			nodes.NodeCount = new(int64(4 - len(s.RegionConfigs)))
		}
		r.Priority, r.ElectableSpecs = new(int64(7-i)), &nodes
	}
	return s
}

// edited is the document of a cluster after some edits, and whether one of them
// gave a zone another name.
func edited(t *rapid.T, live *spec.Cluster) (want *spec.Cluster, renamed bool) {
	want = spec.Clone(live).(*spec.Cluster)
	for i := range want.ReplicationSpecs {
		want.ReplicationSpecs[i].ID = nil
	}
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		switch name := rapid.SampledFrom([]string{"add", "reorder", "resize", "regions", "rename", "swap"}).Draw(t, "edit"); name {
		case "add":
			at := rapid.IntRange(0, len(want.ReplicationSpecs)).Draw(t, "at")
			want.ReplicationSpecs = slices.Insert(want.ReplicationSpecs, at, drawShard(t, rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(t, "zone")))
		case "reorder":
			want.ReplicationSpecs = rapid.Permutation(want.ReplicationSpecs).Draw(t, "order")
		default:
			i := rapid.IntRange(0, len(want.ReplicationSpecs)-1).Draw(t, "shard")
			renamed = editShard(t, name, want.ReplicationSpecs, i) || renamed
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "zones unsaid") == 0 {
		for i := range want.ReplicationSpecs {
			want.ReplicationSpecs[i].ZoneName = nil
		}
		renamed = true
	}
	return want, renamed
}

// editShard edits a shard in place, and reports whether it has another zone.
func editShard(t *rapid.T, name string, shards spec.List[spec.ReplicationSpec], i int) bool {
	s, other := &shards[i], &shards[rapid.IntRange(0, len(shards)-1).Draw(t, "other")]
	switch name {
	case "resize":
		size := drawSize(t)
		for j := range s.RegionConfigs {
			nodes := *s.RegionConfigs[j].ElectableSpecs
			nodes.InstanceSize = &size
			s.RegionConfigs[j].ElectableSpecs = &nodes
		}
	case "regions":
		s.RegionConfigs = rapid.Permutation(s.RegionConfigs).Draw(t, "regions")
		if len(s.RegionConfigs) > 1 && rapid.Bool().Draw(t, "less") {
			s.RegionConfigs = s.RegionConfigs[1:]
		}
		if r, is := anotherRegion(t, *s); is && len(s.RegionConfigs) < 3 {
			r.ElectableSpecs = &spec.NodeSpecs{InstanceSize: s.RegionConfigs[0].ElectableSpecs.InstanceSize}
			s.RegionConfigs = append(s.RegionConfigs, r)
		}
		*s = weighed(*s)
	case "rename":
		s.ZoneName = new(rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(t, "zone"))
	case "swap":
		s.ZoneName, other.ZoneName = other.ZoneName, s.ZoneName
	}
	return name == "rename" || name == "swap"
}
