package remote

import (
	"errors"
	"net/http"
	"strings"
)

// wayOut says what to do about a refusal where Atlas does not say it.
func (e *APIError) wayOut() string {
	if e.Code == "USER_UNAUTHORIZED" && e.Method == http.MethodPost && strings.HasSuffix(e.Path, "/groups") {
		return makesProjects
	}
	if out, ok := waysOut[e.Code]; ok {
		return out
	}
	switch {
	case strings.HasPrefix(e.Code, "CANNOT_CLOSE_GROUP_"):
		return "delete what is left in the project first; Atlas also shows what atlasctl has no kind for"
	case strings.HasSuffix(e.Code, limitExceeded):
		return tooMany
	case strings.Contains(e.Code, "_NOT_FOUND") || errors.Is(e, ErrNotFound):
		return "it is not there any more, or these credentials may not see it: plan again"
	case e.AlreadyExists():
		return "it was made since the plan: plan again"
	case e.Code == processorTrouble && ruleOf(e.Status, e.Code, e.Detail).repeats > 0:
		return passes
	case e.Code == processorTrouble:
		return "check the pipeline and the connections that it names"
	case e.aboutThings(): // Atlas's own words are about them
		return ""
	}
	return waysOutByStatus[e.Status]
}

const (
	tooMany        = "delete some, or have the limit of the project raised"
	noEndpoints    = "is backed by Flex, which has no private endpoints: use a dedicated cluster with a PrivateEndpointService and a PrivateEndpoint, and take this document out"
	makesProjects  = "creating a project needs the role Organization Owner or Organization Project Creator"
	accessList     = "add the address of this machine to the API access list of the key or service account; the access list of the project is another one"
	inUse          = "stop and delete the stream processors that use it, then apply again"
	noRoom         = "try again later, or choose another region or a smaller size"
	passes         = "the trouble is on Atlas's side: try again later"
	resourcePolicy = "ATLAS_RESOURCE_POLICIES_VIOLATION_NOT_AUTHORIZED"
)

// waysOut are by code. Where Atlas's own words say it all, there is none.
var waysOut = map[string]string{
	// The document and what is there are of different kinds.
	"NOT_SERVERLESS_TENANT_CLUSTER":                 "it " + noEndpoints,
	"CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API":       "it is no Flex cluster: a serverless instance of before February 2025 is managed with --serverless-api legacy",
	"CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API":        "declare it as a FlexCluster",
	"CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API": "it is no serverless instance: declare it as what it is, or use --serverless-api flex",
	"CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API": "declare it as a ServerlessInstance",
	"DUPLICATE_CLUSTER_NAME":                        "clusters of all kinds share their names: choose another one, or plan again if it was made since the plan",
	"GROUP_ALREADY_EXISTS":                          "plan again; if the plan does not show it, these credentials may not see it",
	"GROUP_NOT_FOUND":                               "check the project, and that these credentials may see it",
	"STREAM_TENANT_NOT_FOUND_FOR_NAME":              "the workspace is not there: declare it, or plan again if it was deleted since the plan",
	"RESOURCE_NOT_FOUND":                            "check that the project is right, and that the base URL is Atlas",
	"VERSION_GONE":                                  "Atlas has ended this version of its API: use a newer atlasctl",
	"CROSS_REGION_PRIVATE_LINK_SELF_REGION":         "take the region of the endpoint service itself out of the list",
	"STREAM_KAFKA_CONNECTION_IS_DEPLOYING":          "apply again when it is deployed",
	"CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP":    "apply again in a few minutes",
	"WRITES_NOT_ALLOWED_DURING_APP_UPGRADES":        "apply again later",

	// Something else has to be done first.
	"CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED": "apply terminationProtectionEnabled: false first, then delete it",
	"CANNOT_UPDATE_PAUSED_CLUSTER":                                 "resume the cluster first",
	"CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER":                        "it was resumed less than an hour ago: apply again later",
	"STREAM_CONNECTION_HAS_STREAM_PROCESSORS":                      inUse + "; or declare a connection of another name, let them name that, and take this one out",
	"STREAM_TENANT_HAS_STREAM_PROCESSORS":                          inUse,
	"CLOUD_PROVIDER_CONTAINER_NOT_FOUND":                           "the network container is not there: one comes with the first cluster of its region",
	"STREAM_PRIVATE_LINK_IN_USE":                                   "delete the connections that use it first",
	"ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS":                            "give these users another role, or delete them first",
	"ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES":                            "take it out of these roles, or delete them first",
	"MAX_CLUSTERS_PER_GROUP_EXCEEDED":                              tooMany,
	"MAX_GROUPS_PER_ORG_EXCEEDED":                                  "delete projects that nobody needs, or have MongoDB raise the limit of the organization",
	"ATLAS_INVALID_ROLE":                                           "declare it as a CustomDBRole, or check its name",
	"CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API":                    "choose M10 or a larger size, or declare a FlexCluster",
	"CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES":                    "apply again when the cluster is IDLE",
	"PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS":             "apply again when the service is AVAILABLE",
	"UNSUPPORTED_ROLE":                                             "a role that is not built in is in the database admin: write databaseName: admin",
	"CONTAINERS_IN_USE":                                            "delete the clusters and peerings that use it first",
	"PEER_ALREADY_REQUESTED_DELETION":                              "it is on its way out: apply again later",
	"CANNOT_ASSUME_ROLE":                                           "the trust policy of the role has to name Atlas and the external ID, and takes a minute to take effect",
	"OUT_OF_CAPACITY":                                              noRoom,
	"NO_CAPACITY":                                                  noRoom,
	"REGION_UNAVAILABLE":                                           "choose another region",

	// It is about who asks.
	"RATE_LIMITED":                  "others use the same budget: apply again later",
	"RATE_LIMITED_TOKEN_BUCKET":     "others use the same budget: apply again later",
	"USER_UNAUTHORIZED":             "these credentials lack a role: writes need Project Owner, those of streams at least Project Stream Processing Owner",
	"NOT_IN_GROUP":                  "add these credentials to the project",
	"IP_ADDRESS_NOT_ON_ACCESS_LIST": accessList,
	"ORG_REQUIRES_ACCESS_LIST":      accessList,
	resourcePolicy:                  "change the document, or ask whoever keeps the resource policies of the organization",
	"ACCOUNT_SUSPENDED":             "the organization has an unpaid invoice: pay it in Atlas, under Billing",
}

// waysOutByStatus are for codes that say nothing, and for none.
var waysOutByStatus = map[int]string{
	http.StatusPaymentRequired:     "add a payment method to the organization in Atlas, under Billing",
	http.StatusUnauthorized:        "check the credentials, and that they belong to the organization of the project",
	http.StatusForbidden:           "check the roles of these credentials",
	http.StatusMethodNotAllowed:    "Atlas does not offer this any more, or the base URL is not Atlas",
	http.StatusGone:                "Atlas has ended this part of its API: use a newer atlasctl",
	http.StatusTooManyRequests:     "others use the same budget: apply again later",
	http.StatusBadGateway:          "try again later; if it stays, check that the base URL is Atlas",
	http.StatusInternalServerError: passes,
	http.StatusServiceUnavailable:  passes,
	http.StatusGatewayTimeout:      passes,
}
