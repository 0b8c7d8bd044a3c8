package remote

import (
	"encoding/json"
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
	paused := func(c *spec.Cluster) { c.Paused = new(true) }
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
