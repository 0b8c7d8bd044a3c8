package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Validate checks what concerns several fields, as far as the document says
// them. The rest is checked where it is known what is live (judgeCluster).
func (c *Cluster) Validate() []Violation {
	var broken []Violation
	if c.PITEnabled != nil && *c.PITEnabled && c.BackupEnabled != nil && !*c.BackupEnabled {
		broken = append(broken, Violation{"pitEnabled", "needs backupEnabled: true"})
	}
	if c.ClusterType != nil && *c.ClusterType == "REPLICASET" && len(c.ReplicationSpecs) > 1 {
		broken = append(broken, Violation{"replicationSpecs", fmt.Sprintf("has %d shards, and a REPLICASET is one: remove the others, or make it SHARDED", len(c.ReplicationSpecs))})
	}
	for i, shard := range c.ReplicationSpecs {
		broken = append(broken, shard.validate(indexed("replicationSpecs", i))...)
	}
	return append(broken, c.oneDisk()...)
}

func (s ReplicationSpec) validate(path string) []Violation {
	var broken []Violation
	electable, known := int64(0), true
	above := int64(maxPriority + 1)
	seen := map[string]bool{}
	for i, r := range s.RegionConfigs {
		at := indexed(path+".regionConfigs", i)
		broken = append(broken, r.validate(at)...)
		switch p := *r.Priority; {
		case p < 0 || p > maxPriority:
			broken = append(broken, Violation{at + ".priority", fmt.Sprintf("%d must be 0 to %d", p, maxPriority)})
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

// maxPriority is that of the region in which the primary should be.
const maxPriority = 7

func (r RegionConfig) validate(path string) []Violation {
	var broken []Violation
	for _, nodes := range r.sorts() {
		at := path + "." + nodes.field
		switch {
		case *nodes.NodeCount < 0:
			broken = append(broken, Violation{at + ".nodeCount", "cannot be below 0"})
		case *nodes.NodeCount == 0 && (nodes.InstanceSize != nil || nodes.DiskSizeGB != nil || nodes.DiskIOPS != nil || nodes.EBSVolumeType != nil):
			broken = append(broken, Violation{at, "has no nodes, so that their hardware means nothing: leave everything but nodeCount out"})
		}
	}
	if r.ElectableSpecs != nil && r.ReadOnlySpecs != nil && r.ElectableSpecs.InstanceSize != nil && r.ReadOnlySpecs.InstanceSize != nil &&
		*r.ElectableSpecs.InstanceSize != *r.ReadOnlySpecs.InstanceSize {
		broken = append(broken, Violation{path + ".readOnlySpecs.instanceSize", "must be that of the electable nodes, " + *r.ElectableSpecs.InstanceSize})
	}
	return broken
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
