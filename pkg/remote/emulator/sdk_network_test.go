package emulator_test

import (
	"testing"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

func sdkAccessListEntries(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	api := c.ProjectIPAccessListApi
	list := ok(api.CreateAccessListEntry(ctx, c.project, &[]admin.NetworkPermissionEntry{
		{IpAddress: new("203.0.113.7"), Comment: new("office")}, {CidrBlock: new("198.51.100.0/24")},
	}).Execute())(t)
	wantDiff(t, list.GetTotalCount(), 2)
	one := ok(api.GetAccessListEntry(ctx, c.project, "203.0.113.7").Execute())(t)
	wantDiff(t, []string{one.GetCidrBlock(), one.GetComment(), one.GetGroupId()}, []string{"203.0.113.7/32", "office", c.project})
	c.emu.Advance(20 * second)
	const block = "198.51.100.0/24" // the SDK has to escape the slash
	wantDiff(t, ok(api.GetAccessListStatus(ctx, c.project, block).Execute())(t).STATUS, "ACTIVE")
	all := pages(t, 2, func(num int) ([]admin.NetworkPermissionEntry, []admin.Link, int) {
		got := ok(api.ListAccessListEntries(ctx, c.project).ItemsPerPage(1).PageNum(num).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	wantDiff(t, len(all), 2)
	ok(api.CreateAccessListEntry(ctx, c.project, &[]admin.NetworkPermissionEntry{{CidrBlock: new(block), Comment: new("branch")}}).Execute())(t)
	wantDiff(t, ok(api.GetAccessListEntry(ctx, c.project, block).Execute())(t).GetComment(), "branch")
	if _, err := api.DeleteAccessListEntry(ctx, c.project, block).Execute(); err != nil {
		t.Fatal(err)
	}
	_, _, err := api.GetAccessListEntry(ctx, c.project, block).Execute()
	wantSDKError(t, err, 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND")
}

func sdkEndpointService(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	api := c.PrivateEndpointServicesApi
	made := ok(api.CreatePrivateEndpointService(ctx, c.project, &admin.CloudProviderEndpointServiceRequest{
		ProviderName: "AWS", Region: "EU_WEST_1",
	}).Execute())(t)
	id := made.GetId()
	wantDiff(t, []any{made.CloudProvider, made.GetStatus(), made.GetRegionName(), made.GetEndpointServiceName()}, []any{"AWS", "INITIATING", "EU_WEST_1", ""})
	c.emu.Advance(336 * second)
	one := ok(api.GetPrivateEndpointService(ctx, c.project, "AWS", id).Execute())(t)
	wantDiff(t, []any{one.GetStatus(), one.GetEndpointServiceName() != ""}, []any{"AVAILABLE", true})
	ok(api.UpdatePrivateEndpointService(ctx, c.project, id, &admin.ApiAtlasModifyEndpointServiceRequest{
		CloudProvider: "AWS", SupportedRemoteRegions: &[]string{"US_EAST_1"},
	}).Execute())(t)
	all := ok(api.ListPrivateEndpointService(ctx, c.project, "AWS").Execute())(t)
	wantDiff(t, []any{len(all), all[0].GetSupportedRemoteRegions()}, []any{1, []string{"US_EAST_1"}})
	wantDiff(t, len(ok(api.ListPrivateEndpointService(ctx, c.project, "AZURE").Execute())(t)), 0)
	if _, err := api.DeletePrivateEndpointService(ctx, c.project, "AWS", id).Execute(); err != nil {
		t.Fatal(err)
	}
	wantDiff(t, ok(api.GetPrivateEndpointService(ctx, c.project, "AWS", id).Execute())(t).GetStatus(), "DELETING")
	c.emu.Advance(60 * second)
	_, _, err := api.GetPrivateEndpointService(ctx, c.project, "AWS", id).Execute()
	wantSDKError(t, err, 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND")
}

// sdkPrivateEndpoint has an endpoint of every provider: each has a body of its
// own, and an ID of Azure has slashes.
func sdkPrivateEndpoint(t *testing.T) {
	for provider, test := range map[string]struct {
		region, id string
		body       admin.CreateEndpointRequest
		state      func(*admin.PrivateLinkEndpoint) string
	}{
		"AWS": {"EU_WEST_1", awsEndpoint, admin.CreateEndpointRequest{Id: new(awsEndpoint)}, (*admin.PrivateLinkEndpoint).GetConnectionStatus},
		"AZURE": {"EUROPE_WEST", azureEndpoint, admin.CreateEndpointRequest{
			Id: new(azureEndpoint), PrivateEndpointIPAddress: new("10.0.0.4"),
		}, (*admin.PrivateLinkEndpoint).GetStatus},
		"GCP": {"US_EAST_4", "group", admin.CreateEndpointRequest{
			EndpointGroupName: new("group"), GcpProjectId: new("shop-network"),
			Endpoints: &[]admin.CreateGCPForwardingRuleRequest{{EndpointName: new("group-0"), IpAddress: new("10.0.0.4")}},
		}, (*admin.PrivateLinkEndpoint).GetStatus},
	} {
		c, ctx := newSDK(t, time.Time{}), t.Context()
		api := c.PrivateEndpointServicesApi
		service := ok(api.CreatePrivateEndpointService(ctx, c.project, &admin.CloudProviderEndpointServiceRequest{
			ProviderName: provider, Region: test.region,
		}).Execute())(t).GetId()
		c.emu.Advance(336 * second)
		made := ok(api.CreatePrivateEndpoint(ctx, c.project, provider, service, &test.body).Execute())(t)
		wantDiff(t, made.CloudProvider, provider)
		c.emu.Advance(60 * second)
		one := ok(api.GetPrivateEndpoint(ctx, c.project, provider, test.id, service).Execute())(t)
		wantDiff(t, []any{provider, test.state(one)}, []any{provider, "AVAILABLE"})
		_, err := api.DeletePrivateEndpointService(ctx, c.project, provider, service).Execute()
		wantSDKError(t, err, 400, "PRIVATE_ENDPOINT_SERVICE_HAS_ENDPOINTS")
		if _, err := api.DeletePrivateEndpoint(ctx, c.project, provider, test.id, service).Execute(); err != nil {
			t.Fatal(err)
		}
		c.emu.Advance(60 * second)
		_, _, err = api.GetPrivateEndpoint(ctx, c.project, provider, test.id, service).Execute()
		wantSDKError(t, err, 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND") // it goes with its last endpoint
	}
}

func sdkStreamPrivateLink(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	made := ok(c.StreamsApi.CreatePrivateLinkConnection(ctx, c.project, &admin.StreamsPrivateLinkConnection{
		Provider: "AZURE", Vendor: new("GENERIC"), Region: new("US_EAST_2"),
		DnsDomain: new("ns.servicebus.windows.net"), ServiceEndpointId: new("/subscriptions/s/namespaces/ns"),
	}).Execute())(t)
	id := made.GetId()
	wantDiff(t, ok(c.StreamsApi.GetPrivateLinkConnection(ctx, c.project, id).Execute())(t).GetState(), "IDLE")
	c.emu.Advance(60 * second)
	all := pages(t, 1, func(num int) ([]admin.StreamsPrivateLinkConnection, []admin.Link, int) {
		got := ok(c.StreamsApi.ListPrivateLinkConnections(ctx, c.project).ItemsPerPage(1).PageNum(num).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	wantDiff(t, []string{all[0].GetId(), all[0].GetState()}, []string{id, "DONE"})
	if _, err := c.StreamsApi.DeletePrivateLinkConnection(ctx, c.project, id).Execute(); err != nil {
		t.Fatal(err)
	}
	wantDiff(t, ok(c.StreamsApi.GetPrivateLinkConnection(ctx, c.project, id).Execute())(t).GetState(), "DELETE_REQUESTED")
	c.emu.Advance(30 * second)
	_, _, err := c.StreamsApi.GetPrivateLinkConnection(ctx, c.project, id).Execute()
	wantSDKError(t, err, 404, "STREAM_PRIVATE_LINK_NOT_FOUND")
}
