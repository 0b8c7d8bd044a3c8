package remote_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// fetched lists addresses with their phases.
func fetched(t testing.TB, c *remote.Client, want []spec.Resource) ([]spec.Resource, []string) {
	t.Helper()
	live, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{}
	for _, r := range live {
		texts = append(texts, r.Addr.String()+" "+r.Phase.String())
	}
	return live, texts
}

// TestOneListForTwoKinds has instances and Flex clusters in the same files: on
// the flex route they are the same objects, each of which is there once, as
// what a document says it is.
func TestOneListForTwoKinds(t *testing.T) {
	t.Parallel()
	for _, asOf := range []string{"2024-12-01", "2025-06-01", ""} {
		emu, id := newEmulatorOn(t, asOf, "demo")
		seed(t, emu, load(t, "demo", flex("a"), flex("b"), flex("c")))
		wire := &recorder{next: emu.Transport()}
		c := newClient(t, emu, remote.Config{Transport: wire, Credentials: token(t, emu)})
		live, phases := fetched(t, c, load(t, "demo", instance("a"), flex("b"), instance("new"), absent(instance("never"))))
		wantSame(t, phases, []string{
			"demo/FlexCluster/b ready", "demo/FlexCluster/c ready",
			"demo/ServerlessInstance/a ready", "demo/ServerlessInstance/new absent",
		})
		groups := "GET /groups/" + id
		wantSame(t, wire.take(), []string{groups + "/clusters", groups + "/flexClusters", "GET /groups/byName/demo"})
		for _, r := range live[2:] {
			if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "2026-01-22") || !strings.Contains(r.Notes[0], "January 2027") || !strings.Contains(r.Notes[0], "migrate") {
				t.Errorf("%s has the notes %q, want the dates and the way on", r.Addr, r.Notes)
			}
			if len(r.Inert) != 2 {
				t.Errorf("%s: got %v, want what Flex ignores", r.Addr, r.Inert)
			}
		}
		for _, r := range live[:2] {
			if len(r.Notes)+len(r.Inert) > 0 || r.ID == "" {
				t.Errorf("a Flex cluster is not alone: %+v", r)
			}
		}
	}
}

// TestFlexRouteAsksNothingElse holds whatever is done with an instance.
func TestFlexRouteAsksNothingElse(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	wire := &recorder{next: emu.Transport()}
	c := newClient(t, emu, remote.Config{Transport: wire})
	c.AllowWrites()
	want := load(t, "demo", instance("shop"))[0]
	ctx := t.Context()
	if err := c.Create(ctx, want); err != nil {
		t.Fatal(err)
	}
	live, err := c.WaitReady(ctx, want, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Fetch(ctx, []spec.Resource{want}, remote.FetchOptions{Prune: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.FetchProject(ctx, "demo", nil); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{c.Update(ctx, *live, want), c.Delete(ctx, *live), c.WaitGone(ctx, *live, nil)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if i := slices.IndexFunc(wire.take(), func(s string) bool { return strings.Contains(s, "serverless") }); i >= 0 {
		t.Error("something serverless was asked for")
	}
}

// TestLegacyRouteShowsEachOnce has the time when Atlas shows a Flex cluster
// through both APIs.
func TestLegacyRouteShowsEachOnce(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulatorOn(t, "2025-06-01", "demo")
	legacy := newClient(t, emu, remote.Config{Serverless: remote.ServerlessLegacy})
	legacy.AllowWrites()
	for _, r := range load(t, "demo", instance("a"), instance("b"), instance("z"), flex("f")) {
		if err := legacy.Create(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if _, err := legacy.WaitReady(t.Context(), r, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name string
		docs []string
		want []string
	}{
		{
			"of both kinds",
			[]string{instance("a"), flex("b")},
			[]string{"FlexCluster/b ready", "FlexCluster/f ready", "FlexCluster/z ready", "ServerlessInstance/a ready"},
		},
		{
			"instances only: a Flex cluster may have a wanted name",
			[]string{instance("a")},
			[]string{"FlexCluster/b ready", "FlexCluster/f ready", "FlexCluster/z ready", "ServerlessInstance/a ready"},
		},
		{
			"one that should be absent is still what its document says",
			[]string{absent(instance("a")), flex("f")},
			[]string{"FlexCluster/b ready", "FlexCluster/f ready", "FlexCluster/z ready", "ServerlessInstance/a ready"},
		},
	} {
		_, phases := fetched(t, legacy, load(t, "demo", tc.docs...))
		for i := range tc.want {
			tc.want[i] = "demo/" + tc.want[i]
		}
		t.Log(tc.name)
		wantSame(t, phases, tc.want)
	}
}

// TestHiddenInstanceIsNoFlexCluster: what a document calls an instance is not
// offered for pruning as something else while its own list hides it.
func TestHiddenInstanceIsNoFlexCluster(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	seed(t, emu, load(t, "demo", flex("a"), flex("b"), flex("c")))
	c := newClient(t, emu, remote.Config{Serverless: remote.ServerlessLegacy})
	_, phases := fetched(t, c, load(t, "demo", instance("a"), flex("b")))
	wantSame(t, phases, []string{"demo/FlexCluster/b ready", "demo/FlexCluster/c ready", "demo/ServerlessInstance/a unavailable"})
}

// TestConvertedInstances are those of which Atlas made something else than Flex.
func TestConvertedInstances(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	for name, size := range map[string]string{"large": "M10", "tiny": "M0"} {
		if err := emu.AddCluster(id, name, size); err != nil {
			t.Fatal(err)
		}
	}
	for _, api := range []remote.ServerlessAPI{remote.ServerlessOnFlex, remote.ServerlessLegacy} {
		c := newClient(t, emu, remote.Config{Serverless: api})
		_, err := c.Fetch(t.Context(), load(t, "demo", instance("large"), instance("new"), instance("tiny")), remote.FetchOptions{})
		problems, _ := errors.AsType[spec.Problems](err)
		wantSame(t, strings.Split(problems.Error(), "\n"), []string{
			"test.yaml:1: demo/ServerlessInstance/large: converted to a dedicated cluster: it is no serverless instance any more, take this document out",
			"test.yaml:5: demo/ServerlessInstance/tiny: converted to a free or shared cluster: it is no serverless instance any more, take this document out",
		})
	}
}

// TestNameOfAnotherKind: on the legacy route a Flex cluster is no serverless
// instance, and neither is made where the other one is.
func TestNameOfAnotherKind(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulatorOn(t, "2025-06-01", "demo")
	seed(t, emu, load(t, "demo", flex("shop")))
	c := newClient(t, emu, remote.Config{Serverless: remote.ServerlessLegacy})
	_, err := c.Fetch(t.Context(), load(t, "demo", instance("shop")), remote.FetchOptions{Prune: true})
	wantText(t, err, "test.yaml:1: demo/ServerlessInstance/shop: the name belongs to a FlexCluster: declare it as that, or take another name")
	if _, ok := errors.AsType[spec.Problems](err); !ok {
		t.Errorf("got %T, want a problem of the document", err)
	}
}

// TestNoEndpointsOnFlex: where the instance is backed by Flex its endpoints are
// the documents' problem, and nobody's when there are no documents.
func TestNoEndpointsOnFlex(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulatorOn(t, "2025-06-01", "demo")
	seed(t, emu, load(t, "demo", instance("shop")))
	const why = " is backed by Flex, which has no private endpoints: use a dedicated cluster with a PrivateEndpointService and a PrivateEndpoint, and take this document out"
	for _, tc := range []struct {
		name string
		api  remote.ServerlessAPI
		docs []string
		want string
	}{
		{"live, flex", remote.ServerlessOnFlex, []string{instance("shop"), endpoint("shop", "e", "")}, "shop"},
		{"live, flex, undeclared", remote.ServerlessOnFlex, []string{flex("orders"), endpoint("shop", "e", "")}, "shop"},
		{"planned, flex", remote.ServerlessOnFlex, []string{instance("new"), endpoint("new", "e", "")}, "new"},
		{"silence, flex", remote.ServerlessOnFlex, []string{instance("shop")}, ""},
		{"silence, legacy", remote.ServerlessLegacy, []string{instance("new")}, ""},
		{"absent, flex", remote.ServerlessOnFlex, []string{instance("shop"), absent(endpoint("shop", "e", ""))}, ""},
		{"absent, planned, flex", remote.ServerlessOnFlex, []string{instance("new"), absent(endpoint("new", "e", ""))}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, emu, remote.Config{Serverless: tc.api})
			_, err := c.Fetch(t.Context(), load(t, "demo", tc.docs...), remote.FetchOptions{})
			if tc.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			problems, ok := errors.AsType[spec.Problems](err)
			if !ok {
				t.Fatalf("got %v, want a problem", err)
			}
			wantSame(t, problems.Error(), "test.yaml:3: demo/ServerlessPrivateEndpoint/"+tc.want+"/e: demo/ServerlessInstance/"+tc.want+why)
		})
	}
	t.Run("apply", func(t *testing.T) {
		t.Parallel()
		c := newClient(t, emu, remote.Config{})
		c.AllowWrites()
		err := c.Create(t.Context(), load(t, "demo", endpoint("shop", "e", ""))[0])
		if !errors.Is(err, remote.ErrUnsupported) {
			t.Errorf("got %v, want that it is not supported", err)
		}
	})
}
