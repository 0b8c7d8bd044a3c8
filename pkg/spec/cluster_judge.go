package spec

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// judgeCluster says what Atlas would refuse, or what nobody should do by editing
// a file.
func judgeCluster(c Change) Verdict {
	want := c.Want.(*Cluster)
	if c.Anew {
		return Verdict{Blocked: cmp.Or(want.unsized(&Cluster{}), want.rezoned(&Cluster{}))}
	}
	live := c.Live.(*Cluster) // shard i of the one is shard i of the other
	var v Verdict
	switch {
	case live.Paused != nil && *live.Paused && (want.Paused == nil || *want.Paused):
		if len(c.Paths) > 0 {
			v.Blocked = "the cluster is paused, and Atlas changes nothing of one that is: resume it with paused: false, in this change or before it"
		}
	case c.Touches("clusterType") && live.ClusterType != nil && *live.ClusterType != "REPLICASET":
		v.Blocked = fmt.Sprintf("Atlas cannot turn a %s cluster into a %s one: create another cluster and move the data", *live.ClusterType, *want.ClusterType)
	case want.ReplicationSpecs != nil && len(want.ReplicationSpecs) < len(live.ReplicationSpecs):
		v.Blocked = "the document lacks a shard of the cluster, and atlasctl removes none: remove it in Atlas first, which moves its data"
	case c.Touches("clusterType") && want.gains(live):
		v.Blocked = "Atlas adds no shard while it turns a replica set into a sharded cluster: let it have one shard first, and connect the clients anew"
	case c.Touches("mongoDBMajorVersion") && live.MongoDBMajorVersion != nil && older(*want.MongoDBMajorVersion, *live.MongoDBMajorVersion):
		v.Blocked = fmt.Sprintf("the cluster runs %s already, and atlasctl does not take an upgrade back", *live.MongoDBMajorVersion)
	}
	if v.Blocked == "" && c.Touches("replicationSpecs") {
		v.Blocked = cmp.Or(want.unsized(live), want.rezoned(live), want.uneven(live))
	}
	if c.Touches("paused") && want.Paused != nil && *want.Paused {
		v.Costs = append(v.Costs, Cost{"pauses", "stops the cluster: no client can connect; Atlas resumes it by itself after 30 days"})
	}
	return v
}

// gains reports whether the document has a shard that live does not have.
func (c *Cluster) gains(live *Cluster) bool {
	for i := range c.ReplicationSpecs {
		if len(live.shard(i).RegionConfigs) == 0 {
			return true
		}
	}
	return false
}

// unsized says which nodes the document lacks a size for that live does not have.
// What is enough to manage nodes is not enough to make them.
func (c *Cluster) unsized(live *Cluster) string {
	for i, shard := range c.ReplicationSpecs {
		for j, r := range shard.RegionConfigs {
			sorts := r.with(live.region(i, j)).sorts()
			for _, nodes := range sorts {
				if *nodes.NodeCount > 0 && nodes.InstanceSize == nil {
					return fmt.Sprintf("it cannot be created without %s.%s.instanceSize: declare it", regionPath(i, j), nodes.field)
				}
			}
			if len(sorts) == 0 {
				return fmt.Sprintf("it cannot be created without nodes in %s: declare electableSpecs", regionPath(i, j))
			}
		}
	}
	return ""
}

// uneven says which nodes would be left with hardware that Atlas wants to be the
// same: the disks of a cluster have one size, and so have the instances of the
// electable and the read-only nodes of a shard. It is for a document that leaves
// some of them out, which keep what they have.
func (c *Cluster) uneven(live *Cluster) string {
	disks := even{what: "the disks of a cluster have one size"}
	for i, shard := range c.ReplicationSpecs {
		sizes := even{what: "the electable and the read-only nodes of a shard have one instance size"}
		for j, r := range shard.RegionConfigs {
			r.with(live.region(i, j)).level(regionPath(i, j), &disks, &sizes)
		}
		if sizes.broken != "" {
			return sizes.broken
		}
	}
	return disks.broken
}

// level notes what has to be even.
func (r RegionConfig) level(path string, disks, sizes *even) {
	for _, s := range r.sorts() {
		if *s.NodeCount == 0 {
			continue
		}
		if s.DiskSizeGB != nil {
			disks.add(path+"."+s.field+".diskSizeGB", floatText(*s.DiskSizeGB))
		}
		if s.InstanceSize != nil && s.field != "analyticsSpecs" {
			sizes.add(path+"."+s.field+".instanceSize", *s.InstanceSize)
		}
	}
}

// shard gives a shard of a cluster, an empty one where there is none.
func (c *Cluster) shard(i int) ReplicationSpec {
	if i < len(c.ReplicationSpecs) {
		return c.ReplicationSpecs[i]
	}
	return ReplicationSpec{}
}

// region gives what a shard of a cluster has in a region.
func (c *Cluster) region(i, j int) RegionConfig {
	if regions := c.shard(i).RegionConfigs; j < len(regions) {
		return regions[j]
	}
	return RegionConfig{}
}

// with gives the region with what live has where the document says nothing.
func (r RegionConfig) with(live RegionConfig) RegionConfig {
	return RegionConfig{
		ElectableSpecs: r.ElectableSpecs.with(live.ElectableSpecs),
		ReadOnlySpecs:  r.ReadOnlySpecs.with(live.ReadOnlySpecs),
		AnalyticsSpecs: r.AnalyticsSpecs.with(live.AnalyticsSpecs),
	}
}

func (n *NodeSpecs) with(live *NodeSpecs) *NodeSpecs {
	if n == nil || live == nil {
		return cmp.Or(n, live)
	}
	return &NodeSpecs{NodeCount: n.NodeCount, InstanceSize: cmp.Or(n.InstanceSize, live.InstanceSize), DiskSizeGB: cmp.Or(n.DiskSizeGB, live.DiskSizeGB)}
}

// even looks for a value that is not that of the others.
type even struct {
	what, first, value string
	broken             string
}

func (e *even) add(path, value string) {
	switch {
	case e.first == "":
		e.first, e.value = path, value
	case e.value != value && e.broken == "":
		e.broken = fmt.Sprintf("%s, and %s would be %s beside %s at %s: declare one value for both, and leave out what Atlas scales", e.what, path, value, e.value, e.first)
	}
}

// older compares two versions of the form 8.0.
func older(a, b string) bool {
	majorA, minorA, _ := strings.Cut(a, ".")
	majorB, minorB, _ := strings.Cut(b, ".")
	return cmp.Or(compareNumbers(majorA, majorB), compareNumbers(minorA, minorB)) < 0
}

func compareNumbers(a, b string) int {
	n, _ := strconv.Atoi(a)
	m, _ := strconv.Atoi(b)
	return cmp.Compare(n, m)
}
