package remote

import (
	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func shardFromAtlas(s admin.ReplicationSpec20240805) spec.ReplicationSpec {
	shard := spec.ReplicationSpec{ID: s.Id, ZoneName: s.ZoneName, RegionConfigs: spec.List[spec.RegionConfig]{}}
	for _, r := range s.GetRegionConfigs() {
		shard.RegionConfigs = append(shard.RegionConfigs, spec.RegionConfig{
			ProviderName:         r.ProviderName,
			RegionName:           r.RegionName,
			Priority:             wide(r.Priority),
			ElectableSpecs:       nodesFromAtlas(electable(r.ElectableSpecs)),
			ReadOnlySpecs:        nodesFromAtlas(r.ReadOnlySpecs),
			AnalyticsSpecs:       nodesFromAtlas(r.AnalyticsSpecs),
			AutoScaling:          scalingFromAtlas(r.AutoScaling),
			AnalyticsAutoScaling: scalingFromAtlas(r.AnalyticsAutoScaling),
		})
	}
	return shard
}

// electable gives electable nodes in the type of the others, which lacks a member
// of shared clusters.
func electable(n *admin.HardwareSpec20240805) *admin.DedicatedHardwareSpec20240805 {
	if n == nil {
		return nil
	}
	return &admin.DedicatedHardwareSpec20240805{
		DiskSizeGB: n.DiskSizeGB, NodeCount: n.NodeCount, DiskIOPS: n.DiskIOPS, EbsVolumeType: n.EbsVolumeType, InstanceSize: n.InstanceSize,
	}
}

// nodesFromAtlas leaves out the hardware where there are no nodes: Atlas fills in
// sizes then that no node has.
func nodesFromAtlas(n *admin.DedicatedHardwareSpec20240805) *spec.NodeSpecs {
	switch {
	case n == nil:
		return nil
	case n.GetNodeCount() == 0:
		return &spec.NodeSpecs{NodeCount: new(int64(0))}
	}
	return &spec.NodeSpecs{
		InstanceSize: n.InstanceSize, NodeCount: wide(n.NodeCount),
		DiskSizeGB: n.DiskSizeGB, DiskIOPS: wide(n.DiskIOPS), EBSVolumeType: n.EbsVolumeType,
	}
}

func scalingFromAtlas(s *admin.AdvancedAutoScalingSettings) *spec.AutoScaling {
	if s == nil {
		return nil
	}
	scaling := &spec.AutoScaling{}
	if c := s.Compute; c != nil {
		scaling.Compute = &spec.ComputeAutoScaling{
			Enabled: c.Enabled, ScaleDownEnabled: c.ScaleDownEnabled, MinInstanceSize: c.MinInstanceSize, MaxInstanceSize: c.MaxInstanceSize,
		}
	}
	if d := s.DiskGB; d != nil {
		scaling.DiskGB = &spec.DiskAutoScaling{Enabled: d.Enabled}
	}
	return scaling
}

func shardToAtlas(s spec.ReplicationSpec) admin.ReplicationSpec20240805 {
	regions := make([]admin.CloudRegionConfig20240805, len(s.RegionConfigs))
	for i, r := range s.RegionConfigs {
		regions[i] = admin.CloudRegionConfig20240805{
			ProviderName:         r.ProviderName,
			RegionName:           r.RegionName,
			Priority:             narrow(r.Priority),
			ReadOnlySpecs:        nodesToAtlas(r.ReadOnlySpecs),
			AnalyticsSpecs:       nodesToAtlas(r.AnalyticsSpecs),
			AutoScaling:          scalingToAtlas(r.AutoScaling),
			AnalyticsAutoScaling: scalingToAtlas(r.AnalyticsAutoScaling),
		}
		if n := nodesToAtlas(r.ElectableSpecs); n != nil {
			regions[i].ElectableSpecs = &admin.HardwareSpec20240805{
				DiskSizeGB: n.DiskSizeGB, NodeCount: n.NodeCount, DiskIOPS: n.DiskIOPS, EbsVolumeType: n.EbsVolumeType, InstanceSize: n.InstanceSize,
			}
		}
	}
	return admin.ReplicationSpec20240805{Id: s.ID, ZoneName: s.ZoneName, RegionConfigs: &regions}
}

func nodesToAtlas(n *spec.NodeSpecs) *admin.DedicatedHardwareSpec20240805 {
	if n == nil {
		return nil
	}
	return &admin.DedicatedHardwareSpec20240805{
		InstanceSize: n.InstanceSize, NodeCount: narrow(n.NodeCount),
		DiskSizeGB: n.DiskSizeGB, DiskIOPS: narrow(n.DiskIOPS), EbsVolumeType: n.EBSVolumeType,
	}
}

func scalingToAtlas(s *spec.AutoScaling) *admin.AdvancedAutoScalingSettings {
	if s == nil {
		return nil
	}
	scaling := &admin.AdvancedAutoScalingSettings{}
	if c := s.Compute; c != nil {
		scaling.Compute = &admin.AdvancedComputeAutoScaling{
			Enabled: c.Enabled, ScaleDownEnabled: c.ScaleDownEnabled, MinInstanceSize: c.MinInstanceSize, MaxInstanceSize: c.MaxInstanceSize,
		}
	}
	if d := s.DiskGB; d != nil {
		scaling.DiskGB = &admin.DiskGBAutoScaling{Enabled: d.Enabled}
	}
	return scaling
}

// withoutEmpty leaves out the sorts of nodes of which there are none.
func withoutEmpty(r admin.CloudRegionConfig20240805) admin.CloudRegionConfig20240805 {
	if r.ElectableSpecs != nil && r.ElectableSpecs.GetNodeCount() == 0 {
		r.ElectableSpecs = nil
	}
	if r.ReadOnlySpecs != nil && r.ReadOnlySpecs.GetNodeCount() == 0 {
		r.ReadOnlySpecs = nil
	}
	if r.AnalyticsSpecs != nil && r.AnalyticsSpecs.GetNodeCount() == 0 {
		r.AnalyticsSpecs = nil
	}
	return r
}

// withoutOldVolumes leaves out, in place, what does not hold beside another size or
// another provider: the rate that a standard volume has by its size, and outside of
// AWS the volume and its rate.
func withoutOldVolumes(r admin.CloudRegionConfig20240805) {
	leaveOut := func(volume **string, rate **int) {
		switch {
		case *volume == nil:
		case r.GetProviderName() != "AWS":
			*volume, *rate = nil, nil
		case **volume == "STANDARD":
			*rate = nil
		}
	}
	if n := r.ElectableSpecs; n != nil {
		leaveOut(&n.EbsVolumeType, &n.DiskIOPS)
	}
	for _, n := range []*admin.DedicatedHardwareSpec20240805{r.ReadOnlySpecs, r.AnalyticsSpecs} {
		if n != nil {
			leaveOut(&n.EbsVolumeType, &n.DiskIOPS)
		}
	}
}

// diskOf is the size of the disks of a cluster, which all have the same; nil where
// that is not said.
func diskOf(c *spec.Cluster) *float64 {
	for _, shard := range c.ReplicationSpecs {
		for _, r := range shard.RegionConfigs {
			for _, n := range []*spec.NodeSpecs{r.ElectableSpecs, r.ReadOnlySpecs, r.AnalyticsSpecs} {
				if n != nil && n.DiskSizeGB != nil {
					return n.DiskSizeGB
				}
			}
		}
	}
	return nil
}

// withDisk gives nodes, in place, the disks that all others of the cluster have,
// where nobody says it: another size would be refused.
func withDisk(r admin.CloudRegionConfig20240805, size *float64) {
	if n := r.ElectableSpecs; n != nil && n.GetNodeCount() > 0 && n.DiskSizeGB == nil {
		n.DiskSizeGB = size
	}
	for _, n := range []*admin.DedicatedHardwareSpec20240805{r.ReadOnlySpecs, r.AnalyticsSpecs} {
		if n != nil && n.GetNodeCount() > 0 && n.DiskSizeGB == nil {
			n.DiskSizeGB = size
		}
	}
}

func wide(n *int) *int64 {
	if n == nil {
		return nil
	}
	return new(int64(*n))
}

func narrow(n *int64) *int {
	if n == nil {
		return nil
	}
	return new(int(*n))
}
