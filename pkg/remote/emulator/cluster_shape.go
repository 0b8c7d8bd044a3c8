package emulator

import (
	"cmp"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
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
	if c.inGroups() {
		view["replicationSpecs"], view["diskSizeGB"] = groupsOf(r), diskOf(r)
		return view
	}
	var shards, effective []any
	for i, shard := range shardsOf(r) {
		zone := zoneOf(shard)
		common := object{"id": shardID(r, shard, i), "zoneId": zoneID(r, zone), "zoneName": zone}
		really := maps.Clone(common)
		really["regionConfigs"] = regionConfigs(r, shard, true)
		effective = append(effective, really)
		configs := regionConfigs(r, shard, true)
		for _, config := range configs {
			withEffective(asObject(config))
		}
		common["regionConfigs"] = configs
		shards = append(shards, common)
	}
	view["replicationSpecs"] = shards
	maps.Copy(view, object{
		"adaptiveCapacity":            nil,
		"effectiveDatabaseEdition":    "CORE",
		"effectiveReplicationSpecs":   effective,
		"featureCompatibilityVersion": view["mongoDBMajorVersion"],
		"internalClusterRole":         "NONE",
		"redactClientLogData":         false,
		"retainBackups":               false,

		"useAwsTimeBasedSnapshotCopyForFastInitialSync": false,
	})
	if !c.reached(sinceClusterMembers) {
		for _, name := range []string{"advancedConfiguration", "internalClusterRole", "retainBackups", "useAwsTimeBasedSnapshotCopyForFastInitialSync"} {
			delete(view, name)
		}
	}
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
	major, version := versionOf(r)
	return object{
		"advancedConfiguration":            tlsView(r),
		"backupEnabled":                    r.Fields["backupEnabled"] == true,
		"biConnector":                      object{"enabled": false, "readPreference": "secondary"},
		"clusterType":                      clusterTypeOf(r),
		"connectionStrings":                hosts,
		"createDate":                       r.Created.Format(time.RFC3339),
		"diskWarmingMode":                  "FULLY_WARMED",
		"encryptionAtRestProvider":         "NONE",
		"globalClusterSelfManagedSharding": false,
		"groupId":                          c.group,
		"id":                               r.ID,
		"labels":                           append([]any{}, listAt(r.Fields, "labels")...),
		"links":                            c.clusterLinks("clusters", r.Name),
		"mongoDBMajorVersion":              major,
		"mongoDBVersion":                   version,
		"name":                             r.Name,
		"paused":                           r.Fields["paused"] == true,
		"pitEnabled":                       r.Fields["pitEnabled"] == true,
		"rootCertType":                     "ISRGROOTX1",
		"stateName":                        r.Life.at(c.now),
		"tags":                             tags,
		"terminationProtectionEnabled":     protected,
		"versionReleaseSystem":             "LTS",
	}
}

// shardsOf are the shards of a cluster, as they were sent. One that was added has
// a single one, of which no more than the size is known.
func shardsOf(r *resource) []object {
	var shards []object
	for _, shard := range listAt(r.Fields, "replicationSpecs") {
		shards = append(shards, asObject(shard))
	}
	if shards != nil {
		return shards
	}
	size := textAt(r.Fields, "instanceSize")
	region := object{
		"priority": 7, "providerName": "AWS", "regionName": "US_EAST_1",
		"electableSpecs": object{"instanceSize": size, "nodeCount": json.Number("3")},
	}
	if size == "M0" {
		region["providerName"] = "TENANT"
	}
	return []object{{"regionConfigs": []any{region}}}
}

// shardID is the ID of a shard, which it keeps.
func shardID(r *resource, shard object, i int) string {
	if id := textAt(shard, "id"); id != "" {
		return id
	}
	return objectID(r.key, r.Created, uint64(3+10*i))
}

// diskOf is the size of the disks of a cluster, which all have the same.
func diskOf(r *resource) json.Number {
	disk := 0.0
	for _, shard := range shardsOf(r) {
		for _, region := range listAt(shard, "regionConfigs") {
			for _, nodes := range nodesOf(asObject(region)) {
				disk = max(disk, numberAt(nodes, "diskSizeGB"))
			}
		}
	}
	if disk == 0 {
		return clusterDisk
	}
	text := strconv.FormatFloat(max(disk, 10), 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return json.Number(text)
}

func versionOf(r *resource) (major, version string) {
	if major = textAt(r.Fields, "mongoDBMajorVersion"); major == "" || major == mongoDBMajor {
		return mongoDBMajor, mongoDBVersion
	}
	return major, major + ".1"
}

// regionConfig fills in what was left out. A free cluster is a tenant on hardware
// of which it says no more than the size. Of clouds beside AWS no hardware is
// recorded: that they lack what Amazon's volumes have is a guess.
func regionConfig(r *resource, region object, disk bool) object {
	config := object{"priority": region["priority"], "providerName": region["providerName"], "regionName": region["regionName"]}
	sizeOf := func(sort string) string { return textAt(asObject(region[sort]), "instanceSize") }
	size := cmp.Or(sizeOf("electableSpecs"), sizeOf("readOnlySpecs"), sizeOf("analyticsSpecs"))
	if region["providerName"] == "TENANT" {
		config["backingProviderName"] = "AWS"
		config["electableSpecs"] = object{"instanceSize": size}
		return config
	}
	for _, sort := range nodeSorts() {
		said := asObject(region[sort])
		nodes := object{"instanceSize": cmp.Or(textAt(said, "instanceSize"), size), "nodeCount": int(numberAt(said, "nodeCount"))}
		if region["providerName"] == "AWS" {
			nodes["diskIOPS"], nodes["ebsVolumeType"] = 3000, cmp.Or(textAt(said, "ebsVolumeType"), "STANDARD")
		}
		if iops := numberAt(said, "diskIOPS"); iops != 0 {
			nodes["diskIOPS"] = int(iops)
		}
		if disk {
			nodes["diskSizeGB"] = diskOf(r)
		}
		config[sort] = nodes
	}
	config["autoScaling"] = scalingView(asObject(region["autoScaling"]))
	if analytics := asObject(region["analyticsAutoScaling"]); analytics != nil {
		config["analyticsAutoScaling"] = scalingView(analytics)
	}
	return config
}

func scalingView(said object) object {
	compute := object{"enabled": false, "scaleDownEnabled": false}
	maps.Copy(compute, asObject(said["compute"]))
	disk := object{"enabled": false}
	maps.Copy(disk, asObject(said["diskGB"]))
	return object{"compute": compute, "diskGB": disk}
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
