package remote

import (
	"context"
	"slices"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// networkContainers drives NetworkContainer through /groups/{groupId}/containers.
// The list of that path is of one provider, AWS unless it is told another one: the
// one of /containers/all is of every provider.
type networkContainers struct{ api admin.NetworkPeeringApi }

func (d networkContainers) List(ctx context.Context, at Site, page int) (Page[spec.NetworkContainer], error) {
	list, res, err := d.api.ListGroupContainerAll(ctx, at.GroupID).ItemsPerPage(pageSize).PageNum(page).Execute()
	if err != nil {
		return Page[spec.NetworkContainer]{}, with(res, err)
	}
	found, err := many(list.GetResults(), list.TotalCount, res, networkContainerFromAtlas)
	found.Objects = slices.DeleteFunc(found.Objects, func(o Object[spec.NetworkContainer]) bool { return o.Body == nil })
	return found, err
}

func (d networkContainers) Get(ctx context.Context, at Site, ref Ref) (Object[spec.NetworkContainer], error) {
	c, res, err := d.api.GetGroupContainer(ctx, at.GroupID, ref.ID).Execute()
	return one(c, res, err, networkContainerFromAtlas)
}

func (d networkContainers) Create(ctx context.Context, at Site, _ string, want *spec.NetworkContainer, _ Reveal) error {
	_, res, err := d.api.CreateGroupContainer(ctx, at.GroupID, networkContainerToAtlas(want)).Execute()
	return with(res, err)
}

// Update sends the provider, by which Atlas tells the forms of a body apart, and the
// block, which is all that can change, with what tells which one it is.
func (d networkContainers) Update(ctx context.Context, at Site, ref Ref, _, want *spec.NetworkContainer, _ Reveal) error {
	_, res, err := d.api.UpdateGroupContainer(ctx, at.GroupID, ref.ID, networkContainerToAtlas(want)).Execute()
	return with(res, err)
}

func (d networkContainers) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeleteGroupContainer(ctx, at.GroupID, ref.ID).Execute()
	return with(res, err)
}

func (networkContainers) Events() Events {
	return Events{There: []string{"CONTAINER_SUBNETS_UPDATE_REQUESTED"}, Gone: []string{"CONTAINER_DELETED"}}
}

func networkContainerToAtlas(c *spec.NetworkContainer) *admin.CloudProviderContainer {
	return &admin.CloudProviderContainer{
		ProviderName:   c.ProviderName,
		AtlasCidrBlock: c.AtlasCIDRBlock,
		RegionName:     c.RegionName,
		Region:         c.Region,
		Regions:        regionsToAtlas(c.Regions),
	}
}

// networkContainerFromAtlas has no body for the networks of tenants, which are
// listed as well and nobody's to manage. A container is ready at once: Atlas tells no
// state.
func networkContainerFromAtlas(c admin.CloudProviderContainer) Object[spec.NetworkContainer] {
	o := Object[spec.NetworkContainer]{
		Name: c.GetId(), ID: c.GetId(), Phase: spec.Ready,
		Status: map[string]string{
			"vpcId": c.GetVpcId(), "vnetName": c.GetVnetName(), "azureSubscriptionId": c.GetAzureSubscriptionId(),
			"gcpProjectId": c.GetGcpProjectId(), "networkName": c.GetNetworkName(),
		},
	}
	body := &spec.NetworkContainer{ProviderName: c.ProviderName, AtlasCIDRBlock: c.AtlasCidrBlock}
	switch c.GetProviderName() {
	case "AWS":
		body.RegionName = c.RegionName
	case "AZURE":
		body.Region = c.Region
	case "GCP":
		if regions := c.GetRegions(); len(regions) > 0 { // none are all, as where a document says nothing
			body.Regions = spec.NewSet(regions...)
		}
	default:
		return o
	}
	o.Body = body
	return o
}
