package remote

import (
	"context"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// streamConnections drives StreamConnection of every type through
// /groups/{groupId}/streams/{tenantName}/connections.
type streamConnections struct{ api admin.StreamsApi }

func (d streamConnections) List(ctx context.Context, at Site, page int) (Page[spec.StreamConnection], error) {
	list, res, err := d.api.ListStreamConnectionsWithParams(ctx, &admin.ListStreamConnectionsApiParams{
		GroupId: at.GroupID, TenantName: at.Parent, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.StreamConnection]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, connectionFromAtlas)
}

func (d streamConnections) Get(ctx context.Context, at Site, ref Ref) (Object[spec.StreamConnection], error) {
	c, res, err := d.api.GetStreamConnection(ctx, at.GroupID, at.Parent, ref.Name).Execute()
	return one(c, res, err, connectionFromAtlas)
}

func (d streamConnections) Create(ctx context.Context, at Site, name string, want *spec.StreamConnection, reveal Reveal) error {
	c, err := connectionToAtlas(want, reveal)
	if err != nil {
		return err
	}
	c.Name, c.Region = &name, want.Region
	_, res, err := d.api.CreateStreamConnection(ctx, at.GroupID, at.Parent, c).Execute()
	return with(res, err)
}

// Update sends the whole object with its secrets: Atlas replaces what depends
// on the type. The name is in the path, and the region stays. So does the way
// through the network; PUBLIC is not sent, because to a connection of which
// Atlas does not say it, it would be a change.
func (d streamConnections) Update(ctx context.Context, at Site, ref Ref, _, want *spec.StreamConnection, reveal Reveal) error {
	c, err := connectionToAtlas(want, reveal)
	if err != nil {
		return err
	}
	leavePublic(c)
	_, res, err := d.api.UpdateStreamConnection(ctx, at.GroupID, at.Parent, ref.Name, c).Execute()
	return with(res, err)
}

func (d streamConnections) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeleteStreamConnection(ctx, at.GroupID, at.Parent, ref.Name).Execute()
	return with(res, err)
}

func (streamConnections) Events() Events {
	return Events{
		There: []string{"STREAM_TENANT_CONNECTION_CREATED", "STREAM_TENANT_CONNECTION_UPDATED"},
		Gone:  []string{"STREAM_TENANT_CONNECTION_DELETED"},
	}
}

// connectionDetail says what Atlas leaves open: why a connection failed.
func connectionDetail(state string) string {
	if connectionPhase(state) != spec.Failed {
		return ""
	}
	return "it gives no reason: check that it can reach what the connection names, and is let in; " +
		"then change the document, or delete the connection"
}

// connectionPhase says what a state means. Answers of older servers had none:
// the connection was usable at once.
func connectionPhase(state string) spec.Phase {
	switch state {
	case "PENDING":
		return spec.Pending
	case "DELETING":
		return spec.Deleting
	case "FAILED":
		return spec.Failed
	}
	return spec.Ready
}
