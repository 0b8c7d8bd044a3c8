package emulator_test

import (
	"testing"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

// sdkStreamProcessor takes a processor through its life with typed calls.
func sdkStreamProcessor(t *testing.T) {
	s, ctx := newSDK(t, time.Time{}), t.Context()
	const tenant, name = "clicks", "totals"
	ok(s.StreamsApi.CreateStreamWorkspace(ctx, s.project, &admin.StreamsTenant{
		Name:              new(tenant),
		DataProcessRegion: &admin.StreamsDataProcessRegion{CloudProvider: "AWS", Region: "VIRGINIA_USA"},
	}).Execute())(t)
	ok(s.StreamsApi.CreateStreamConnection(ctx, s.project, tenant, &admin.StreamsConnection{
		Name: new("sample_stream_solar"), Type: new("Sample"),
	}).Execute())(t)
	created := ok(s.StreamsApi.CreateStreamProcessor(ctx, s.project, tenant, &admin.StreamsProcessor{
		Name: new(name), Pipeline: &[]any{
			map[string]any{"$source": map[string]any{"connectionName": "sample_stream_solar"}},
			map[string]any{"$emit": map[string]any{"connectionName": "__testLog"}},
		},
	}).Execute())(t)
	s.emu.Advance(3 * second)
	if _, err := s.StreamsApi.StartStreamProcessor(ctx, s.project, tenant, name).Execute(); err != nil {
		t.Fatal(err)
	}
	s.emu.Advance(3 * second)
	got := ok(s.StreamsApi.GetStreamProcessor(ctx, s.project, tenant, name).Execute())(t)
	if got.GetState() != "STARTED" || got.GetId() != created.GetId() || len(got.GetPipeline()) != 2 {
		t.Errorf("got %+v", got)
	}
	_, err := s.StreamsApi.DeleteStreamConnection(ctx, s.project, tenant, "sample_stream_solar").Execute()
	wantSDKError(t, err, 403, "STREAM_CONNECTION_HAS_STREAM_PROCESSORS")
	if _, err := s.StreamsApi.StopStreamProcessor(ctx, s.project, tenant, name).Execute(); err != nil {
		t.Fatal(err)
	}
	s.emu.Advance(3 * second)
	updated := ok(s.StreamsApi.UpdateStreamProcessor(ctx, s.project, tenant, name, &admin.StreamsModifyStreamProcessor{
		Name: new("sums"),
	}).Execute())(t)
	if updated.GetState() != "STOPPED" || updated.GetName() != "sums" {
		t.Errorf("got %+v", updated)
	}
	_, err = s.StreamsApi.StartStreamProcessorWith(ctx, s.project, tenant, "sums", &admin.StreamsStartStreamProcessorWith{
		ResumeFromCheckpoint: new(false),
	}).Execute()
	if err != nil {
		t.Fatal(err)
	}
	if all := ok(s.StreamsApi.GetStreamProcessors(ctx, s.project, tenant).Execute())(t); all.GetTotalCount() != 1 {
		t.Errorf("got %+v", all)
	}
	if _, err := s.StreamsApi.DeleteStreamProcessor(ctx, s.project, tenant, "sums").Execute(); err != nil {
		t.Fatal(err)
	}
}
