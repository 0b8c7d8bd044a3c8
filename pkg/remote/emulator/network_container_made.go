package emulator

import (
	"fmt"
	"slices"
)

// makeContainers makes a container for each region of a cluster that has none, as
// Atlas does with the first dedicated cluster there (API document), and of Google Cloud
// one for all regions. The feed tells nothing of it.
func (c *call) makeContainers(cluster *resource) error {
	for _, region := range regionsOf(cluster) {
		provider, name := textAt(region, "providerName"), textAt(region, "regionName")
		if !slices.Contains(serviceProviders(), provider) {
			continue
		}
		fields := madeContainer(provider, name)
		place, err := containerPlace(fields)
		if err != nil {
			return err
		}
		k := c.key(kindNetworkContainer, "", provider+" "+place)
		if _, there := c.state.find(k, c.now); there {
			continue
		}
		if _, err := c.state.create(k, c.now, fields, func(r *resource) { r.Life = life{State: "IDLE", Ready: c.now} }); err != nil {
			return err
		}
	}
	return nil
}

// madeContainer is a container as Atlas chooses it. Which block that is no document
// says: here it depends on the region alone. Of Google Cloud it is for all regions,
// which an empty list means; that it shows one is a guess.
func madeContainer(provider, region string) object {
	if provider == "GCP" {
		return object{"providerName": provider, "atlasCidrBlock": "192.168.0.0/18", "regions": []any{}}
	}
	member := map[string]string{"AWS": "regionName", "AZURE": "region"}[provider]
	block := 248 - 8*(slices.Index(clusterRegions(provider), region)%32)
	return object{"providerName": provider, member: region, "atlasCidrBlock": fmt.Sprintf("192.168.%d.0/21", block)}
}

// provisioned reports whether there is a dedicated cluster in a container.
func (c *call) provisioned(r *resource) bool {
	return slices.ContainsFunc(c.state.list(clustersOf(c.group), c.now), func(cluster *resource) bool { return isIn(r, cluster) })
}

// cleaned reports whether nothing is left in a container of clusters that are gone.
// That it takes as long as their names are taken is a guess; Terraform's provider asks
// again for that reason.
func (c *call) cleaned(r *resource) bool {
	return !slices.ContainsFunc(c.state.lists[clustersOf(c.group)], func(cluster *resource) bool {
		return c.state.blocks(cluster.key, c.now) && isIn(r, cluster)
	})
}

func clustersOf(project string) scope { return scope{kind: kindCluster, project: project} }

// isIn reports whether nodes of a cluster are in a container.
func isIn(container, cluster *resource) bool {
	provider := textAt(container.Fields, "providerName")
	place, _ := containerPlace(container.Fields)
	return slices.ContainsFunc(regionsOf(cluster), func(region object) bool {
		return textAt(region, "providerName") == provider && (place == "" || textAt(region, "regionName") == place)
	})
}

// regionsOf are the regions in which a cluster has nodes, as often as shards are there.
func regionsOf(cluster *resource) []object {
	var regions []object
	for _, shard := range shardsOf(cluster) {
		for _, region := range listAt(shard, "regionConfigs") {
			regions = append(regions, asObject(region))
		}
	}
	return regions
}
