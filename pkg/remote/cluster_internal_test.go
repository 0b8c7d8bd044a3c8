package remote

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// cluster is one of a shard a region, with IDs.
func cluster(change func(*spec.Cluster), regions ...string) *spec.Cluster {
	c := &spec.Cluster{ClusterType: new("SHARDED"), Paused: new(false)}
	for i, region := range regions {
		c.ReplicationSpecs = append(c.ReplicationSpecs, spec.ReplicationSpec{
			ID: new(strings.Repeat(string(rune('a'+i)), 24)),
			RegionConfigs: spec.List[spec.RegionConfig]{{
				ProviderName: new("AWS"), RegionName: new(region), Priority: new(int64(7)),
				ElectableSpecs: &spec.NodeSpecs{
					InstanceSize: new("M10"), NodeCount: new(int64(3)), DiskSizeGB: new(30.0), DiskIOPS: new(int64(3000)), EBSVolumeType: new("STANDARD"),
				},
			}},
		})
	}
	if change != nil {
		change(c)
	}
	return c
}

// TestClusterPatch is what is sent on the way from one cluster to another.
func TestClusterPatch(t *testing.T) {
	t.Parallel()
	const shards = `[{"id":"aaaaaaaaaaaaaaaaaaaaaaaa","regionConfigs":[{"electableSpecs":{"diskSizeGB":30,"ebsVolumeType":"STANDARD","instanceSize":"M20","nodeCount":3},"priority":7,"providerName":"AWS","regionName":"A"}]}]`
	grown := func(c *spec.Cluster) { c.ReplicationSpecs[0].RegionConfigs[0].ElectableSpecs.InstanceSize = new("M20") }
	fast := func(c *spec.Cluster) {
		c.ReplicationSpecs[0].RegionConfigs[0].ElectableSpecs.EBSVolumeType = new("PROVISIONED")
	}
	paused := func(c *spec.Cluster) { c.Paused = new(true) }
	swapped := func(c *spec.Cluster) {
		c.ReplicationSpecs[0], c.ReplicationSpecs[1] = c.ReplicationSpecs[1], c.ReplicationSpecs[0]
	}
	for _, test := range []struct {
		name       string
		live, want *spec.Cluster
		patch      string
	}{
		{"one thing", cluster(nil, "A"), cluster(func(c *spec.Cluster) { c.Tags = map[string]string{"a": "b"} }, "A"), `{"tags":[{"key":"a","value":"b"}]}`},
		{"a shard, with its ID, and without the rate of a standard volume", cluster(nil, "A"), cluster(grown, "A"), `{"replicationSpecs":` + shards + `}`},
		{"pause", cluster(nil, "A"), cluster(paused, "A"), `{"paused":true}`},
		{"change before the pause", cluster(nil, "A"), cluster(func(c *spec.Cluster) { grown(c); paused(c) }, "A"), `{"replicationSpecs":` + shards + `}`},
		{"resume before the change", cluster(paused, "A"), cluster(grown, "A"), `{"paused":false}`},
		{"another order alone is nothing", cluster(nil, "A", "B"), cluster(swapped, "A", "B"), `{"paused":false}`},
		{"another order beside something else", cluster(nil, "A", "B"), cluster(func(c *spec.Cluster) { swapped(c); c.Tags = map[string]string{"a": "b"} }, "A", "B"), `{"tags":[{"key":"a","value":"b"}]}`},
		{"a shard without a size for its disks gets that of the others", cluster(nil, "A"), cluster(func(c *spec.Cluster) {
			second := cluster(nil, "B").ReplicationSpecs[0]
			second.ID, second.RegionConfigs[0].ElectableSpecs = nil, &spec.NodeSpecs{InstanceSize: new("M10"), NodeCount: new(int64(3))}
			c.ReplicationSpecs = append(c.ReplicationSpecs, second)
			grown(c)
		}, "A"), `{"replicationSpecs":` + strings.TrimSuffix(shards, "]") + `,{"regionConfigs":[{"electableSpecs":{"diskSizeGB":30,"instanceSize":"M10","nodeCount":3},"priority":7,"providerName":"AWS","regionName":"B"}]}]}`},
		{"another provider, without the volumes of AWS", cluster(fast, "A"), cluster(func(c *spec.Cluster) {
			fast(c)
			c.ReplicationSpecs[0].RegionConfigs[0].ProviderName = new("AZURE")
		}, "A"), `{"replicationSpecs":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaa","regionConfigs":[{"electableSpecs":{"diskSizeGB":30,"instanceSize":"M10","nodeCount":3},"priority":7,"providerName":"AZURE","regionName":"A"}]}]}`},
		{"a shard is there twice", cluster(nil, "A", "B"), cluster(func(c *spec.Cluster) { c.ReplicationSpecs[1].ID = c.ReplicationSpecs[0].ID }, "A", "B"), "error: the update would send shard 1 (aaaaaaaaaaaaaaaaaaaaaaaa) twice: plan again"},
		{"a shard that is there is forgotten", cluster(nil, "A", "B"), cluster(nil, "A"), "error: the update would delete shard 1 (bbbbbbbbbbbbbbbbbbbbbbbb): plan again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			patch, err := clusterPatch(test.live, test.want)
			got := "error: "
			if err != nil {
				got += err.Error()
			} else {
				data, err := json.Marshal(patch)
				if err != nil {
					t.Fatal(err)
				}
				got = canonicalJSON(t, data)
			}
			if diff := cmp.Diff(test.patch, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestClusterOrder sends no regions that are only listed otherwise.
func TestClusterOrder(t *testing.T) {
	t.Parallel()
	regions := func(c *spec.Cluster) *spec.List[spec.RegionConfig] { return &c.ReplicationSpecs[0].RegionConfigs }
	two := cluster(func(c *spec.Cluster) {
		r := (*regions(c))[0]
		r.RegionName, r.Priority = new("B"), new(int64(6))
		*regions(c) = append(*regions(c), r)
	}, "A")
	other := spec.Clone(two).(*spec.Cluster)
	slices.Reverse(*regions(other))
	patch, err := clusterPatch(two, other)
	if err != nil || patch.ReplicationSpecs != nil {
		t.Errorf("sends %+v, error %v", patch.ReplicationSpecs, err)
	}
	(*regions(other))[0].ElectableSpecs.NodeCount = new(int64(5))
	patch, err = clusterPatch(two, other)
	if err != nil {
		t.Fatal(err)
	}
	var sent []string
	for _, r := range patch.GetReplicationSpecs()[0].GetRegionConfigs() {
		sent = append(sent, r.GetRegionName())
	}
	if diff := cmp.Diff([]string{"A", "B"}, sent); diff != "" {
		t.Errorf("regions (-want +got):\n%s", diff)
	}
}

func canonicalJSON(t *testing.T, data []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}
