package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestClusterMembers edits the document of a sharded cluster at random. Whatever
// the edits: every live shard is sent once, what the plan warns of is what changes
// of a live shard, and nothing is left to do after it, in whatever order Atlas
// lists shards and regions then.
func TestClusterMembers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live := drawShards(t)
		want, renamed := edited(t, live)
		p := planCluster(t, want, live)
		again := planCluster(t, want, inOtherZones(t, live))
		if !renamed && p.Digest() != again.Digest() {
			t.Errorf("the digest depends on the order of zones:\n%s\n%s", fieldLines(p), fieldLines(again))
		}
		if len(p.Blocked) > 0 {
			t.Skip(p.Blocked[0].Reason)
		}
		if len(p.Operations) == 0 {
			return
		}
		op := p.Operations[0]
		body, conflicts := op.Recheck(live)
		if len(conflicts) > 0 || body == nil {
			t.Fatalf("%s\nconflicts %v", fieldLines(p), conflicts)
		}
		sent := body.(*spec.Cluster)
		checkSent(t, op, live, sent)
		for i := range sent.ReplicationSpecs {
			if s := &sent.ReplicationSpecs[i]; s.ID == nil {
				s.ID = new(fmt.Sprintf("new%d", i))
			}
		}
		if next := planCluster(t, want, shuffled(t, sent)); !next.Empty() {
			t.Errorf("first\n%s\nthen\n%s", fieldLines(p), fieldLines(next))
		}
	})
}

func planCluster(t *rapid.T, want, live *spec.Cluster) *plan.Plan {
	addr := spec.Address{Project: "p", Kind: spec.KindCluster, Name: "c"}
	p, err := plan.Compute([]spec.Resource{{Addr: addr, Body: want}}, []spec.Resource{{Addr: addr, ID: "c", Body: live}}, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func fieldLines(p *plan.Plan) string {
	var all []string
	for _, op := range p.Operations {
		all = append(all, lines(op.Fields)...)
	}
	return strings.Join(all, "\n")
}

// checkSent holds what is sent against what is live, by the IDs of shards.
func checkSent(t *rapid.T, op plan.Operation, live, sent *spec.Cluster) {
	now := map[string]spec.ReplicationSpec{}
	for _, s := range sent.ReplicationSpecs {
		if s.ID == nil {
			continue
		}
		if _, twice := now[*s.ID]; twice {
			t.Errorf("shard %s is sent twice", *s.ID)
		}
		now[*s.ID] = s
	}
	changed := false
	for _, was := range live.ReplicationSpecs {
		is, kept := now[*was.ID]
		if !kept {
			t.Errorf("shard %s is not sent", *was.ID)
		}
		changed = changed || !cmp.Equal(byName(was), byName(is))
		for name, size := range sizes(was) {
			switch after, stays := sizes(is)[name]; {
			case !stays && !warns(op, "moves nodes", "takes the nodes"):
				t.Errorf("shard %s leaves %s without a warning", *was.ID, name)
			case stays && after != size && !warns(op, "restarts"):
				t.Errorf("shard %s goes from %s to %s in %s without a warning", *was.ID, size, after, name)
			}
		}
	}
	if !changed && len(op.Hazards) > 0 {
		t.Errorf("no live shard changes, and the plan warns of %v", op.Hazards)
	}
	for _, f := range op.Fields {
		if text := strings.Join(lines([]plan.Field{f}), ""); slices.Contains(f.Path, "id") || strings.Contains(text, "id:") {
			t.Errorf("the plan has an ID: %s", text)
		}
	}
}

func warns(op plan.Operation, words ...string) bool {
	return slices.ContainsFunc(op.Hazards, func(h plan.Hazard) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(h.Text, w) })
	})
}

// sizes are those of the nodes of a shard, by region.
func sizes(s spec.ReplicationSpec) map[string]string {
	all := map[string]string{}
	for _, r := range s.RegionConfigs {
		all[*r.ProviderName+" "+*r.RegionName] = *r.ElectableSpecs.InstanceSize
	}
	return all
}

// byName is a shard with its regions in one order.
func byName(s spec.ReplicationSpec) spec.ReplicationSpec {
	s.RegionConfigs = slices.SortedFunc(slices.Values(s.RegionConfigs), func(a, b spec.RegionConfig) int {
		return strings.Compare(*a.ProviderName+*a.RegionName, *b.ProviderName+*b.RegionName)
	})
	return s
}

func shuffled(t *rapid.T, c *spec.Cluster) *spec.Cluster {
	c = spec.Clone(c).(*spec.Cluster)
	c.ReplicationSpecs = rapid.Permutation(c.ReplicationSpecs).Draw(t, "shards")
	for i := range c.ReplicationSpecs {
		c.ReplicationSpecs[i].RegionConfigs = rapid.Permutation(c.ReplicationSpecs[i].RegionConfigs).Draw(t, "regions")
	}
	return c
}

// inOtherZones puts the zones of a cluster into another order, and leaves the
// shards of one zone in theirs.
func inOtherZones(t *rapid.T, c *spec.Cluster) *spec.Cluster {
	c = spec.Clone(c).(*spec.Cluster)
	zones := rapid.Permutation([]string{"A", "B", "C"}).Draw(t, "zones")
	slices.SortStableFunc(c.ReplicationSpecs, func(a, b spec.ReplicationSpec) int {
		return slices.Index(zones, *a.ZoneName) - slices.Index(zones, *b.ZoneName)
	})
	return c
}
