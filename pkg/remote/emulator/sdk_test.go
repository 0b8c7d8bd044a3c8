package emulator_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
	"go.mongodb.org/atlas-sdk/v20250312018/auth"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// sdk is the official Go SDK over HTTP, set up as its documents show it.
type sdk struct {
	*admin.APIClient
	emu     *emulator.Emulator
	url     string
	project string
}

func newSDK(t *testing.T, asOf time.Time) sdk {
	t.Helper()
	cfg := credentials
	cfg.AsOf = asOf
	emu, project := newEmulator(t, cfg)
	server := httptest.NewServer(emu)
	t.Cleanup(server.Close)
	key := cfg.Keys[0]
	client, err := admin.NewClient(admin.UseDigestAuth(key.Public, key.Private), admin.UseBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	return sdk{APIClient: client, emu: emu, url: server.URL, project: strings.TrimPrefix(project, "/groups/")}
}

// ok returns the value of a call that has to succeed.
func ok[T any](value T, _ *http.Response, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// wantSDKError holds an error as the SDK decodes it.
func wantSDKError(t *testing.T, err error, status int, code string) *admin.ApiError {
	t.Helper()
	got, known := admin.AsError(err)
	if !known || !admin.IsErrorCode(err, code) || got.GetError() != status || got.GetReason() != http.StatusText(status) {
		t.Fatalf("got error %v, want %d %s", err, status, code)
	}
	return got
}

// pages asks for one item a page until there is no next link, and holds the
// totals.
func pages[T any](t *testing.T, total int, page func(num int) ([]T, []admin.Link, int)) []T {
	t.Helper()
	var all []T
	for num := 1; ; num++ {
		results, links, count := page(num)
		if len(results) != 1 || count != total {
			t.Fatalf("page %d has %d results of %d, want 1 of %d", num, len(results), count, total)
		}
		all = append(all, results...)
		next := slices.ContainsFunc(links, func(l admin.Link) bool { return l.GetRel() == "next" })
		if next != (num < total) {
			t.Fatalf("page %d of %d has a next link: %t", num, total, next)
		}
		if !next {
			return all
		}
	}
}

func sdkFlexClusters(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	for i := range 3 {
		created := ok(c.FlexClustersApi.CreateFlexCluster(ctx, c.project, &admin.FlexClusterDescriptionCreate20241113{
			Name: fmt.Sprint("shop", i),
			ProviderSettings: admin.FlexProviderSettingsCreate20241113{
				BackingProviderName: "AWS", RegionName: "US_EAST_1",
			},
			Tags: &[]admin.ResourceTag{{Key: "env", Value: "test"}},
		}).Execute())(t)
		wantDiff(t, created.GetStateName(), "CREATING")
	}
	c.emu.Advance(15 * second)
	one := ok(c.FlexClustersApi.GetFlexCluster(ctx, c.project, "shop1").Execute())(t)
	wantDiff(t, []any{one.GetStateName(), one.ProviderSettings.GetDiskSizeGB(), one.GetTags()[0].Value}, []any{"IDLE", 5.0, "test"})

	all := pages(t, 3, func(num int) ([]admin.FlexClusterDescription20241113, []admin.Link, int) {
		got := ok(c.FlexClustersApi.ListFlexClustersWithParams(ctx, &admin.ListFlexClustersApiParams{
			GroupId: c.project, ItemsPerPage: new(1), PageNum: new(num), IncludeCount: new(true),
		}).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	found := []string{all[0].GetName(), all[1].GetName(), all[2].GetName()}
	slices.Sort(found)
	wantDiff(t, found, []string{"shop0", "shop1", "shop2"})

	patched := ok(c.FlexClustersApi.UpdateFlexCluster(ctx, c.project, "shop1", &admin.FlexClusterDescriptionUpdate20241113{
		TerminationProtectionEnabled: new(true),
	}).Execute())(t)
	wantDiff(t, []any{patched.GetStateName(), patched.GetTerminationProtectionEnabled()}, []any{"UPDATING", true})
	_, err := c.FlexClustersApi.DeleteFlexCluster(ctx, c.project, "shop1").Execute()
	refused := wantSDKError(t, err, 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED")
	wantDiff(t, len(refused.GetParameters()), 1)

	if _, err := c.FlexClustersApi.DeleteFlexCluster(ctx, c.project, "shop2").Execute(); err != nil {
		t.Fatal(err)
	}
	c.emu.Advance(30 * second)
	_, _, err = c.FlexClustersApi.GetFlexCluster(ctx, c.project, "shop2").Execute()
	missing := wantSDKError(t, err, 404, "CLUSTER_NOT_FOUND")
	wantDiff(t, missing.GetDetail(), "No cluster named shop2 exists in group "+c.project+".")
	wantDiff(t, missing.GetParameters(), []any{"shop2", c.project})
	_, _, err = c.FlexClustersApi.GetFlexCluster(ctx, strings.Repeat("1", 24), "shop1").Execute()
	wantSDKError(t, err, 404, "GROUP_NOT_FOUND")
}

func TestSDKClustersAndProjects(t *testing.T) {
	t.Parallel()
	c, ctx := newSDK(t, time.Time{}), t.Context()
	for i := range 2 {
		if err := c.emu.AddCluster(c.project, fmt.Sprint("orders", i), "M10"); err != nil {
			t.Fatal(err)
		}
	}
	one := ok(c.ClustersApi.GetCluster(ctx, c.project, "orders1").Execute())(t)
	region := one.GetReplicationSpecs()[0].GetRegionConfigs()[0]
	wantDiff(t, []any{one.GetName(), one.GetStateName(), region.ElectableSpecs.GetInstanceSize(), region.ElectableSpecs.GetDiskSizeGB()}, []any{"orders1", "IDLE", "M10", 10.0})
	clusters := pages(t, 2, func(num int) ([]admin.ClusterDescription20240805, []admin.Link, int) {
		got := ok(c.ClustersApi.ListClusters(ctx, c.project).ItemsPerPage(1).PageNum(num).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	wantDiff(t, len(clusters), 2)
	_, _, err := c.FlexClustersApi.GetFlexCluster(ctx, c.project, "orders1").Execute()
	wantSDKError(t, err, 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API")
	_, _, err = c.ClustersApi.GetCluster(ctx, c.project, "none").Execute()
	wantSDKError(t, err, 404, "CLUSTER_NOT_FOUND")

	c.emu.AddProject("a team/b")
	projects := pages(t, 2, func(num int) ([]admin.Group, []admin.Link, int) {
		got := ok(c.ProjectsApi.ListGroups(ctx).ItemsPerPage(1).PageNum(num).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	wantDiff(t, []string{projects[0].GetName(), projects[1].GetName()}, []string{"a team/b", "demo"})
	byName := ok(c.ProjectsApi.GetGroupByName(ctx, "a team/b").Execute())(t)
	byID := ok(c.ProjectsApi.GetGroup(ctx, byName.GetId()).Execute())(t)
	wantDiff(t, byID, byName)
	_, _, err = c.ProjectsApi.GetGroupByName(ctx, "nobody").Execute()
	wantSDKError(t, err, 404, "RESOURCE_NOT_FOUND")
}

// TestSDKServiceAccount signs in as the documents show it, but with a client of
// its own: without one the SDK rewires the default client of the process.
func TestSDKServiceAccount(t *testing.T) {
	t.Parallel()
	c := newSDK(t, time.Time{})
	account := credentials.ServiceAccounts[0]
	ctx := context.WithValue(t.Context(), auth.HTTPClient, &http.Client{})
	client, err := admin.NewClient(admin.UseBaseURL(c.url), admin.UseOAuthAuth(ctx, account.ID, account.Secret))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		got := ok(client.ProjectsApi.GetGroupByName(t.Context(), "demo").Execute())(t)
		wantDiff(t, got.GetId(), c.project)
	}
	client, err = admin.NewClient(admin.UseBaseURL(c.url), admin.UseOAuthAuth(ctx, account.ID, "guess"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = client.ProjectsApi.GetGroup(t.Context(), c.project).Execute()
	if err == nil || !strings.Contains(err.Error(), "invalid_client") {
		t.Errorf("got error %v", err)
	}
}
