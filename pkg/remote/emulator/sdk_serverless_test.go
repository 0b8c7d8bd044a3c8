package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

// sdkServerlessInstances reads instances: this SDK can no longer write them.
func sdkServerlessInstances(t *testing.T) {
	c, ctx := newSDK(t, day("2024-12-01")), t.Context()
	c.mustPost(t, "/serverless", instanceBody)
	c.emu.Advance(27 * second)
	instance := ok(c.ServerlessInstancesApi.GetServerlessInstance(ctx, c.project, "shop").Execute())(t)
	wantDiff(t, instance.GetStateName(), "IDLE")
	instances := ok(c.ServerlessInstancesApi.ListServerlessInstances(ctx, c.project).ItemsPerPage(1).Execute())(t)
	wantDiff(t, []any{instances.GetTotalCount(), instances.GetResults()[0].GetId()}, []any{1, instance.GetId()})

	indexing := c.PerformanceAdvisorApi
	wantDiff(t, ok(indexing.GetServerlessAutoIndexing(ctx, c.project, "shop").Execute())(t), true)
	if _, err := indexing.SetServerlessAutoIndexing(ctx, c.project, "shop").Enable(false).Execute(); err != nil {
		t.Fatal(err)
	}
	wantDiff(t, ok(indexing.GetServerlessAutoIndexing(ctx, c.project, "shop").Execute())(t), false)

	_, _, err := c.ServerlessInstancesApi.GetServerlessInstance(ctx, c.project, "none").Execute()
	wantSDKError(t, err, 404, "SERVERLESS_INSTANCE_NOT_FOUND")
}

func sdkServerlessPrivateEndpoints(t *testing.T) {
	c, ctx := newSDK(t, day("2024-12-01")), t.Context()
	c.mustPost(t, "/serverless", instanceBody)
	c.emu.Advance(27 * second)
	api := c.ServerlessPrivateEndpointsApi

	created := ok(api.CreateServerlessPrivateEndpoint(ctx, c.project, "shop", &admin.ServerlessTenantCreateRequest{
		Comment: new("analytics"),
	}).Execute())(t)
	wantDiff(t, []any{created.GetStatus(), created.GetComment(), created.HasEndpointServiceName()}, []any{"RESERVATION_REQUESTED", "analytics", false})
	c.emu.Advance(15 * second)
	one := ok(api.GetServerlessPrivateEndpoint(ctx, c.project, "shop", created.GetId()).Execute())(t)
	wantDiff(t, []any{one.GetStatus(), one.GetProviderName(), one.HasEndpointServiceName()}, []any{"RESERVED", "AWS", true})
	patched := ok(api.UpdateServerlessPrivateEndpoint(ctx, c.project, "shop", created.GetId(), &admin.ServerlessTenantEndpointUpdate{
		ProviderName: "AWS", CloudProviderEndpointId: new(awsEndpoint),
	}).Execute())(t)
	wantDiff(t, patched.GetStatus(), "INITIATING")
	c.emu.Advance(20 * second)
	list := ok(api.ListServerlessPrivateEndpoint(ctx, c.project, "shop").Execute())(t)
	wantDiff(t, []any{len(list), list[0].GetStatus(), list[0].GetCloudProviderEndpointId()}, []any{1, "AVAILABLE", awsEndpoint})

	instance := ok(c.ServerlessInstancesApi.GetServerlessInstance(ctx, c.project, "shop").Execute())(t)
	wantDiff(t, len(instance.ConnectionStrings.GetPrivateEndpoint()), 1)

	if _, err := api.DeleteServerlessPrivateEndpoint(ctx, c.project, "shop", created.GetId()).Execute(); err != nil {
		t.Fatal(err)
	}
	c.emu.Advance(10 * second)
	_, _, err := api.GetServerlessPrivateEndpoint(ctx, c.project, "shop", created.GetId()).Execute()
	wantSDKError(t, err, 404, "TENANT_PRIVATE_ENDPOINT_NOT_FOUND")
	reach(c.emu, "2025-02-05")
	_, _, err = api.ListServerlessPrivateEndpoint(ctx, c.project, "shop").Execute()
	wantSDKError(t, err, 400, "NOT_SERVERLESS_TENANT_CLUSTER")
}

// mustPost sends what the SDK has no call for, with its own client.
func (c sdk) mustPost(t *testing.T, path, body string) {
	t.Helper()
	req := newRequest(t, "POST", c.url+"/api/atlas/v2/groups/"+c.project+path, body)
	rt := c.GetConfig().HTTPClient.Transport
	if got := sendRequest(t, rt, req); got.status != http.StatusCreated {
		t.Fatalf("POST %s: got %d %s", path, got.status, got.raw)
	}
}

// TestSDKStaleNonce: the SDK's digest gets over a challenge that has expired.
func TestSDKStaleNonce(t *testing.T) {
	t.Parallel()
	c := newSDK(t, time.Time{})
	for range 2 {
		ok(c.ProjectsApi.GetGroup(t.Context(), c.project).Execute())(t)
		c.emu.Advance(time.Hour)
	}
}
