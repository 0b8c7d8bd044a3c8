package remote

import (
	"context"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// streamWorkspaces drives StreamWorkspace through /groups/{groupId}/streams. A
// workspace has no state: it is there, or it is not.
type streamWorkspaces struct{ api admin.StreamsApi }

func (d streamWorkspaces) List(ctx context.Context, at Site, page int) (Page[spec.StreamWorkspace], error) {
	list, res, err := d.api.ListStreamWorkspacesWithParams(ctx, &admin.ListStreamWorkspacesApiParams{
		GroupId: at.GroupID, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.StreamWorkspace]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, workspaceFromAtlas)
}

func (d streamWorkspaces) Get(ctx context.Context, at Site, ref Ref) (Object[spec.StreamWorkspace], error) {
	w, res, err := d.api.GetStreamWorkspace(ctx, at.GroupID, ref.Name).Execute()
	return one(w, res, err, workspaceFromAtlas)
}

func (d streamWorkspaces) Create(ctx context.Context, at Site, name string, want *spec.StreamWorkspace, _ Reveal) error {
	_, res, err := d.api.CreateStreamWorkspace(ctx, at.GroupID, &admin.StreamsTenant{
		Name: &name,
		DataProcessRegion: &admin.StreamsDataProcessRegion{
			CloudProvider: *want.DataProcessRegion.CloudProvider,
			Region:        *want.DataProcessRegion.Region,
		},
		StreamConfig: streamConfigToAtlas(want.StreamConfig),
	}).Execute()
	return with(res, err)
}

// Update sends everything: the request is flat, other than the object itself,
// and merged by Atlas.
func (d streamWorkspaces) Update(ctx context.Context, at Site, ref Ref, _, want *spec.StreamWorkspace, _ Reveal) error {
	_, res, err := d.api.UpdateStreamWorkspace(ctx, at.GroupID, ref.Name, &admin.StreamsTenantUpdateRequest{
		CloudProvider: want.DataProcessRegion.CloudProvider,
		Region:        want.DataProcessRegion.Region,
		StreamConfig:  streamConfigToAtlas(want.StreamConfig),
	}).Execute()
	return with(res, err)
}

func (d streamWorkspaces) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeleteStreamWorkspace(ctx, at.GroupID, ref.Name).Execute()
	return with(res, err)
}

func (streamWorkspaces) Events() Events {
	return Events{
		There: []string{"STREAM_TENANT_CREATED", "STREAM_TENANT_UPDATED"},
		Gone:  []string{"STREAM_TENANT_DELETED"},
	}
}

func streamConfigToAtlas(c *spec.StreamConfig) *admin.StreamConfig {
	if c == nil {
		return nil
	}
	return &admin.StreamConfig{Tier: c.Tier, MaxTierSize: c.MaxTierSize}
}

func workspaceFromAtlas(w admin.StreamsTenant) Object[spec.StreamWorkspace] {
	body := &spec.StreamWorkspace{}
	if r := w.DataProcessRegion; r != nil {
		body.DataProcessRegion = &spec.StreamRegion{CloudProvider: &r.CloudProvider, Region: &r.Region}
	}
	if c := w.StreamConfig; c != nil {
		body.StreamConfig = &spec.StreamConfig{Tier: c.Tier, MaxTierSize: c.MaxTierSize}
	}
	return Object[spec.StreamWorkspace]{
		Name: w.GetName(), ID: w.GetId(), Body: body,
		Status: map[string]string{"hostnames": strings.Join(w.GetHostnames(), ",")},
	}
}
