package emulator

import (
	"slices"
	"strings"
)

// The scopes of endpoint sets that occur here, of the four of the API document.
const (
	scopeGroup = "GROUP"
	scopeUser  = "USER"
)

// endpointSet is a set of endpoints that draw from one bucket: one a project or
// one a caller, by its scope.
type endpointSet struct {
	id    string // as the API document spells its one example
	name  string
	scope string
	below string // the segment of the paths below a project that makes the set
	limit Limit
}

// endpointSets are the sets of what is served, by ID. Capacities are recorded,
// and where not called a guess the refills are from refusals on record or from
// what others have read off GET /rateLimits.
func endpointSets() []endpointSet {
	usual := Limit{Capacity: 1200, Refill: 500}
	return []endpointSet{
		{id: "clusters_group", name: "Clusters", scope: scopeGroup, below: "clusters", limit: Limit{Capacity: 10_000, Refill: 5000}},
		// The refills of these two are guesses, half the capacity as for clusters.
		{id: "customDBRoles_group", name: "Custom Database Roles", scope: scopeGroup, below: "customDBRoles", limit: Limit{Capacity: 2000, Refill: 1000}},
		{id: "databaseUsers_group", name: "Database Users", scope: scopeGroup, below: "databaseUsers", limit: Limit{Capacity: 10_000, Refill: 5000}},
		{id: "flexClusters_group", name: "Flex Clusters", scope: scopeGroup, below: "flexClusters", limit: usual},
		{id: groupsOfGroup, name: "Projects", scope: scopeGroup, limit: usual},
		{id: groupsOfUser, name: "Project Lists", scope: scopeUser, limit: usual},
		// Its refill is a guess, half the capacity as for clusters.
		{id: "privateEndpoint_group", name: "Private Endpoints", scope: scopeGroup, below: "privateEndpoint", limit: Limit{Capacity: 4000, Refill: 2000}},
		// Nothing is known of these two but that they exist.
		{id: inspectionOfGroup, name: "Rate Limits Inspection", scope: scopeGroup, limit: usual},
		{id: inspectionOfUser, name: "Rate Limits Inspection", scope: scopeUser, limit: usual},
		// A guess: serverless went before there were headers to record.
		{id: "serverless_group", name: "Serverless Instances", scope: scopeGroup, below: "serverless", limit: usual},
		{id: "streams_group", name: "Streams", scope: scopeGroup, below: "streams", limit: usual},
	}
}

const (
	groupsOfGroup     = "groups_group"
	groupsOfUser      = "groups_user"
	inspectionOfGroup = "rateLimitsInspection_group"
	inspectionOfUser  = "rateLimitsInspection_user"
)

// EndpointSets are the IDs of the endpoint sets that [Config] may change the
// limits of.
func EndpointSets() []string {
	var ids []string
	for _, set := range endpointSets() {
		ids = append(ids, set.id)
	}
	return ids
}

func endpointSetByID(id string) (endpointSet, bool) {
	all := endpointSets()
	at := slices.IndexFunc(all, func(s endpointSet) bool { return s.id == id })
	if at < 0 {
		return endpointSet{}, false
	}
	return all[at], true
}

// endpointSetOf is the set of a path of the route table. What lies in a project
// and has no set of its own shares the one of the project, as most of a project
// has the same limit (recorded). Only the versioned API is limited so
// (MongoDB's documents).
func endpointSetOf(path string) (endpointSet, bool) {
	switch {
	case path == groupPath || strings.HasPrefix(path, groupPath+"/"):
		below, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, groupPath), "/"), "/")
		for _, set := range endpointSets() {
			if set.below != "" && set.below == below {
				return set, true
			}
		}
		return endpointSetByID(groupsOfGroup)
	case path == apiPath+"/groups" || strings.HasPrefix(path, apiPath+"/groups/"):
		return endpointSetByID(groupsOfUser)
	case strings.HasPrefix(path, rateLimitsPath):
		return endpointSetByID(inspectionOfUser)
	}
	return endpointSet{}, false
}
