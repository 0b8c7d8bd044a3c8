package emulator

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// clusterShape is the body of POST.
func clusterShape() shape {
	s := clusterPatchShape()
	s["name"] = member{required: true, pattern: clusterName}
	for _, name := range []string{"clusterType", "replicationSpecs"} {
		m := s[name]
		m.required = true
		s[name] = m
	}
	return s
}

// clusterPatchShape is the body of PATCH, as much of it as is kept.
func clusterPatchShape() shape {
	pairs := member{holds: records, within: shape{
		"key":   {required: true, most: maxTag},
		"value": {required: true, most: maxTag},
	}}
	return shape{
		"advancedConfiguration":        {holds: record, within: tlsShape()},
		"backupEnabled":                {holds: flag},
		"diskSizeGB":                   {holds: number}, // of the older shape
		"clusterType":                  {enum: []string{"REPLICASET", "SHARDED", "GEOSHARDED"}},
		"labels":                       pairs,
		"mongoDBMajorVersion":          {pattern: regexp.MustCompile(`^\d+\.\d+$`)},
		"paused":                       {holds: flag},
		"pitEnabled":                   {holds: flag},
		"replicationSpecs":             {holds: records, within: shardShape()},
		"tags":                         pairs,
		"terminationProtectionEnabled": {holds: flag},
	}
}

// What numbers and sizes of nodes are like.
var (
	wholeNumber  = regexp.MustCompile(`^\d{1,9}$`)
	priority     = regexp.MustCompile(`^[0-7]$`)
	positive     = regexp.MustCompile(`^[1-9]\d{0,8}(\.\d+)?$`)
	someInstance = regexp.MustCompile(`^[MR]\d+(_NVME)?$`)
)

func shardShape() shape {
	nodes := member{holds: record, within: shape{
		"diskIOPS":      {holds: number, pattern: positive},
		"diskSizeGB":    {holds: number, pattern: positive},
		"ebsVolumeType": {enum: []string{"STANDARD", "PROVISIONED"}},
		"instanceSize":  {pattern: someInstance},
		"nodeCount":     {holds: number, pattern: wholeNumber},
	}}
	scaling := member{holds: record, within: shape{
		"compute": {holds: record, within: shape{
			"enabled": {holds: flag}, "scaleDownEnabled": {holds: flag}, "minInstanceSize": {pattern: someInstance}, "maxInstanceSize": {pattern: someInstance},
		}},
		"diskGB": {holds: record, within: shape{"enabled": {holds: flag}}},
	}}
	return shape{
		"id":        {},
		"numShards": {holds: number}, // of the older shape
		"zoneName":  {},
		"regionConfigs": {holds: records, required: true, within: shape{
			"analyticsAutoScaling": scaling,
			"analyticsSpecs":       nodes,
			"autoScaling":          scaling,
			"electableSpecs":       nodes,
			"priority":             {holds: number, pattern: priority},
			"providerName":         {required: true, enum: []string{"AWS", "AZURE", "GCP", "TENANT"}},
			"readOnlySpecs":        nodes,
			"regionName":           {required: true},
		}},
	}
}

// checkShards refuses what no cluster can be made of. The codes for the numbers of
// nodes and for sizes that differ are guesses.
func checkShards(clusterType string, shards []any) error {
	if len(shards) == 0 || clusterType == "REPLICASET" && len(shards) > 1 {
		return errAttribute("replicationSpecs")
	}
	disks := map[float64]bool{}
	for _, shard := range shards {
		if err := checkShard(listAt(asObject(shard), "regionConfigs"), disks); err != nil {
			return err
		}
	}
	if len(disks) > 1 {
		return fail(http.StatusBadRequest, "DISK_SIZE_GB_INCONSISTENT", "The disk size of all node types of a cluster must be the same.")
	}
	return nil
}

// checkShard notes the sizes of disks.
func checkShard(regions []any, disks map[float64]bool) error {
	electable, sizes := 0.0, map[string]bool{}
	for _, region := range regions {
		config := asObject(region)
		if err := checkRegionConfig(config); err != nil {
			return err
		}
		electable += numberAt(asObject(config["electableSpecs"]), "nodeCount")
		for sort, nodes := range nodesOf(config) {
			if disk := numberAt(nodes, "diskSizeGB"); disk != 0 {
				disks[disk] = true
			}
			if sort != "analyticsSpecs" {
				sizes[textAt(nodes, "instanceSize")] = true
			}
		}
	}
	switch {
	case !slices.Contains([]float64{3, 5, 7}, electable):
		return errAttribute("nodeCount")
	case len(sizes) > 1 || sizes[""]:
		return errAttribute("instanceSize")
	}
	return nil
}

func nodeSorts() []string { return []string{"electableSpecs", "readOnlySpecs", "analyticsSpecs"} }

// nodesOf gives the sorts of nodes of which there are some in a region.
func nodesOf(config object) map[string]object {
	there := map[string]object{}
	for _, sort := range nodeSorts() {
		if nodes := asObject(config[sort]); numberAt(nodes, "nodeCount") != 0 {
			there[sort] = nodes
		}
	}
	return there
}

func checkRegionConfig(config object) error {
	provider := textAt(config, "providerName")
	size := textAt(asObject(config["electableSpecs"]), "instanceSize")
	if provider == "TENANT" || slices.Contains([]string{"M0", "M2", "M5"}, size) {
		return fail(http.StatusBadRequest, "CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API", "Cannot create a free or shared cluster by this API.")
	}
	if size != "" && !strings.HasPrefix(size, "M") && !strings.HasPrefix(size, "R") {
		return errEnum(size)
	}
	return checkRegion(textAt(config, "regionName"), clusterRegions(provider))
}
