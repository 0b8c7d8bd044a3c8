package emulator_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// sdkKinds takes objects of every kind through their life, with the typed calls
// of the SDK alone where it has some.
func sdkKinds() map[spec.Kind]func(*testing.T) {
	return map[spec.Kind]func(*testing.T){
		spec.KindProject:                   sdkProject,
		spec.KindFlexCluster:               sdkFlexClusters,
		spec.KindCluster:                   sdkCluster,
		spec.KindStreamWorkspace:           sdkStreamWorkspaces,
		spec.KindStreamConnection:          sdkStreamConnectionsOfEveryType,
		spec.KindStreamProcessor:           sdkStreamProcessor,
		spec.KindServerlessInstance:        sdkServerlessInstances,
		spec.KindServerlessPrivateEndpoint: sdkServerlessPrivateEndpoints,
		spec.KindIPAccessListEntry:         sdkAccessListEntries,
		spec.KindCustomDBRole:              sdkCustomRoles,
		spec.KindDatabaseUser:              sdkDatabaseUsers,
		spec.KindStreamPrivateLink:         sdkStreamPrivateLink,
		spec.KindPrivateEndpointService:    sdkEndpointService,
		spec.KindPrivateEndpoint:           sdkPrivateEndpoint,
		spec.KindNetworkContainer:          sdkNetworkContainer,
	}
}

// TestSDKKinds fails for a kind that has no typed calls.
func TestSDKKinds(t *testing.T) {
	t.Parallel()
	run := sdkKinds()
	for _, kind := range spec.Types() {
		t.Run(string(kind.Kind), func(t *testing.T) {
			t.Parallel()
			life, ok := run[kind.Kind]
			if !ok {
				t.Fatalf("no typed calls, only for %v", slices.Sorted(maps.Keys(run)))
			}
			life(t)
		})
	}
}
