package emulator

import (
	"cmp"
	"slices"
	"strings"
)

// regionConfigs is where the nodes of a shard are, and what they are made of: by
// priority, the highest first, and by name, the last one first, in whatever order
// they were sent (documented for Terraform).
func regionConfigs(r *resource, shard object, disk bool) []any {
	regions := slices.Clone(listAt(shard, "regionConfigs"))
	slices.SortStableFunc(regions, func(a, b any) int {
		one, other := asObject(a), asObject(b)
		return cmp.Or(cmp.Compare(numberAt(other, "priority"), numberAt(one, "priority")),
			strings.Compare(textAt(other, "regionName"), textAt(one, "regionName")))
	})
	var configs []any
	for _, region := range regions {
		configs = append(configs, regionConfig(r, asObject(region), disk))
	}
	return configs
}
