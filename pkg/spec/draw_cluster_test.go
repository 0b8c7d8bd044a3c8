package spec_test

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// coherentCluster makes a drawn cluster follow the rules that concern several
// fields.
func coherentCluster(c *spec.Cluster) {
	if c.BackupEnabled != nil {
		c.PITEnabled = c.BackupEnabled
	}
	if c.ClusterType != nil && len(c.ReplicationSpecs) > 1 {
		c.ClusterType = new("SHARDED")
	}
	for i := range c.ReplicationSpecs {
		regions := c.ReplicationSpecs[i].RegionConfigs
		for j := range regions {
			r := &regions[j]
			r.RegionName, r.Priority = new(fmt.Sprintf("%s_%d", "REGION", j)), new(int64(7-j))
			coherentNodes(r, j)
		}
	}
}

// coherentNodes gives the first region all electable nodes, and every one of them
// hardware of one size.
func coherentNodes(r *spec.RegionConfig, j int) {
	if r.ElectableSpecs == nil {
		r.ElectableSpecs = &spec.NodeSpecs{}
	}
	for _, nodes := range []*spec.NodeSpecs{r.ElectableSpecs, r.ReadOnlySpecs, r.AnalyticsSpecs} {
		if nodes == nil {
			continue
		}
		nodes.NodeCount = new(int64(3))
		if nodes.DiskSizeGB != nil {
			nodes.DiskSizeGB = new(30.5)
		}
		if nodes.InstanceSize != nil && nodes != r.AnalyticsSpecs {
			nodes.InstanceSize = new("M10")
		}
	}
	if j > 0 {
		r.ElectableSpecs = &spec.NodeSpecs{NodeCount: new(int64(0))}
	}
}
