package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

const (
	inFirstRegion  = "replicationSpecs.0.regionConfigs.0."
	electableNodes = inFirstRegion + "electableSpecs"
)

func dedicatedClusters() []Sample {
	return []Sample{
		{
			Kind: spec.KindCluster, Shape: "minimal", Object: "warehouse",
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
			Kind: spec.KindCluster, Shape: "sharded", Object: "Warehouse-2",
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
