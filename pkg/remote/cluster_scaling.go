package remote

import "github.com/atlasctl/atlasctl/pkg/spec"

// What Atlas scales by itself is not compared, as long as it does: a size in a
// document is the one to begin with. It counts again where the document switches
// that off.
const (
	inRegions    = "replicationSpecs.regionConfigs."
	scalesItself = "Atlas scales it by itself; switch autoScaling off to set it here"
)

// scaled lists what is scaled by Atlas in any region: in all of them the same is
// scaled.
func scaled(c *spec.Cluster) []spec.Inert {
	var compute, analytics, disk bool
	for _, shard := range c.ReplicationSpecs {
		for _, r := range shard.RegionConfigs {
			compute = compute || scalesCompute(r.AutoScaling)
			analytics = analytics || scalesCompute(r.AnalyticsAutoScaling)
			disk = disk || r.AutoScaling != nil && r.AutoScaling.DiskGB != nil && isTrue(r.AutoScaling.DiskGB.Enabled)
		}
	}
	var inert []spec.Inert
	add := func(scales bool, by, member string, sorts ...string) {
		for _, nodes := range sorts {
			if scales {
				inert = append(inert, spec.Inert{Path: inRegions + nodes + "." + member, Reason: scalesItself, Unless: inRegions + by + ".enabled"})
			}
		}
	}
	add(compute, "autoScaling.compute", "instanceSize", "electableSpecs", "readOnlySpecs")
	add(analytics, "analyticsAutoScaling.compute", "instanceSize", "analyticsSpecs")
	add(disk, "autoScaling.diskGB", "diskSizeGB", "electableSpecs", "readOnlySpecs", "analyticsSpecs")
	return inert
}

func scalesCompute(s *spec.AutoScaling) bool {
	return s != nil && s.Compute != nil && isTrue(s.Compute.Enabled)
}
