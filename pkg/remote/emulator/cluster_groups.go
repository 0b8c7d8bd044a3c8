package emulator

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
)

// In the older shape of a cluster a replication spec is a zone: so many shards, all
// alike, with one size of disk for the whole cluster. The Atlas CLI writes it to
// this day. Here it is turned into the newer shape on its way in, and back on its
// way out.

// mostShards is how many a zone has at most (API document).
const mostShards = 50

// inGroups reports whether the call is about the older shape.
func (c *call) inGroups() bool { return c.version < clusterPerShard }

// perShard turns the fields of a body of the older shape into the newer one, for a
// cluster that may be new. In the newer shape what only the older one has is
// dropped.
func (c *call) perShard(r *resource, fields object) error {
	disk := fields["diskSizeGB"]
	delete(fields, "diskSizeGB")
	groups := listAt(fields, "replicationSpecs")
	switch {
	case !c.inGroups():
		for _, shard := range groups {
			delete(asObject(shard), "numShards")
		}
		return nil
	case groups == nil && (disk == nil || r == nil):
		return nil
	case groups == nil:
		for _, shard := range shardsOf(r) {
			groups = append(groups, shard)
		}
	case disk == nil && r != nil:
		disk = diskOf(r)
	}
	known, shards := shardIDs(r), []any{}
	for _, group := range groups {
		more, err := shardsOfGroup(asObject(group), disk, known)
		if err != nil {
			return err
		}
		shards = append(shards, more...)
	}
	fields["replicationSpecs"] = shards
	return nil
}

// shardsOfGroup are the shards that a replication spec of the older shape stands
// for. Those that its zone has already keep their IDs, whether the body names any
// or not (recorded), the first ones if there will be fewer; that nothing is made of
// the IDs that it does name is a guess. It takes the IDs out of known.
func shardsOfGroup(group object, disk any, known map[string][]string) ([]any, error) {
	count, zone := 1, zoneOf(group)
	if _, said := group["numShards"]; said {
		count = int(numberAt(group, "numShards"))
	}
	if count < 1 || count > mostShards {
		return nil, errAttribute("numShards")
	}
	var shards []any
	for range count {
		shard := withDisk(group, disk)
		delete(shard, "numShards")
		delete(shard, "id")
		if ids := known[zone]; len(ids) > 0 {
			shard["id"], known[zone] = ids[0], ids[1:]
		}
		shards = append(shards, shard)
	}
	return shards, nil
}

// shardIDs are the IDs of the shards of a cluster by zone, none of a new one.
func shardIDs(r *resource) map[string][]string {
	known := map[string][]string{}
	if r == nil {
		return known
	}
	for i, shard := range shardsOf(r) {
		known[zoneOf(shard)] = append(known[zoneOf(shard)], shardID(r, shard, i))
	}
	return known
}

func zoneOf(shard object) string { return cmp.Or(textAt(shard, "zoneName"), "Zone 1") }

// withDisk is a copy of a shard whose nodes all have disks of a size, as they were
// when there is none.
func withDisk(shard object, disk any) object {
	out := maps.Clone(shard)
	if disk == nil {
		return out
	}
	var regions []any
	for _, region := range listAt(shard, "regionConfigs") {
		config := maps.Clone(asObject(region))
		for _, sort := range nodeSorts() {
			if nodes := maps.Clone(asObject(config[sort])); nodes != nil {
				nodes["diskSizeGB"] = disk
				config[sort] = nodes
			}
		}
		regions = append(regions, config)
	}
	out["regionConfigs"] = regions
	return out
}

// groupsOf are the shards of a cluster in the older shape: those of a zone that are
// alike are one group.
func groupsOf(r *resource) []any {
	var groups []any
	for i, shard := range shardsOf(r) {
		configs := regionConfigs(r, shard, false)
		at := slices.IndexFunc(groups, func(g any) bool {
			group := asObject(g)
			return group["zoneName"] == zoneOf(shard) && reflect.DeepEqual(group["regionConfigs"], configs)
		})
		if at >= 0 {
			group := asObject(groups[at])
			group["numShards"] = group["numShards"].(int) + 1
			continue
		}
		groups = append(groups, object{
			"id":            objectID(r.key, r.Created, uint64(2+10*i)),
			"numShards":     1,
			"regionConfigs": configs,
			"zoneId":        zoneID(r, zoneOf(shard)),
			"zoneName":      zoneOf(shard),
		})
	}
	return groups
}

// zoneID is the ID of a zone, of which the first one has the first.
func zoneID(r *resource, zone string) string {
	var zones []string
	for _, shard := range shardsOf(r) {
		if !slices.Contains(zones, zoneOf(shard)) {
			zones = append(zones, zoneOf(shard))
		}
	}
	return objectID(r.key, r.Created, uint64(1+10*slices.Index(zones, zone)))
}

// symmetric reports whether the older shape can say what the shards of a cluster
// are.
func symmetric(r *resource) bool { return len(groupsOf(r)) == len(shardIDs(r)) }

// said finds the cluster of the path, which has to be one that the version asked
// for can speak of (the code is known from users).
func (c *call) said() (*resource, error) {
	r, err := c.cluster()
	if err == nil && c.inGroups() && !symmetric(r) {
		return nil, fail(http.StatusBadRequest, "ASYMMETRIC_SHARD_UNSUPPORTED",
			fmt.Sprintf("Cluster %s has shards that differ, which this version of the API cannot express.", r.Name), r.Name)
	}
	return r, err
}
