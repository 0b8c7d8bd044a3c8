package emulator_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

func sdkStreamWorkspaces(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	for i := range 2 {
		created := ok(c.StreamsApi.CreateStreamWorkspace(ctx, c.project, &admin.StreamsTenant{
			Name:              new(fmt.Sprint("clicks", i)),
			DataProcessRegion: &admin.StreamsDataProcessRegion{CloudProvider: "AWS", Region: "VIRGINIA_USA"},
			SampleConnections: &admin.StreamsSampleConnections{Solar: new(true)},
		}).Execute())(t)
		wantDiff(t, []any{created.StreamConfig.GetTier(), len(created.GetHostnames()), created.HasConnections()}, []any{"SP30", 1, false})
	}
	with := ok(c.StreamsApi.GetStreamWorkspace(ctx, c.project, "clicks0").IncludeConnections(true).Execute())(t)
	wantDiff(t, []any{len(with.GetConnections()), with.GetConnections()[0].GetType()}, []any{1, "Sample"})
	patched := ok(c.StreamsApi.UpdateStreamWorkspace(ctx, c.project, "clicks0", &admin.StreamsTenantUpdateRequest{
		CloudProvider: new("AWS"), Region: new("DUBLIN_IRL"),
	}).Execute())(t)
	wantDiff(t, []any{patched.DataProcessRegion.GetRegion(), patched.StreamConfig.GetTier()}, []any{"DUBLIN_IRL", "SP30"})
	all := pages(t, 2, func(num int) ([]admin.StreamsTenant, []admin.Link, int) {
		got := ok(c.StreamsApi.ListStreamWorkspaces(ctx, c.project).ItemsPerPage(1).PageNum(num).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	wantDiff(t, len(all), 2)
	if _, err := c.StreamsApi.DeleteStreamWorkspace(ctx, c.project, "clicks0").Execute(); err != nil {
		t.Fatal(err)
	}
	_, _, err := c.StreamsApi.GetStreamWorkspace(ctx, c.project, "clicks0").Execute()
	missing := wantSDKError(t, err, 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")
	wantDiff(t, missing.GetParameters(), []any{c.project, "clicks0"})
}

// sdkConnections has a connection of every type, less its name.
func sdkConnections() map[string]admin.StreamsConnection {
	role := &admin.StreamsAWSConnectionConfig{RoleArn: new("arn:aws:iam::123456789012:role/atlas")}
	public := &admin.StreamsKafkaNetworking{Access: &admin.StreamsKafkaNetworkingAccess{Type: new("PUBLIC")}}
	open := &admin.StreamsPublicPrivateLinkNetworking{Access: &admin.StreamsPublicPrivateLinkNetworkingAccess{Type: new("PUBLIC")}}
	return map[string]admin.StreamsConnection{
		"Sample":                {},
		"Cluster":               {ClusterName: new("orders"), DbRoleToExecute: &admin.DBRoleToExecute{Role: new("atlasAdmin"), Type: new("BUILT_IN")}},
		"Https":                 {Url: new("https://example.com/in"), Headers: &map[string]string{"X-Team": "clicks"}},
		"AWSLambda":             {Aws: role},
		"S3":                    {Aws: role, Networking: public},
		"AWSKinesisDataStreams": {Aws: role, Networking: public},
		"Kafka": {
			BootstrapServers: new("b1.example.com:9092"),
			Security:         &admin.StreamsKafkaSecurity{Protocol: new("SASL_SSL")},
			Authentication:   &admin.StreamsKafkaAuthentication{Mechanism: new("PLAIN"), Username: new("svc"), Password: new(canary)},
			Config:           &map[string]string{"auto.offset.reset": "earliest"},
			Networking:       public,
		},
		"SchemaRegistry": {
			Provider:           new("CONFLUENT"),
			SchemaRegistryUrls: &[]string{"https://registry.example.com"},
			SchemaRegistryAuthentication: &admin.SchemaRegistryAuthentication{
				Type: "USER_INFO", Username: new("svc"), Password: new(canary),
			},
		},
		"AzureBlobStorage": {
			Azure: &admin.AzureConnection{
				ServicePrincipalId: new("0a1b2c3d-1111-2222-3333-444455556666"), StorageAccountName: new("clicks"), Region: new("eastus2"),
			},
			PublicPrivateNetworking: open,
		},
		"GCPPubSub": {Gcp: &admin.StreamsGCPConnectionConfig{ServiceAccountId: new("a@b.iam.gserviceaccount.com")}, PublicPrivateNetworking: open},
	}
}

// sdkStreamConnectionsOfEveryType sends a connection of every type on a round trip.
func sdkStreamConnectionsOfEveryType(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	ok(c.StreamsApi.CreateStreamWorkspace(ctx, c.project, &admin.StreamsTenant{
		Name:              new("clicks"),
		DataProcessRegion: &admin.StreamsDataProcessRegion{CloudProvider: "AWS", Region: "VIRGINIA_USA"},
	}).Execute())(t)
	if err := c.emu.AddCluster(c.project, "orders", "M10"); err != nil {
		t.Fatal(err)
	}
	sent := sdkConnections()
	for kind, connection := range sent {
		connection.Name, connection.Type = new("my-"+kind), new(kind)
		created := ok(c.StreamsApi.CreateStreamConnection(ctx, c.project, "clicks", &connection).Execute())(t)
		got := ok(c.StreamsApi.GetStreamConnection(ctx, c.project, "clicks", "my-"+kind).Execute())(t)
		wantDiff(t, got, created)
		wantDiff(t, []any{got.GetState(), got.GetRegion(), len(got.GetId())}, []any{"READY", "VIRGINIA_USA", 24})
		patched := ok(c.StreamsApi.UpdateStreamConnection(ctx, c.project, "clicks", "my-"+kind, &connection).Execute())(t)
		wantDiff(t, patched.HasState(), false)
		patched.State = got.State
		wantDiff(t, patched, got)
		wantRoundTrip(t, connection, *got)
	}
	all := pages(t, len(sent), func(num int) ([]admin.StreamsConnection, []admin.Link, int) {
		got := ok(c.StreamsApi.ListStreamConnections(ctx, c.project, "clicks").ItemsPerPage(1).PageNum(num).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	wantDiff(t, len(all), len(sent))
	for kind := range sent {
		if _, err := c.StreamsApi.DeleteStreamConnection(ctx, c.project, "clicks", "my-"+kind).Execute(); err != nil {
			t.Error(err)
		}
	}
	c.emu.Advance(2 * second)
	wantDiff(t, ok(c.StreamsApi.ListStreamConnections(ctx, c.project, "clicks").Execute())(t).GetTotalCount(), 0)
	_, _, err := c.StreamsApi.GetStreamConnection(ctx, c.project, "clicks", "my-Kafka").Execute()
	wantSDKError(t, err, 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME")
}

// wantRoundTrip wants everything back but the secrets.
func wantRoundTrip(t *testing.T, sent, got admin.StreamsConnection) {
	t.Helper()
	got.Id, got.State, got.Region = nil, nil, nil
	if sent.Authentication != nil {
		public := *sent.Authentication
		public.Password = nil
		sent.Authentication = &public
	}
	if sent.SchemaRegistryAuthentication != nil {
		public := *sent.SchemaRegistryAuthentication
		public.Password = nil
		sent.SchemaRegistryAuthentication = &public
	}
	if diff := cmp.Diff(sent, got); diff != "" {
		t.Errorf("(-sent +got):\n%s", diff)
	}
}
