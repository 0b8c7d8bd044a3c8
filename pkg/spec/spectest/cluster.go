package spectest

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func cluster() Specimen {
	return Specimen{
		Kind:    spec.KindCluster,
		Samples: dedicatedClusters(),
		Names:   []string{"big", "Big-2"},
		Texts: withSizes(map[string][]string{
			"mongoDBMajorVersion":                       {"8.0", "7.0", "10.10"},
			"replicationSpecs.regionConfigs.regionName": {"US_EAST_1"},
		}, "M10", "R40", "M50_NVME"),
		Few: withSizes(map[string][]string{
			"mongoDBMajorVersion":                       {"7.0", "8.0"},
			"replicationSpecs.regionConfigs.regionName": {"US_EAST_1", "EU_WEST_1"},
		}, "M10", "M30"),
		Loads:    func(_ Dice, _ string, b spec.Body) { coherentCluster(b.(*spec.Cluster)) },
		Possible: func(_ Dice, _ string, b spec.Body) { countNodes(b.(*spec.Cluster)) },
		Recorded: Recording{Path: aProject + `/clusters()(?:/([^/]+))?`},
		Estate: Estate{
			Names: clusterNames(), KeepsShape: true,
			Places: []Place{{All: "/clusters", One: "/clusters/{name}"}},
		},
	}
}

// withSizes adds sizes for every field that is one.
func withSizes(texts map[string][]string, sizes ...string) map[string][]string {
	const region = "replicationSpecs.regionConfigs."
	for _, nodes := range []string{"electableSpecs", "readOnlySpecs", "analyticsSpecs"} {
		texts[region+nodes+".instanceSize"] = sizes
	}
	for _, scaling := range []string{"autoScaling", "analyticsAutoScaling"} {
		texts[region+scaling+".compute.minInstanceSize"] = sizes
		texts[region+scaling+".compute.maxInstanceSize"] = sizes
	}
	return texts
}

// countNodes has nodes wherever a cluster says something of them: Atlas knows
// nothing of none.
func countNodes(c *spec.Cluster) {
	for _, shard := range c.ReplicationSpecs {
		for _, r := range shard.RegionConfigs {
			for _, nodes := range []*spec.NodeSpecs{r.ElectableSpecs, r.ReadOnlySpecs, r.AnalyticsSpecs} {
				if nodes != nil && nodes.NodeCount != nil {
					*nodes.NodeCount = 1 + *nodes.NodeCount&3
				}
			}
		}
	}
}

// coherentCluster makes a drawn cluster follow the rules that concern several
// fields.
func coherentCluster(c *spec.Cluster) {
	if c.BackupEnabled != nil {
		c.PITEnabled = c.BackupEnabled
	}
	if c.ClusterType != nil && len(c.ReplicationSpecs) > 1 {
		c.ClusterType = new("GEOSHARDED")
	}
	for i := range c.ReplicationSpecs {
		regions := c.ReplicationSpecs[i].RegionConfigs
		for j := range regions {
			r := &regions[j]
			r.RegionName, r.Priority = new(fmt.Sprintf("REGION_%d", j)), new(int64(7-j))
			coherentNodes(r, j)
			coherentBounds(r.AutoScaling)
			coherentBounds(r.AnalyticsAutoScaling)
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
		coherentVolumes(nodes, *r.ProviderName)
	}
	if j > 0 {
		r.ElectableSpecs, r.Priority = &spec.NodeSpecs{NodeCount: new(int64(0))}, new(int64(0))
	}
}

// coherentBounds lets sizes be scaled to one only.
func coherentBounds(scaling *spec.AutoScaling) {
	if scaling != nil && scaling.Compute != nil && scaling.Compute.MinInstanceSize != nil && scaling.Compute.MaxInstanceSize != nil {
		scaling.Compute.MaxInstanceSize = scaling.Compute.MinInstanceSize
	}
}

// coherentVolumes takes away what a provider has none of.
func coherentVolumes(nodes *spec.NodeSpecs, provider string) {
	if provider != "AWS" {
		nodes.EBSVolumeType = nil
	}
	if provider == "GCP" {
		nodes.DiskIOPS = nil
	}
}

const (
	inFirstRegion  = "replicationSpecs.0.regionConfigs.0."
	electableNodes = inFirstRegion + "electableSpecs"
)

func dedicatedClusters() []Sample {
	return []Sample{
		{
			Shape: "minimal", Object: "warehouse",
			Spec: `
clusterType: REPLICASET
replicationSpecs:
  - regionConfigs:
      - {providerName: AWS, regionName: US_EAST_1, priority: 7, electableSpecs: {instanceSize: M10, nodeCount: 3}}
`,
			Changes: []Change{
				{"tags": "{env: prod}", "labels": "{team: shop}"},
				{electableNodes: "{instanceSize: M20, nodeCount: 3, diskSizeGB: 40}"},
				{inFirstRegion + "readOnlySpecs": "{instanceSize: M10, nodeCount: 2, diskSizeGB: 40, diskIOPS: 3000, ebsVolumeType: STANDARD}"},
				{inFirstRegion + "autoScaling": "{diskGB: {enabled: true}}"},
				{"paused": "true"},
				{"paused": "false"},
				{"terminationProtectionEnabled": "true"},
				{"terminationProtectionEnabled": "false"},
				{"clusterType": "SHARDED"},
			},
		},
		{
			Shape: "sharded", Object: "Warehouse-2",
			Spec: `
clusterType: SHARDED
mongoDBMajorVersion: 7.0
backupEnabled: true
pitEnabled: true
tags: {env: prod}
labels: {}
terminationProtectionEnabled: false
replicationSpecs:
  - zoneName: Zone 1
    regionConfigs:
      - providerName: AZURE
        regionName: EUROPE_WEST
        priority: 7
        electableSpecs: {instanceSize: M30, nodeCount: 2, diskSizeGB: 64}
        readOnlySpecs: {nodeCount: 0}
        analyticsSpecs: {instanceSize: M40, nodeCount: 1, diskSizeGB: 64}
        autoScaling: {compute: {enabled: true, scaleDownEnabled: true, minInstanceSize: M30, maxInstanceSize: M60}, diskGB: {enabled: true}}
        analyticsAutoScaling: {compute: {enabled: false}}
      - providerName: GCP
        regionName: WESTERN_EUROPE
        priority: 6
        electableSpecs: {instanceSize: M30, nodeCount: 1, diskSizeGB: 64}
        autoScaling: {compute: {enabled: true, scaleDownEnabled: true, minInstanceSize: M30, maxInstanceSize: M60}, diskGB: {enabled: true}}
  - regionConfigs:
      - providerName: AWS
        regionName: EU_WEST_1
        priority: 7
        electableSpecs: {instanceSize: M30, nodeCount: 3, diskSizeGB: 64, diskIOPS: 4000, ebsVolumeType: PROVISIONED}
`,
			Changes: []Change{
				{"mongoDBMajorVersion": "8.0", "pitEnabled": "false"},
				{"tags": "{}", "backupEnabled": "false", "pitEnabled": "false"},
			},
		},
	}
}
