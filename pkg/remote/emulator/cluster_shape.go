package emulator

import (
	"encoding/json"
	"maps"
	"time"
)

// One cluster has two shapes. Up to 2023-02-01 a replication spec is a group of
// shards that are alike, with their number, and the size of the disk is that of
// the cluster; from 2024-08-05 on it is one shard, and the size stands with the
// hardware. What they have in common is recorded, as is every member beside it,
// some of which no document has. Of free clusters nothing is recorded.

const (
	// clusterPerShard is the version that has one replication spec a shard.
	clusterPerShard = "2024-08-05"

	// mongoDBVersion is what clusters say they run (recorded in 2026).
	mongoDBVersion = "8.0.29"
	mongoDBMajor   = "8.0"

	// clusterDisk is the size in GB of a disk that nobody has asked for (recorded
	// for M10 on AWS, like the rest of the hardware).
	clusterDisk = json.Number("10.0")
)

func (c *call) clusterView(r *resource) object {
	view := c.clusterCommon(r)
	spec := object{"zoneId": objectID(r.key, r.Created, 1), "zoneName": "Zone 1"}
	size := textAt(r.Fields, "instanceSize")
	if c.version < clusterPerShard {
		spec["id"], spec["numShards"] = objectID(r.key, r.Created, 2), 1
		spec["regionConfigs"] = []any{regionConfig(size, nil)}
		view["diskSizeGB"] = clusterDisk
		view["replicationSpecs"] = []any{spec}
		return view
	}
	spec["id"] = objectID(r.key, r.Created, 3)
	effective := maps.Clone(spec)
	effective["regionConfigs"] = []any{regionConfig(size, clusterDisk)}
	spec["regionConfigs"] = []any{withEffective(regionConfig(size, clusterDisk))}
	maps.Copy(view, object{
		"adaptiveCapacity":            nil,
		"effectiveDatabaseEdition":    "CORE",
		"effectiveReplicationSpecs":   []any{effective},
		"featureCompatibilityVersion": mongoDBMajor,
		"internalClusterRole":         "NONE",
		"redactClientLogData":         false,
		"replicationSpecs":            []any{spec},
		"retainBackups":               false,

		"useAwsTimeBasedSnapshotCopyForFastInitialSync": false,
	})
	return view
}

// clusterCommon is what both versions have. The strings are not there before the
// cluster is ready (recorded).
func (c *call) clusterCommon(r *resource) object {
	hosts := object{}
	if c.ready(r) {
		hosts["standardSrv"], hosts["standard"] = dedicatedHosts(r)
	}
	tags, protected := tagsOf(r)
	return object{
		"advancedConfiguration": object{
			"customOpensslCipherConfigTls12": []any{},
			"customOpensslCipherConfigTls13": []any{},
			"minimumEnabledTlsProtocol":      "TLS1_2",
			"tlsCipherConfigMode":            "DEFAULT",
		},
		"backupEnabled":                    false,
		"biConnector":                      object{"enabled": false, "readPreference": "secondary"},
		"clusterType":                      "REPLICASET",
		"connectionStrings":                hosts,
		"createDate":                       r.Created.Format(time.RFC3339),
		"diskWarmingMode":                  "FULLY_WARMED",
		"encryptionAtRestProvider":         "NONE",
		"globalClusterSelfManagedSharding": false,
		"groupId":                          c.group,
		"id":                               r.ID,
		"labels":                           []any{},
		"links":                            c.clusterLinks("clusters", r.Name),
		"mongoDBMajorVersion":              mongoDBMajor,
		"mongoDBVersion":                   mongoDBVersion,
		"name":                             r.Name,
		"paused":                           false,
		"pitEnabled":                       false,
		"rootCertType":                     "ISRGROOTX1",
		"stateName":                        r.Life.at(c.now),
		"tags":                             tags,
		"terminationProtectionEnabled":     protected,
		"versionReleaseSystem":             "LTS",
	}
}

// regionConfig is where the nodes of a cluster are, and what they are made of. A
// free cluster is a tenant on hardware of which it says no more than the size.
func regionConfig(size string, disk any) object {
	config := object{"priority": 7, "providerName": "AWS", "regionName": "US_EAST_1"}
	if size == "M0" {
		config["providerName"], config["backingProviderName"] = "TENANT", "AWS"
		config["electableSpecs"] = object{"instanceSize": size}
		return config
	}
	nodes := func(count int) object {
		specs := object{"diskIOPS": 3000, "ebsVolumeType": "STANDARD", "instanceSize": size, "nodeCount": count}
		if disk != nil {
			specs["diskSizeGB"] = disk
		}
		return specs
	}
	config["analyticsSpecs"], config["electableSpecs"], config["readOnlySpecs"] = nodes(0), nodes(3), nodes(0)
	config["autoScaling"] = object{
		"compute": object{"enabled": false, "scaleDownEnabled": false},
		"diskGB":  object{"enabled": false},
	}
	return config
}

// withEffective adds what the nodes really have: the same, as nothing scales. Of
// a tenant no document has it.
func withEffective(config object) object {
	if config["providerName"] == "TENANT" {
		return config
	}
	for name, effective := range map[string]string{
		"analyticsSpecs": "effectiveAnalyticsSpecs",
		"electableSpecs": "effectiveElectableSpecs",
		"readOnlySpecs":  "effectiveReadOnlySpecs",
	} {
		if specs, ok := config[name]; ok {
			config[effective] = specs
		}
	}
	return config
}
