package remote

import (
	"context"
	"reflect"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// dedicatedClusters drives Cluster through /groups/{groupId}/clusters.
type dedicatedClusters struct{ api admin.ClustersApi }

func (d dedicatedClusters) List(ctx context.Context, at Site, page int) (Page[spec.Cluster], error) {
	list, res, err := d.api.ListClustersWithParams(ctx, &admin.ListClustersApiParams{
		GroupId: at.GroupID, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.Cluster]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, clusterFromAtlas)
}

func (d dedicatedClusters) Get(ctx context.Context, at Site, ref Ref) (Object[spec.Cluster], error) {
	c, res, err := d.api.GetCluster(ctx, at.GroupID, ref.Name).Execute()
	return one(c, res, err, clusterFromAtlas)
}

// Create leaves out whether the cluster is paused: a new one is not, and an
// update sees to it.
func (d dedicatedClusters) Create(ctx context.Context, at Site, name string, want *spec.Cluster, _ Reveal) error {
	c := clusterToAtlas(want)
	c.Name, c.Paused = &name, nil
	for _, shard := range c.GetReplicationSpecs() {
		for i, r := range shard.GetRegionConfigs() {
			(*shard.RegionConfigs)[i] = withoutEmpty(r)
		}
	}
	_, res, err := d.api.CreateCluster(ctx, at.GroupID, &c).Execute()
	return with(res, err)
}

// Update sends what differs and nothing else, in stages: a paused cluster is
// resumed before anything, and is paused after everything, each in a request of
// its own. Shards go all together, with their IDs.
func (d dedicatedClusters) Update(ctx context.Context, at Site, ref Ref, live, want *spec.Cluster, _ Reveal) error {
	patch, err := clusterPatch(live, want)
	if err != nil {
		return err
	}
	_, res, err := d.api.UpdateCluster(ctx, at.GroupID, ref.Name, patch).Execute()
	return with(res, err)
}

func (d dedicatedClusters) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeleteCluster(ctx, at.GroupID, ref.Name).Execute()
	return with(res, err)
}

func (dedicatedClusters) Events() Events {
	return Events{
		There: []string{"CLUSTER_CREATED", "CLUSTER_UPDATE_SUBMITTED"},
		Gone:  []string{"CLUSTER_DELETE_SUBMITTED"},
	}
}

// clusterPatch is the next request on the way from live to want.
func clusterPatch(live, want *spec.Cluster) (*admin.ClusterDescription20240805, error) {
	if isTrue(live.Paused) && !isTrue(want.Paused) {
		return &admin.ClusterDescription20240805{Paused: new(false)}, nil
	}
	if err := keepsShards(live.ReplicationSpecs, want.ReplicationSpecs); err != nil {
		return nil, err
	}
	before, after := clusterToAtlas(live), clusterToAtlas(want)
	arrange(before.ReplicationSpecs, after.ReplicationSpecs)
	if !differs(&before, &after) {
		return &admin.ClusterDescription20240805{Paused: want.Paused}, nil
	}
	for _, shard := range after.GetReplicationSpecs() {
		for _, r := range shard.GetRegionConfigs() {
			withoutOldVolumes(r)
			withDisk(r, diskOf(want))
		}
	}
	return &after, nil
}

// differs takes out of after what is as before, and reports whether anything is
// left. Whether the cluster is paused does not count.
func differs(before, after *admin.ClusterDescription20240805) bool {
	before.Paused, after.Paused = nil, nil
	b, a := reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem()
	for i := range a.NumField() {
		if reflect.DeepEqual(b.Field(i).Interface(), a.Field(i).Interface()) {
			a.Field(i).SetZero()
		}
	}
	return !a.IsZero()
}

func isTrue(b *bool) bool { return b != nil && *b }

// clusterFromAtlas gives no body to a free or shared cluster, which is none of
// ours and holds a name.
func clusterFromAtlas(c admin.ClusterDescription20240805) Object[spec.Cluster] {
	o := Object[spec.Cluster]{Name: c.GetName(), ID: c.GetId(), Phase: clusterPhase(c.GetStateName()), State: c.GetStateName()}
	if isTenant(c) {
		o.Phase, o.Detail = spec.Unavailable, sharedCluster
		return o
	}
	o.Body = &spec.Cluster{
		ClusterType:                  c.ClusterType,
		MongoDBMajorVersion:          c.MongoDBMajorVersion,
		BackupEnabled:                c.BackupEnabled,
		PITEnabled:                   c.PitEnabled,
		Paused:                       c.Paused,
		Tags:                         tagsFromAtlas(c.GetTags()),
		Labels:                       labelsFromAtlas(c.GetLabels()),
		TerminationProtectionEnabled: c.TerminationProtectionEnabled,
	}
	if c.ReplicationSpecs != nil {
		o.Body.ReplicationSpecs = spec.List[spec.ReplicationSpec]{}
		for _, shard := range *c.ReplicationSpecs {
			o.Body.ReplicationSpecs = append(o.Body.ReplicationSpecs, shardFromAtlas(shard))
		}
	}
	o.Inert = scaled(o.Body)
	o.Status = map[string]string{"mongoDBVersion": c.GetMongoDBVersion()}
	if s := c.ConnectionStrings; s != nil {
		o.Status["connectionStrings.standardSrv"] = s.GetStandardSrv()
		o.Status["connectionStrings.standard"] = s.GetStandard()
	}
	return o
}

const sharedCluster = "it is a free or shared cluster, of which atlasctl manages nothing: take this document out"

func isTenant(c admin.ClusterDescription20240805) bool {
	for _, shard := range c.GetReplicationSpecs() {
		for _, region := range shard.GetRegionConfigs() {
			if region.GetProviderName() == "TENANT" {
				return true
			}
		}
	}
	return false
}

func clusterToAtlas(c *spec.Cluster) admin.ClusterDescription20240805 {
	out := admin.ClusterDescription20240805{
		ClusterType:                  c.ClusterType,
		MongoDBMajorVersion:          c.MongoDBMajorVersion,
		BackupEnabled:                c.BackupEnabled,
		PitEnabled:                   c.PITEnabled,
		Paused:                       c.Paused,
		Tags:                         tagsToAtlas(c.Tags),
		Labels:                       labelsToAtlas(c.Labels),
		TerminationProtectionEnabled: c.TerminationProtectionEnabled,
	}
	if c.ReplicationSpecs != nil {
		shards := make([]admin.ReplicationSpec20240805, len(c.ReplicationSpecs))
		for i, shard := range c.ReplicationSpecs {
			shards[i] = shardToAtlas(shard)
		}
		out.ReplicationSpecs = &shards
	}
	return out
}

func labelsFromAtlas(list []admin.ComponentLabel) map[string]string {
	labels := make(map[string]string, len(list))
	for _, l := range list {
		labels[l.GetKey()] = l.GetValue()
	}
	return labels
}
