package apply_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// network is one of AWS.
func network(block string) spec.Resource {
	return spec.Resource{
		Addr: spec.Address{Project: "p", Kind: spec.KindNetworkContainer, Name: "n"},
		Body: &spec.NetworkContainer{ProviderName: new("AWS"), RegionName: new("US_EAST_1"), AtlasCIDRBlock: &block},
	}
}

// TestAwaitsWhatLeaves is about an apply that is run again while Atlas still deletes
// what the one before it has: what that is in cannot go, or change, before.
func TestAwaitsWhatLeaves(t *testing.T) {
	t.Parallel()
	before, changed := network("10.8.0.0/21"), network("10.16.0.0/21")
	cluster := spec.Resource{
		Addr: spec.Address{Project: "p", Kind: spec.KindCluster, Name: "c"}, Phase: spec.Deleting,
		Body: &spec.Cluster{ReplicationSpecs: spec.List[spec.ReplicationSpec]{{RegionConfigs: spec.List[spec.RegionConfig]{{
			ProviderName: new("AWS"), RegionName: new("US_EAST_1"),
		}}}}},
	}
	gone := before
	gone.Absent = true
	for want, doc := range map[string]spec.Resource{"delete n": gone, "update n": changed} {
		p, f := planFor(t, newFake(before, cluster), doc), newFake(before) // the cluster is gone by then
		result := run(t.Context(), p, f)
		if calls := f.log("gone", "delete", "update"); len(calls) < 2 || calls[0] != "gone c" || calls[1] != want {
			t.Errorf("%s: calls: %q, %q", want, calls, texts(result))
		}
	}
}

// TestDeletionOfAProjectThatIsNotEmpty deletes a project in which somebody created
// something since the plan, and Atlas something by itself.
func TestDeletionOfAProjectThatIsNotEmpty(t *testing.T) {
	t.Parallel()
	project := spec.Resource{Addr: spec.Address{Project: "p", Kind: spec.KindProject, Name: "p"}, ID: "1", Body: &spec.Project{}}
	w := resource(workspace("w"), "SP10")
	p := planFor(t, newFake(project), absent(project.Addr))
	f := newFake(project, network("10.8.0.0/21"), w)
	want := []string{"delete p/Project/p failed: conflict: p/StreamWorkspace/w appeared in it since the plan: plan again"}
	if diff := cmp.Diff(want, texts(run(t.Context(), p, f))); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	f = newFake(project, network("10.8.0.0/21"))
	if result := run(t.Context(), p, f); result.Destroyed != 1 {
		t.Errorf("a network is in the way: %q", texts(result))
	}
}
