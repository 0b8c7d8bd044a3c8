package spec

import "time"

// KindCluster is a dedicated cluster. It shares its name space with every other
// cluster of the project.
const KindCluster Kind = "Cluster"

// Cluster is the part of a dedicated cluster that Git may own, in the words of
// the Atlas schema ClusterDescription20240805. What is left out is unmanaged, so
// that a document of a few lines can take over a cluster that is there. Atlas
// promises no order of shards, and lists regions by their priority.
type Cluster struct {
	ClusterType                  *string               `yaml:"clusterType"`
	ReplicationSpecs             List[ReplicationSpec] `yaml:"replicationSpecs"`
	MongoDBMajorVersion          *string               `yaml:"mongoDBMajorVersion"`
	BackupEnabled                *bool                 `yaml:"backupEnabled"`
	PITEnabled                   *bool                 `yaml:"pitEnabled"`
	Paused                       *bool                 `yaml:"paused"`
	Tags                         map[string]string     `yaml:"tags"`
	Labels                       map[string]string     `yaml:"labels"`
	TerminationProtectionEnabled *bool                 `yaml:"terminationProtectionEnabled"`
}

// ReplicationSpec is one shard, or all of a replica set.
type ReplicationSpec struct {
	ID            *string            `yaml:"id"`
	ZoneName      *string            `yaml:"zoneName"`
	RegionConfigs List[RegionConfig] `yaml:"regionConfigs"`
}

// RegionConfig is what a shard has in one region of one cloud.
type RegionConfig struct {
	ProviderName         *string      `yaml:"providerName"`
	RegionName           *string      `yaml:"regionName"`
	Priority             *int64       `yaml:"priority"`
	ElectableSpecs       *NodeSpecs   `yaml:"electableSpecs"`
	ReadOnlySpecs        *NodeSpecs   `yaml:"readOnlySpecs"`
	AnalyticsSpecs       *NodeSpecs   `yaml:"analyticsSpecs"`
	AutoScaling          *AutoScaling `yaml:"autoScaling"`
	AnalyticsAutoScaling *AutoScaling `yaml:"analyticsAutoScaling"`
}

// NodeSpecs are the nodes of one sort in a region. DiskSizeGB is in gigabytes.
// Without nodes there is nothing else to be said of them: Atlas fills in sizes
// that mean nothing then.
type NodeSpecs struct {
	InstanceSize  *string  `yaml:"instanceSize"`
	NodeCount     *int64   `yaml:"nodeCount"`
	DiskSizeGB    *float64 `yaml:"diskSizeGB"`
	DiskIOPS      *int64   `yaml:"diskIOPS"`
	EBSVolumeType *string  `yaml:"ebsVolumeType"`
}

// AutoScaling says what Atlas may change by itself.
type AutoScaling struct {
	Compute *ComputeAutoScaling `yaml:"compute"`
	DiskGB  *DiskAutoScaling    `yaml:"diskGB"`
}

// ComputeAutoScaling is about instance sizes.
type ComputeAutoScaling struct {
	Enabled          *bool   `yaml:"enabled"`
	ScaleDownEnabled *bool   `yaml:"scaleDownEnabled"`
	MinInstanceSize  *string `yaml:"minInstanceSize"`
	MaxInstanceSize  *string `yaml:"maxInstanceSize"`
}

// DiskAutoScaling is about the size of disks.
type DiskAutoScaling struct {
	Enabled *bool `yaml:"enabled"`
}

func clusterType() Type {
	return Type{
		Kind:       KindCluster,
		Summary:    "A dedicated cluster, M10 or larger.",
		New:        func() Body { return new(Cluster) },
		Name:       Field{Required: true, MaxLen: 64, Check: clusterName, Pattern: clusterNamePattern},
		Fields:     clusterFields(),
		Rules:      clusterRules(),
		NameSpace:  clusterNames,
		Protection: "terminationProtectionEnabled",
		Judge:      judgeCluster,
		Staged:     true,
		Loses:      "all data of the cluster and its snapshots",
		Announce:   []string{"connectionStrings.standardSrv"},
		Timeout:    3 * time.Hour,
		NotCovered: "free and shared clusters, fewer shards, a lower version, process arguments (advancedConfiguration), the schedule of backups, " +
			"encryption with keys of one's own, the BI Connector, the versions of a CONTINUOUS release, and Atlas-managed sharding of global clusters: " +
			"they stay as they are.",
		Example: clusterExample,
		Docs:    "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-clusters",
	}
}

// clusterExample is a document that makes one.
const clusterExample = `apiVersion: atlasctl/v1
kind: Cluster
metadata:
  project: payments-prod # or --project
  name: ledger
spec:
  clusterType: REPLICASET
  replicationSpecs:
    - regionConfigs:
        - providerName: AWS
          regionName: US_EAST_1
          priority: 7
          electableSpecs: {instanceSize: M10, nodeCount: 3}
`

// firstZone is the zone of a shard for which nobody has named one.
const firstZone = "Zone 1"

func clusterFields() map[string]Field {
	const shard, region = "replicationSpecs", "replicationSpecs.regionConfigs"
	fields := map[string]Field{
		"clusterType":                  {RequiredToCreate: true, Enum: []string{"REPLICASET", "SHARDED", "GEOSHARDED"}, Hazard: "turns the replica set into a sharded cluster, which nothing turns back"},
		shard:                          {About: "Its shards; one of a replica set. Each has 3, 5 or 7 electable nodes in all.", RequiredToCreate: true, MinLen: 1, Identity: []string{"zoneName"}},
		shard + ".id":                  {ReadOnly: true},
		shard + ".zoneName":            {MinLen: 1, Default: firstZone, Hazard: "gives a zone another name; Atlas may take it for another zone, and move its data"},
		region:                         {Required: true, MinLen: 1, Identity: []string{"providerName", "regionName"}, Loses: "takes the nodes of a region away"},
		region + ".providerName":       {Required: true, Enum: clusterProviders(), Hazard: "moves nodes to another cloud"},
		region + ".regionName":         {About: "A region such as US_EAST_1.", Required: true, Check: clusterRegion, Pattern: clusterRegionPattern, Hazard: "moves nodes to another region"},
		region + ".priority":           {About: "Where the primary should be; the regions of a shard are listed by it, the highest first; 0 without electable nodes.", Required: true, Min: new(int64(0)), Max: new(int64(7)), Hazard: "may elect a primary in another region; connections drop when it changes"},
		"mongoDBMajorVersion":          {About: "A version such as 8.0.", Check: majorVersion, Pattern: majorVersionPattern, Hazard: "upgrades MongoDB, which restarts every node and cannot be taken back"},
		"tags":                         tagsField(),
		"labels":                       tagsField(),
		"terminationProtectionEnabled": {Default: "false"},
		"paused":                       {About: "true stops the cluster.", Initial: "false"},
	}
	for _, nodes := range []string{"electableSpecs", "readOnlySpecs", "analyticsSpecs"} {
		at := region + "." + nodes
		fields[at+".nodeCount"] = Field{Required: true, Default: "0", Min: new(int64(0))}
		fields[at+".instanceSize"] = Field{About: "A size such as M10, R40 or M50_NVME.", Check: instanceSize, Pattern: instanceSizePattern, Hazard: "restarts the nodes one after the other; connections drop when the primary changes"}
		fields[at+".diskSizeGB"] = Field{Min: new(int64(10))}
		fields[at+".diskIOPS"] = Field{Computed: true, Min: new(int64(1))}
		fields[at+".ebsVolumeType"] = Field{Enum: []string{"STANDARD", "PROVISIONED"}, Default: "STANDARD"}
	}
	for _, scaling := range []string{"autoScaling", "analyticsAutoScaling"} {
		at := region + "." + scaling
		fields[at+".compute.enabled"] = Field{Default: "false"}
		fields[at+".compute.scaleDownEnabled"] = Field{Default: "false"}
		fields[at+".diskGB.enabled"] = Field{Default: "false"}
		for _, bound := range []string{"minInstanceSize", "maxInstanceSize"} {
			fields[at+".compute."+bound] = Field{About: "A size such as M10, R40 or M50_NVME.", Check: instanceSize, Pattern: instanceSizePattern}
		}
	}
	return fields
}
