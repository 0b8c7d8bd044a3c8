package remote_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// everything is a project with every kind in it, in the days of serverless
// instances; also one cluster and one connection that are being deleted.
func everything(t *testing.T) (*remote.Client, *recorder, string) {
	t.Helper()
	emu, id := newEmulatorOn(t, "2024-12-01", "demo")
	wire := &recorder{next: emu.Transport()}
	c := newClient(t, emu, remote.Config{Transport: wire, Credentials: token(t, emu), Serverless: remote.ServerlessLegacy})
	c.AllowWrites()
	docs := load(t, "demo",
		flex("orders"), flex("going"), instance("shop"), endpoint("shop", "e", ""),
		workspace("clicks"), workspace("empty"), sample("clicks", "sample_stream_solar"),
		doc("StreamConnection", "workspace: clicks, name: hook", "{type: Https, url: 'https://example.com/"+canary+"', headers: {X-Token: "+canary+"}}"),
	)
	for _, children := range []bool{false, true} {
		for _, r := range docs {
			if (r.Addr.Parent != "") == children {
				createReady(t, c, r)
			}
		}
	}
	for _, r := range docs {
		if r.Addr.Name == "going" {
			if err := c.Delete(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
	}
	wire.take()
	return c, wire, "GET /groups/" + id
}

func TestFetchProject(t *testing.T) {
	t.Parallel()
	c, wire, group := everything(t)
	const (
		demo             = "demo/Project/demo"
		orders, shop, e  = "demo/FlexCluster/orders", "demo/ServerlessInstance/shop", "demo/ServerlessPrivateEndpoint/shop/e"
		hook, solar      = "demo/StreamConnection/clicks/hook", "demo/StreamConnection/clicks/sample_stream_solar"
		clicks, empty    = "demo/StreamWorkspace/clicks", "demo/StreamWorkspace/empty"
		ofClicks, ofNone = "/streams/clicks/connections", "/streams/empty/connections"
		endpoints        = "/privateEndpoint/serverless/instance/shop/endpoint"
	)
	for _, tc := range []struct {
		kinds      []spec.Kind
		want, asks []string
	}{
		{nil, []string{orders, demo, shop, e, hook, solar, clicks, empty}, allLists("clicks", "empty", "shop")},
		{[]spec.Kind{spec.KindProject}, []string{demo}, []string{"", "/settings"}},
		{[]spec.Kind{spec.KindFlexCluster}, []string{orders}, []string{"/flexClusters"}},
		{[]spec.Kind{spec.KindStreamWorkspace}, []string{clicks, empty}, []string{"/streams"}},
		{[]spec.Kind{spec.KindStreamConnection}, []string{hook, solar}, []string{"/streams", ofClicks, ofNone}},
		{[]spec.Kind{spec.KindServerlessInstance}, []string{shop}, []string{"/serverless"}},
		{[]spec.Kind{spec.KindServerlessPrivateEndpoint}, []string{e}, []string{"/serverless", endpoints}},
		{[]spec.Kind{spec.KindStreamConnection, spec.KindFlexCluster}, []string{orders, hook, solar}, []string{"/flexClusters", "/streams", ofClicks, ofNone}},
	} {
		live, err := c.FetchProject(t.Context(), "demo", tc.kinds)
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, addresses(live), tc.want)
		asks := []string{}
		for _, path := range tc.asks {
			asks = append(asks, group+path)
		}
		wantSame(t, wire.take(), sorted(asks))
		if text := fmt.Sprintf("%#v", live); strings.Contains(text, canary) {
			t.Error("a value of the server is shown")
		}
		for _, r := range live {
			for _, leaf := range spec.Leaves(r.Body) {
				if strings.Contains(leaf.Node.Value, canary) {
					t.Errorf("%s shows %v", r.Addr, leaf.Path)
				}
			}
		}
		if text, err := spec.Export(live, spec.ExportOptions{Status: true}); err != nil || strings.Contains(string(text), canary) {
			t.Errorf("the export, %v, shows a value of the server:\n%s", err, text)
		}
	}
}

// allLists are the lists of all kinds, of those parents that are there.
func allLists(workspace, another, instance string) []string {
	parents := map[spec.Kind][]string{spec.KindStreamWorkspace: {workspace, another}, spec.KindServerlessInstance: {instance}}
	var lists []string
	for _, s := range spectest.All() {
		typ, _ := spec.TypeOf(s.Kind)
		for _, list := range s.Lists() {
			if typ.Parent == "" {
				lists = append(lists, list)
			}
			for _, parent := range parents[typ.Parent] {
				lists = append(lists, strings.ReplaceAll(list, "{parent}", parent))
			}
		}
	}
	return lists
}

// TestFetchProjectOnce: what Atlas shows through two APIs is exported once, as
// what it is today.
func TestFetchProjectOnce(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulatorOn(t, "2025-06-01", "demo")
	for _, api := range []remote.ServerlessAPI{remote.ServerlessLegacy, remote.ServerlessOnFlex} {
		c := newClient(t, emu, remote.Config{Serverless: api})
		c.AllowWrites()
		if api == remote.ServerlessLegacy {
			createReady(t, c, load(t, "demo", instance("shop"))[0])
		}
		live, err := c.FetchProject(t.Context(), "demo", nil)
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, addresses(live), []string{"demo/FlexCluster/shop", "demo/Project/demo"})
	}
}

func TestFetchProjectThatIsNotThere(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	for _, project := range []string{"demmo", "111111111111111111111111"} {
		live, err := c.FetchProject(t.Context(), project, nil)
		if live != nil {
			t.Errorf("got %v", live)
		}
		wantText(t, err, `project "`+project+`" does not exist, or these credentials may not see it: check the name, or declare it as a Project`)
	}
	live, err := c.FetchProject(t.Context(), id, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(live), []string{"demo/Project/demo"}) // by its name
	live, err = c.FetchProject(t.Context(), id, []spec.Kind{spec.KindStreamWorkspace})
	if err != nil || len(live) > 0 {
		t.Errorf("an empty project: got %v, %v", live, err)
	}
	_, err = newClient(t, emu, remote.Config{Credentials: remote.Token("wrong")}).FetchProject(t.Context(), "demo", nil)
	wantText(t, err, `looking up project "demo"`, "401")
}

// TestExportAsksNoMoreThanAPlan counts both, of 1,000 resources in ten
// workspaces.
func TestExportAsksNoMoreThanAPlan(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	want := estate(t, "demo", 1000-1-10, 10)
	seed(t, emu, want)
	count := func(fetch func(*remote.Client) ([]spec.Resource, error)) int {
		c := newClient(t, emu, remote.Config{})
		live, err := fetch(c)
		if err != nil || len(live) != 1000 {
			t.Fatalf("got %d resources, %v, want 1000", len(live), err)
		}
		return c.Requests()
	}
	plan := count(func(c *remote.Client) ([]spec.Resource, error) {
		return c.Fetch(t.Context(), want, remote.FetchOptions{})
	})
	kinds := slices.Concat([]spec.Kind{spec.KindFlexCluster, spec.KindStreamWorkspace, spec.KindStreamConnection}, alongside(spec.KindFlexCluster, spec.KindStreamConnection))
	export := count(func(c *remote.Client) ([]spec.Resource, error) { return c.FetchProject(t.Context(), "demo", kinds) })
	// A challenge, a look-up, the clusters of both APIs, workspaces, and what is in
	// each.
	wantSame(t, []int{export, plan}, []int{1 + 1 + 3 + 2*10, 1 + 1 + 3 + 2*10})
}

// alongside are the kinds that a plan asks for beside those of its documents: what
// may have the name of a cluster, and what may keep an object.
func alongside(cluster, kept spec.Kind) []spec.Kind {
	of, _ := spec.TypeOf(cluster)
	var kinds []spec.Kind
	for _, t := range spec.Types() {
		if t.Kind != cluster && t.NameSpace == of.NameSpace || slices.Contains(t.Pins, kept) {
			kinds = append(kinds, t.Kind)
		}
	}
	return kinds
}
