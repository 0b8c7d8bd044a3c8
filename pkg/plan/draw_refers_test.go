package plan_test

import (
	"maps"
	"slices"
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
// is drawn beside it, wherever a kind can. However many cases those draw, it looks
// at a hundred.
func TestWorldsRefer(t *testing.T) {
	t.Parallel()
	type reference struct{ from, to spec.Kind }
	found := map[reference]int{}
	worlds := rapid.Custom(func(t *rapid.T) [2][]spec.Resource {
		want, live := drawWorld(t)
		return [2][]spec.Resource{want, live}
	})
	for seed := range 100 {
		for _, resources := range worlds.Example(seed) {
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
	}
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

// endowed leaves users and roles the custom roles that are there: another one is a
// problem, not a plan.
func endowed(want, live []spec.Resource) {
	there := map[spec.Address]bool{}
	for _, r := range slices.Concat(live, want) {
		there[r.Addr] = !r.Absent
	}
	missing := func(r spec.Resource, name string) bool {
		role := spec.Address{Project: r.Addr.Project, Kind: spec.KindCustomDBRole, Name: name}
		return slices.Contains(r.Kept(), role) && !there[role]
	}
	for _, r := range want {
		switch body := r.Body.(type) {
		case *spec.CustomDBRole:
			maps.DeleteFunc(body.InheritedRoles, func(role spec.InheritedRole, _ struct{}) bool { return missing(r, role.Role) })
		case *spec.DatabaseUser:
			maps.DeleteFunc(body.Roles, func(role spec.UserRole, _ struct{}) bool { return missing(r, role.RoleName) })
			if len(body.Roles) == 0 {
				body.Roles = spec.Set[spec.UserRole]{{RoleName: "read", DatabaseName: "a"}: {}}
			}
		}
	}
}
