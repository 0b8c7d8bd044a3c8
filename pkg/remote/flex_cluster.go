package remote

import (
	"context"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// flexClusters drives FlexCluster through /groups/{groupId}/flexClusters.
type flexClusters struct{ api admin.FlexClustersApi }

func (d flexClusters) List(ctx context.Context, at Site, page int) (Page[spec.FlexCluster], error) {
	list, res, err := d.api.ListFlexClustersWithParams(ctx, &admin.ListFlexClustersApiParams{
		GroupId: at.GroupID, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.FlexCluster]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, flexFromAtlas)
}

func (d flexClusters) Get(ctx context.Context, at Site, ref Ref) (Object[spec.FlexCluster], error) {
	c, res, err := d.api.GetFlexCluster(ctx, at.GroupID, ref.Name).Execute()
	return one(c, res, err, flexFromAtlas)
}

func (d flexClusters) Create(ctx context.Context, at Site, name string, want *spec.FlexCluster, _ Reveal) error {
	_, res, err := d.api.CreateFlexCluster(ctx, at.GroupID, &admin.FlexClusterDescriptionCreate20241113{
		Name: name,
		ProviderSettings: admin.FlexProviderSettingsCreate20241113{
			BackingProviderName: *want.ProviderSettings.BackingProviderName,
			RegionName:          *want.ProviderSettings.RegionName,
		},
		Tags:                         tagsToAtlas(want.Tags),
		TerminationProtectionEnabled: want.TerminationProtectionEnabled,
	}).Execute()
	return with(res, err)
}

// Update sends both fields always: what Atlas does with one that is left out
// is not documented.
func (d flexClusters) Update(ctx context.Context, at Site, ref Ref, _, want *spec.FlexCluster, _ Reveal) error {
	_, res, err := d.api.UpdateFlexCluster(ctx, at.GroupID, ref.Name, &admin.FlexClusterDescriptionUpdate20241113{
		Tags:                         tagsToAtlas(want.Tags),
		TerminationProtectionEnabled: want.TerminationProtectionEnabled,
	}).Execute()
	return with(res, err)
}

func (d flexClusters) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeleteFlexCluster(ctx, at.GroupID, ref.Name).Execute()
	return with(res, err)
}

// Events are those of any cluster: that is not documented.
func (flexClusters) Events() Events {
	return Events{
		There: []string{"CLUSTER_CREATED", "CLUSTER_UPDATE_SUBMITTED"},
		Gone:  []string{"CLUSTER_DELETE_SUBMITTED"},
	}
}

func flexFromAtlas(c admin.FlexClusterDescription20241113) Object[spec.FlexCluster] {
	o := Object[spec.FlexCluster]{
		Name:  c.GetName(),
		ID:    c.GetId(),
		Phase: clusterPhase(c.GetStateName()),
		State: c.GetStateName(),
		Body: &spec.FlexCluster{
			ProviderSettings: &spec.FlexProviderSettings{
				BackingProviderName: c.ProviderSettings.BackingProviderName,
				RegionName:          c.ProviderSettings.RegionName,
			},
			Tags:                         tagsFromAtlas(c.GetTags()),
			TerminationProtectionEnabled: c.TerminationProtectionEnabled,
		},
		Status: map[string]string{"mongoDBVersion": c.GetMongoDBVersion()},
	}
	if s := c.ConnectionStrings; s != nil {
		o.Status["connectionStrings.standardSrv"] = s.GetStandardSrv()
		o.Status["connectionStrings.standard"] = s.GetStandard()
	}
	return o
}
