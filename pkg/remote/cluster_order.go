package remote

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Atlas promises no order of shards, and knows them by their IDs. It lists the
// regions of a shard by priority, the highest first, and those of one priority by
// name, the last one first (MongoDB's own Terraform provider documents it, and its
// Kubernetes operator sorts both lists before it compares). What differs in order
// only does not differ.

// arrange puts both lists into one order, in place: regions as Atlas has them,
// shards as they were before, with new ones at the end.
func arrange(before, after *[]admin.ReplicationSpec20240805) {
	if before == nil || after == nil {
		return
	}
	place := map[string]int{}
	for i, shard := range *before {
		place[shard.GetId()] = i
	}
	of := func(shard admin.ReplicationSpec20240805) int {
		if i, known := place[shard.GetId()]; known && shard.Id != nil {
			return i
		}
		return len(place)
	}
	slices.SortStableFunc(*after, func(a, b admin.ReplicationSpec20240805) int { return cmp.Compare(of(a), of(b)) })
	for _, shard := range slices.Concat(*before, *after) {
		slices.SortStableFunc(shard.GetRegionConfigs(), compareRegions)
	}
}

func compareRegions(a, b admin.CloudRegionConfig20240805) int {
	return cmp.Or(cmp.Compare(b.GetPriority(), a.GetPriority()), strings.Compare(b.GetRegionName(), a.GetRegionName()))
}

// keepsShards refuses to send a list of shards without one that is there, since
// Atlas deletes those that it does not find; and one that has a shard twice.
func keepsShards(live, want spec.List[spec.ReplicationSpec]) error {
	times := map[string]int{}
	for i, shard := range want {
		if shard.ID == nil {
			continue
		}
		if times[*shard.ID]++; times[*shard.ID] > 1 {
			return fmt.Errorf("the update would send shard %d (%s) twice: plan again", i, *shard.ID)
		}
	}
	for i, shard := range live {
		if shard.ID != nil && want != nil && times[*shard.ID] == 0 {
			return fmt.Errorf("the update would delete shard %d (%s): plan again", i, *shard.ID)
		}
	}
	return nil
}
