package remote

import (
	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// drivers is the table of drivers, one for every kind of the table of kinds.
func drivers(sdk *admin.APIClient, api ServerlessAPI) map[spec.Kind]driver {
	return map[spec.Kind]driver{
		spec.KindProject:                   erase(projects{sdk.ProjectsApi}),
		spec.KindFlexCluster:               erase(flexClusters{sdk.FlexClustersApi}),
		spec.KindCluster:                   erase(dedicatedClusters{sdk.ClustersApi}),
		spec.KindStreamWorkspace:           erase(streamWorkspaces{sdk.StreamsApi}),
		spec.KindStreamConnection:          erase(streamConnections{sdk.StreamsApi}),
		spec.KindStreamProcessor:           erase(newStreamProcessors(sdk)),
		spec.KindServerlessInstance:        serverlessDriver(sdk, api),
		spec.KindServerlessPrivateEndpoint: erase(serverlessPrivateEndpoints{sdk.ServerlessPrivateEndpointsApi}),
		spec.KindStreamPrivateLink:         erase(streamPrivateLinks{sdk.StreamsApi}),
		spec.KindIPAccessListEntry:         erase(newIPAccessList(sdk.ProjectIPAccessListApi)),
		spec.KindDatabaseUser:              erase(databaseUsers{sdk.DatabaseUsersApi}),
		spec.KindCustomDBRole:              erase(customDBRoles{sdk.CustomDatabaseRolesApi}),
		spec.KindPrivateEndpointService:    erase(privateEndpointServices{sdk.PrivateEndpointServicesApi}),
		spec.KindPrivateEndpoint:           erase(privateEndpoints{sdk.PrivateEndpointServicesApi}),
		spec.KindNetworkContainer:          erase(networkContainers{sdk.NetworkPeeringApi}),
	}
}

// converted is for the kinds that Atlas turned into clusters: what it means
// that a cluster holds the name of one. The verb stands for the cluster.
var converted = map[spec.Kind]string{
	spec.KindServerlessInstance: "converted to %s: it is no serverless instance any more, take this document out",
}
