package emulator_test

import (
	"testing"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

func sdkNetworkContainer(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	api := c.NetworkPeeringApi
	sent := admin.CloudProviderContainer{ProviderName: new("AWS"), AtlasCidrBlock: new("10.8.0.0/21"), RegionName: new("EU_WEST_1")}
	id := ok(api.CreateGroupContainer(ctx, c.project, &sent).Execute())(t).GetId()
	one := ok(api.GetGroupContainer(ctx, c.project, id).Execute())(t)
	wantDiff(t, []any{one.GetProviderName(), one.GetAtlasCidrBlock(), one.GetProvisioned()}, []any{"AWS", "10.8.0.0/21", false})
	sent.AtlasCidrBlock = new("10.16.0.0/21")
	ok(api.UpdateGroupContainer(ctx, c.project, id, &sent).Execute())(t)
	aws := ok(api.ListGroupContainers(ctx, c.project).ProviderName("AWS").Execute())(t)
	all := ok(api.ListGroupContainerAll(ctx, c.project).Execute())(t)
	wantDiff(t, []any{aws.GetTotalCount(), aws.GetResults()[0].GetAtlasCidrBlock(), all.GetTotalCount()}, []any{1, "10.16.0.0/21", 1})
	if _, err := api.DeleteGroupContainer(ctx, c.project, id).Execute(); err != nil {
		t.Fatal(err)
	}
	_, _, err := api.GetGroupContainer(ctx, c.project, id).Execute()
	wantSDKError(t, err, 404, "CLOUD_PROVIDER_CONTAINER_NOT_FOUND")
}
