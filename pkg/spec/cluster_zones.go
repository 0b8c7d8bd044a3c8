package spec

import (
	"cmp"
	"fmt"
)

// Zones are for GEOSHARDED clusters: any other has one, as the API documents say
// of zoneName.
const zonesAre = "only a GEOSHARDED cluster has several zones"

// oneZone finds a zone that a cluster without zones cannot have, as far as the
// document says.
func (c *Cluster) oneZone() []Violation {
	if c.ClusterType == nil || *c.ClusterType == "GEOSHARDED" {
		return nil
	}
	first := -1
	for i, shard := range c.ReplicationSpecs {
		switch {
		case shard.ZoneName == nil:
		case first < 0:
			first = i
		case *shard.ZoneName != *c.ReplicationSpecs[first].ZoneName:
			return []Violation{{zonePath(i), fmt.Sprintf("must be %q, as %s: %s", *c.ReplicationSpecs[first].ZoneName, zonePath(first), zonesAre)}}
		}
	}
	return nil
}

// rezoned says which shard would come into a zone where Atlas does not take it. A
// zone can have another name, which then all of its shards have.
func (c *Cluster) rezoned(live *Cluster) string {
	was, now := make([]string, len(c.ReplicationSpecs)), make([]string, len(c.ReplicationSpecs))
	for i, shard := range c.ReplicationSpecs {
		if len(live.shard(i).RegionConfigs) > 0 {
			was[i] = *cmp.Or(live.shard(i).ZoneName, new(firstZone))
		}
		now[i] = *cmp.Or(shard.ZoneName, &was[i])
	}
	if kind := cmp.Or(c.ClusterType, live.ClusterType); kind == nil || *kind != "GEOSHARDED" {
		return several(now)
	}
	for i := range was {
		for j := range was {
			renamed := was[i] != "" && was[j] != "" && now[i] != was[i]
			if renamed && (was[j] == was[i] && now[j] != now[i] || was[j] != was[i] && was[j] == now[i]) {
				return fmt.Sprintf("%s would take a shard from zone %q to zone %q, and Atlas moves none: add a shard to that zone instead", zonePath(i), was[i], now[i])
			}
		}
	}
	return ""
}

// several says that there are several zones, where that is known. A new shard for
// which nobody says one is in that of the others.
func several(zones []string) string {
	first := -1
	for i, zone := range zones {
		switch {
		case zone == "":
		case first < 0:
			first = i
		case zone != zones[first]:
			return fmt.Sprintf("%s would be %q beside %q at %s, and %s", zonePath(i), zone, zones[first], zonePath(first), zonesAre)
		}
	}
	return ""
}

func zonePath(shard int) string { return indexed("replicationSpecs", shard) + ".zoneName" }
