package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestRegions(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{AsOf: time.Date(2025, time.June, 1, 0, 0, 0, 0, time.UTC)})
	rt := emu.Transport()
	for i, test := range []struct {
		path, provider, region string
		taken                  bool
	}{
		{"/flexClusters", "AWS", "EU_WEST_1", true},
		{"/flexClusters", "GCP", "WESTERN_EUROPE", true},
		{"/flexClusters", "GCP", "US_EAST_1", false}, // of AWS: seen at Atlas
		{"/flexClusters", "AWS", "us-east-1", false},
		{"/flexClusters", "AWS", "US_GOV_WEST_1", false},
		{"/flexClusters", "AZURE", "EUROPE_NORTH", true},
		{"/serverless", "AZURE", "US_EAST_1", false},
		{"/serverless", "AWS", "US_EAST_1", true},
		{"/streams", "AWS", "VIRGINIA_USA", true},
		{"/streams", "AWS", "US_EAST_1", false}, // of clusters
		{"/streams", "AZURE", "eastus2", true},
		{"/streams", "AZURE", "EASTUS2", false},
		{"/streams", "GCP", "US_CENTRAL1", true},
		{"/streams", "TENANT", "VIRGINIA_USA", false},
	} {
		t.Run(test.path+"/"+test.provider+"/"+test.region, func(t *testing.T) {
			t.Parallel()
			body := fmt.Sprintf(`{"name":"r%d","providerSettings":{"backingProviderName":"%s","regionName":"%s"},`+
				`"dataProcessRegion":{"cloudProvider":"%[2]s","region":"%[3]s"}}`, i, test.provider, test.region)
			got := send(t, rt, "POST", project+test.path, body)
			if !test.taken {
				wantCode(t, got, 400, "INVALID_ENUM_VALUE")
				wantDiff(t, got.body["parameters"], any([]any{test.region}))
			} else if got.status >= 300 {
				t.Errorf("got %d %s", got.status, got.raw)
			}
		})
	}
}

func TestWorkspaceMovesWithinItsProvider(t *testing.T) {
	t.Parallel()
	emu, all := newWorkspace(t, emulator.Config{})
	rt, one := emu.Transport(), strings.TrimSuffix(all, "/connections")
	wantCode(t, send(t, rt, "PATCH", one, `{"cloudProvider":"GCP"}`), 400, "INVALID_ENUM_VALUE")
	wantCode(t, send(t, rt, "PATCH", one, `{"region":"eastus"}`), 400, "INVALID_ENUM_VALUE")
	must(t, rt, http.StatusOK, "PATCH", one, `{"cloudProvider":"AZURE","region":"eastus"}`)
}
