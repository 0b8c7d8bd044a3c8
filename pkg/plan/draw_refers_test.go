package plan_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// referring are samples that make it likely that something refers to what is drawn
// beside it, see drawAddresses.
var referring = map[string][]string{
	"CustomDBRole.inheritedRoles.role":        {"read", "b", "c"}, // what comes after it, see drawWorld
	"StreamConnection.dbRoleToExecute.role":   {"readAnyDatabase", "a", "b"},
	"StreamConnection.dbRoleToExecute.type":   {"CUSTOM", "CUSTOM", "BUILT_IN"},
	"StreamConnection.networking.access.type": {"PRIVATE_LINK", "PRIVATE_LINK", "PUBLIC", "VPC", "TRANSIT_GATEWAY"},
	"StreamConnection.type": {
		"Cluster", "Cluster", "Cluster", "Kafka", "Kafka", "Kafka",
		"S3", "Https", "Sample", "SchemaRegistry", "AWSKinesisDataStreams", "AWSLambda", "AzureBlobStorage", "GCPPubSub",
	},
}

// TestWorldsRefer keeps the other properties honest: what is drawn refers to what
// is drawn beside it, wherever a kind can.
func TestWorldsRefer(t *testing.T) {
	t.Parallel()
	type reference struct{ from, to spec.Kind }
	found := map[reference]int{}
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		for _, resources := range [][]spec.Resource{want, live} {
			there := map[spec.Address]bool{}
			for _, r := range resources {
				there[r.Addr] = !r.Absent
			}
			for _, r := range resources {
				for _, need := range r.Requires() {
					if there[r.Addr] && there[need] {
						found[reference{r.Addr.Kind, need.Kind}]++
					}
				}
			}
		}
	})
	for _, r := range []reference{
		{spec.KindFlexCluster, spec.KindProject},
		{spec.KindCustomDBRole, spec.KindCustomDBRole},
		{spec.KindDatabaseUser, spec.KindCustomDBRole},
		{spec.KindDatabaseUser, spec.KindFlexCluster},
		{spec.KindDatabaseUser, spec.KindStreamWorkspace},
		{spec.KindPrivateEndpoint, spec.KindPrivateEndpointService},
		{spec.KindServerlessPrivateEndpoint, spec.KindServerlessInstance},
		{spec.KindStreamConnection, spec.KindStreamWorkspace},
		{spec.KindStreamConnection, spec.KindFlexCluster},
		{spec.KindStreamConnection, spec.KindCustomDBRole},
		{spec.KindStreamConnection, spec.KindStreamPrivateLink},
	} {
		if found[r] < 5 {
			t.Errorf("a %s referred to a %s %d times", r.from, r.to, found[r])
		}
	}
}
