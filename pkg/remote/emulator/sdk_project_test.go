package emulator_test

import (
	"testing"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

func sdkProject(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	org := ok(c.ProjectsApi.GetGroup(ctx, c.project).Execute())(t).GetOrgId()
	made := ok(c.ProjectsApi.CreateGroup(ctx, &admin.Group{
		Name: "shop", OrgId: org, Tags: &[]admin.ResourceTag{{Key: "env", Value: "test"}},
	}).Execute())(t)
	id := made.GetId()
	wantDiff(t, []any{made.GetOrgId(), len(made.GetTags()), made.ClusterCount}, []any{org, 1, int64(0)})
	c.emu.Advance(60 * second) // before that, Atlas makes a second one
	_, _, err := c.ProjectsApi.CreateGroup(ctx, &admin.Group{Name: "shop", OrgId: org}).Execute()
	wantSDKError(t, err, 409, "GROUP_ALREADY_EXISTS")
	renamed := ok(c.ProjectsApi.UpdateGroup(ctx, id, &admin.GroupUpdate{Name: new("store"), Tags: &[]admin.ResourceTag{}}).Execute())(t)
	wantDiff(t, []any{renamed.GetName(), len(renamed.GetTags())}, []any{"store", 0})
	wantDiff(t, ok(c.ProjectsApi.GetGroupByName(ctx, "store").Execute())(t).GetId(), id)

	settings := ok(c.ProjectsApi.GetGroupSettings(ctx, id).Execute())(t)
	wantDiff(t, settings.GetIsDataExplorerEnabled(), true)
	settings = ok(c.ProjectsApi.UpdateGroupSettings(ctx, id, &admin.GroupSettings{IsDataExplorerEnabled: new(false)}).Execute())(t)
	wantDiff(t, []bool{settings.GetIsDataExplorerEnabled(), settings.GetIsPerformanceAdvisorEnabled()}, []bool{false, true})

	const limit = "atlas.project.deployment.clusters"
	usual := ok(c.ProjectsApi.GetGroupLimit(ctx, limit, id).Execute())(t).GetValue()
	set := ok(c.ProjectsApi.SetGroupLimit(ctx, limit, id, &admin.DataFederationLimit{Name: limit, Value: usual + 1}).Execute())(t)
	wantDiff(t, set.GetValue(), usual+1)
	if _, err := c.ProjectsApi.DeleteGroupLimit(ctx, limit, id).Execute(); err != nil {
		t.Fatal(err)
	}
	wantDiff(t, ok(c.ProjectsApi.GetGroupLimit(ctx, limit, id).Execute())(t).GetValue(), usual)

	if _, err := c.ProjectsApi.DeleteGroup(ctx, id).Execute(); err != nil {
		t.Fatal(err)
	}
	_, _, err = c.ProjectsApi.GetGroupSettings(ctx, id).Execute()
	wantSDKError(t, err, 404, "GROUP_NOT_FOUND")
}

// sdkCluster writes clusters; TestSDKClustersAndProjects reads and lists them.
func sdkCluster(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	shards := func(size string) *[]admin.ReplicationSpec20240805 {
		return &[]admin.ReplicationSpec20240805{{RegionConfigs: &[]admin.CloudRegionConfig20240805{{
			ProviderName: new("AWS"), RegionName: new("EU_WEST_1"), Priority: new(7),
			ElectableSpecs: &admin.HardwareSpec20240805{InstanceSize: new(size), NodeCount: new(3), DiskSizeGB: new(20.0)},
		}}}}
	}
	sent := admin.ClusterDescription20240805{Name: new("big"), ClusterType: new("REPLICASET"), ReplicationSpecs: shards("M10")}
	made := ok(c.ClustersApi.CreateCluster(ctx, c.project, &sent).Execute())(t)
	wantDiff(t, []any{made.GetStateName(), made.GetClusterType(), len(made.GetReplicationSpecs()[0].GetId())}, []any{"CREATING", "REPLICASET", 24})
	_, _, err := c.ClustersApi.CreateCluster(ctx, c.project, &sent).Execute()
	wantSDKError(t, err, 400, "DUPLICATE_CLUSTER_NAME")
	c.emu.Advance(15 * time.Minute)

	resized := ok(c.ClustersApi.UpdateCluster(ctx, c.project, "big", &admin.ClusterDescription20240805{
		ReplicationSpecs: shards("M20"), TerminationProtectionEnabled: new(true),
	}).Execute())(t)
	wantDiff(t, resized.GetStateName(), "UPDATING")
	c.emu.Advance(15 * time.Minute)
	one := ok(c.ClustersApi.GetCluster(ctx, c.project, "big").Execute())(t)
	region := one.GetReplicationSpecs()[0].GetRegionConfigs()[0]
	wantDiff(t, []any{one.GetStateName(), one.GetId(), region.ElectableSpecs.GetInstanceSize()}, []any{"IDLE", made.GetId(), "M20"})

	_, err = c.ClustersApi.DeleteCluster(ctx, c.project, "big").Execute()
	wantSDKError(t, err, 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED")
	ok(c.ClustersApi.UpdateCluster(ctx, c.project, "big", &admin.ClusterDescription20240805{
		TerminationProtectionEnabled: new(false),
	}).Execute())(t)
	if _, err := c.ClustersApi.DeleteCluster(ctx, c.project, "big").Execute(); err != nil {
		t.Fatal(err)
	}
	c.emu.Advance(15 * time.Minute)
	_, _, err = c.ClustersApi.GetCluster(ctx, c.project, "big").Execute()
	wantSDKError(t, err, 404, "CLUSTER_NOT_FOUND")
}
