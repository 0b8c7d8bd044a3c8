package spec

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// clusterRules are about what a schema can say of a cluster.
func clusterRules() []Rule {
	rules := []Rule{
		{If: is("pitEnabled", "true"), Then: not(is("backupEnabled", "false")), At: "pitEnabled", Msg: "needs backupEnabled: true"},
		{
			If: is("clusterType", "REPLICASET"), Then: not(all(said("replicationSpecs"), not(atMost("replicationSpecs", 1)))), At: "replicationSpecs",
			Msg: "has several shards, and a REPLICASET is one: remove the others, or make it SHARDED",
		},
	}
	const region, provider = "replicationSpecs.regionConfigs", "replicationSpecs.regionConfigs.providerName"
	rules = append(rules, Rule{
		In: region, If: is(region+".electableSpecs.nodeCount", "0"), Then: is(region+".priority", "0"), At: region + ".priority",
		Msg: "must be 0 without electable nodes: no primary can be elected in this region",
	})
	for _, nodes := range []string{"electableSpecs", "readOnlySpecs", "analyticsSpecs"} {
		at := region + "." + nodes
		hardware := either(said(at+".instanceSize"), said(at+".diskSizeGB"), said(at+".diskIOPS"), said(at+".ebsVolumeType"))
		rules = append(rules, Rule{
			In: at, If: is(at+".nodeCount", "0"), Then: not(hardware), At: at,
			Msg: "has no nodes, so that their hardware means nothing: leave everything but nodeCount out",
		}, Rule{
			In: region, If: is(at+".ebsVolumeType", "PROVISIONED"), Then: is(provider, "AWS"), At: at + ".ebsVolumeType",
			Msg: "is a volume of AWS: leave it out for other providers",
		}, Rule{
			In: region, If: said(at + ".diskIOPS"), Then: not(is(provider, "GCP")), At: at + ".diskIOPS",
			Msg: "cannot be set on Google Cloud: leave it out",
		})
	}
	return rules
}

// Reads lists what Validate looks at.
func (*Cluster) Reads() []string { return []string{"replicationSpecs"} }

// Validate checks what concerns several fields, as far as the document says
// them. The rest is checked where it is known what is live (judgeCluster).
func (c *Cluster) Validate() []Violation {
	var broken []Violation
	for i, shard := range c.ReplicationSpecs {
		broken = append(broken, shard.validate(indexed("replicationSpecs", i))...)
	}
	return slices.Concat(broken, c.oneZone(), c.oneDisk())
}

func (s ReplicationSpec) validate(path string) []Violation {
	var broken []Violation
	electable, known := int64(0), true
	above := int64(math.MaxInt64)
	seen := map[string]bool{}
	for i, r := range s.RegionConfigs {
		at := indexed(path+".regionConfigs", i)
		broken = append(broken, r.validate(at)...)
		switch p := *r.Priority; {
		case p > 0 && p >= above:
			broken = append(broken, Violation{at + ".priority", "must be below that of the region before it: Atlas lists regions by priority, the highest first"})
		default:
			above = p
		}
		name := *r.ProviderName + " " + *r.RegionName
		if seen[name] {
			broken = append(broken, Violation{at + ".regionName", name + " is listed twice: put the nodes of a region into one entry"})
		}
		seen[name] = true
		if r.ElectableSpecs != nil {
			electable += *r.ElectableSpecs.NodeCount
		} else {
			known = false
		}
	}
	if known && !slices.Contains([]int64{3, 5, 7}, electable) {
		broken = append(broken, Violation{path + ".regionConfigs", fmt.Sprintf("has %d electable nodes in all, and a shard must have 3, 5 or 7", electable)})
	}
	return broken
}

func (r RegionConfig) validate(path string) []Violation {
	var broken []Violation
	if r.ElectableSpecs != nil && r.ReadOnlySpecs != nil && r.ElectableSpecs.InstanceSize != nil && r.ReadOnlySpecs.InstanceSize != nil &&
		*r.ElectableSpecs.InstanceSize != *r.ReadOnlySpecs.InstanceSize {
		broken = append(broken, Violation{path + ".readOnlySpecs.instanceSize", "must be that of the electable nodes, " + *r.ElectableSpecs.InstanceSize})
	}
	for _, scaling := range []struct {
		field string
		*AutoScaling
	}{{"autoScaling", r.AutoScaling}, {"analyticsAutoScaling", r.AnalyticsAutoScaling}} {
		if scaling.AutoScaling == nil || scaling.Compute == nil {
			continue
		}
		least, most := scaling.Compute.MinInstanceSize, scaling.Compute.MaxInstanceSize
		if least != nil && most != nil && sizeNumber(*least) > sizeNumber(*most) {
			broken = append(broken, Violation{path + "." + scaling.field + ".compute.maxInstanceSize", "must not be below minInstanceSize, " + *least})
		}
	}
	return broken
}

// sizeNumber is by what the sizes of instances are in order.
func sizeNumber(size string) int {
	n, _ := strconv.Atoi(strings.Trim(size, "MR_NVE"))
	return n
}

// sort is one sort of the nodes in a region.
type sort struct {
	field string
	*NodeSpecs
}

// sorts lists the sorts of nodes that are said, in the order of the fields.
func (r RegionConfig) sorts() []sort {
	all := []sort{{"electableSpecs", r.ElectableSpecs}, {"readOnlySpecs", r.ReadOnlySpecs}, {"analyticsSpecs", r.AnalyticsSpecs}}
	return slices.DeleteFunc(all, func(s sort) bool { return s.NodeSpecs == nil })
}

// regionPath is where a region of a shard stands in a document.
func regionPath(shard, region int) string {
	return indexed(indexed("replicationSpecs", shard)+".regionConfigs", region)
}

// oneDisk finds a disk that is not as large as the others: Atlas wants all of a
// cluster to be.
func (c *Cluster) oneDisk() []Violation {
	var first string
	var size float64
	for i, shard := range c.ReplicationSpecs {
		for j, r := range shard.RegionConfigs {
			for _, nodes := range r.sorts() {
				if nodes.DiskSizeGB == nil {
					continue
				}
				path := regionPath(i, j) + "." + nodes.field + ".diskSizeGB"
				if first == "" {
					first, size = path, *nodes.DiskSizeGB
				} else if *nodes.DiskSizeGB != size {
					return []Violation{{path, fmt.Sprintf("must be %s, as %s: the disks of a cluster have one size", floatText(size), first)}}
				}
			}
		}
	}
	return nil
}

// majorVersion wants a version as Atlas names those of its LTS releases.
func majorVersion(text string) string {
	major, minor, ok := strings.Cut(text, ".")
	if ok && major != "" && minor != "" && len(text) <= 5 && strings.Trim(major+minor, digits) == "" {
		return ""
	}
	return "must be a version such as 8.0"
}

// instanceSize looks at the shape only: Atlas adds sizes. Those of shared
// clusters are another kind.
func instanceSize(text string) string {
	number, tier := strings.CutPrefix(strings.TrimSuffix(text, "_NVME"), "M")
	if !tier {
		number, tier = strings.CutPrefix(strings.TrimSuffix(text, "_NVME"), "R")
	}
	n, err := strconv.Atoi(number)
	switch {
	case !tier || err != nil || strings.Trim(number, digits) != "":
		return "is no instance size: those look like M10, R40 or M50_NVME"
	case n < 10:
		return "is no size of a dedicated cluster: they begin with M10; for a smaller one declare a FlexCluster"
	}
	return ""
}
