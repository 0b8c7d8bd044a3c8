package contract

import (
	"slices"
	"strings"
)

// deviation is one way in which Atlas, or the emulator of it, is known to be
// other than the document.
type deviation struct {
	operations []string // as in the table of coverage; none stands for all of them
	where      place
	member     string // such as tags[].key, in a list that of an entry; a status; a media type
	reason     string
}

// place is the part of an exchange.
type place string

const (
	request   place = "request"
	answer    place = "answer"
	statuses  place = "status"
	mediaType place = "media type"
)

// deviations are all that are known. "Recorded" is what Atlas has been seen to
// answer. One that no exchange shows any more fails [Contract.WantAllDeviations].
var deviations = []deviation{
	{nil, answer, "errorCode", "recorded: the answer 401 has none"},
	{nil, statuses, "400", "a path or a query that cannot be read is refused wherever it is: PATH_PARAM_PARSE_ERROR is " +
		"known from production, for numbers of pages it is a guess"},
	{nil, statuses, "406", "MongoDB's documentation of versions has it, for a version that there is not"},
	{nil, statuses, "415", "a guess, for a body that is not said to be JSON"},
	{nil, mediaType, plainMedia, "a guess: who asks for plain JSON gets it; the document has versions only"},

	{nil, statuses, "429", "any request may be one too many; some operations lack it in the document"},
	{[]string{"GET /rateLimits"}, statuses, "404", "a guess, for a project or an organization that there is not"},

	{[]string{"POST /groups"}, statuses, "201", "recorded"},
	{[]string{"POST /groups"}, request, "clusterCount", "the Atlas SDK sends it always, and so do the tools of MongoDB that use it"},
	{[]string{"POST /groups"}, request, "created", "the Atlas SDK sends it always, and so do the tools of MongoDB that use it"},
	{[]string{"PATCH /groups/{groupId}"}, statuses, "409", "a guess, for a name that exists"},
	{[]string{"DELETE /groups/{groupId}"}, statuses, "202", "recorded"},
	{
		dedicated, mediaType, "application/vnd.atlas.2023-02-01+json;charset=utf-8",
		"recorded; of the versions of an operation the document has the newest one only",
	},
	{
		[]string{"POST /groups/{groupId}/clusters"},
		mediaType, "application/vnd.atlas.2024-08-05+json;charset=utf-8",
		"recorded; of the versions of an operation the document has the newest one only",
	},
	{dedicated, answer, "biConnector.readPreference", "recorded in lower case"},
	{clusters, answer, "adaptiveCapacity", "recorded as null"},
	{clusters, answer, "effectiveDatabaseEdition", "recorded"},
	{processArgs, answer, "changeStreamOptionsPreAndPostImagesExpireAfterSeconds", unset},
	{processArgs, answer, "chunkMigrationConcurrency", unset},
	{processArgs, answer, "defaultMaxTimeMS", unset},
	{processArgs, answer, "defaultWriteConcern", unset},
	{processArgs, answer, "sampleRefreshIntervalBIConnector", unset},
	{processArgs, answer, "sampleSizeBIConnector", unset},
	{processArgs, answer, "transactionLifetimeLimitSeconds", unset},
	{
		processArgs, mediaType, "application/vnd.atlas.2023-01-01+json;charset=utf-8",
		"recorded; of the versions of an operation the document has the newest one only",
	},
	{[]string{"PATCH /groups/{groupId}/clusters/{clusterName}/processArgs"}, statuses, "409", "a guess: a paused cluster refuses that as it does any other change"},
	{
		serverless, answer, "providerSettings.effectiveInstanceSizeName",
		"recorded: FLEX, which is none of the documented sizes",
	},
	{serverless, answer, "providerSettings.nextBackupDate", "recorded"},
	{serverless, answer, "providerSettings.tenantBackupEnabled", "recorded"},
	{
		[]string{
			"POST /groups/{groupId}/serverless",
			"PATCH /groups/{groupId}/serverless/{name}",
			"DELETE /groups/{groupId}/serverless/{name}",
			"GET /groups/{groupId}/serverless/{clusterName}/performanceAdvisor/autoIndexing",
			"POST /groups/{groupId}/serverless/{clusterName}/performanceAdvisor/autoIndexing",
		},
		statuses, "410",
		"a guess for operations that have ended: the document has such an answer, and no operation that gives it",
	},
	{endpoints, answer, "endpointServiceName", "the text of the document: it is null until the service is reserved"},
	{
		endpoints, answer, "privateLinkServiceResourceId",
		"the text of the document: it is null until the service is reserved",
	},
	{endpoints, answer, "errorMessage", "recorded as null for the endpoint services of clusters"},
	{[]string{"POST /groups/{groupId}/accessList"}, statuses, "201", "recorded"},
	{customRoles, answer, "actions[].resources[].cluster", "recorded: it is left out unless it is true"},
	{customRoles, answer, "actions[].resources[].collection", "recorded: it is left out where there is none"},
	{customRoles, answer, "actions[].resources[].db", "recorded: it is left out of what is about the cluster"},
	{newServices, answer, "endpointServiceName", "recorded as null until there is one, as the text of the document says"},
	{newServices, answer, "privateLinkServiceName", "recorded as null until there is one"},
	{newServices, answer, "privateLinkServiceResourceId", "recorded as null until there is one"},
	{services, answer, "errorMessage", "recorded as null"},
	{[]string{"POST " + serviceWritten}, statuses, "201", "recorded"},
	{[]string{"POST " + serviceWritten}, statuses, "409", "recorded, for a region that has one"},
	{[]string{"DELETE " + serviceRead + "/{endpointServiceId}"}, statuses, "202", "recorded"},
	{[]string{"GET " + inService + "/{endpointId}"}, answer, "errorMessage", "recorded as null for their services"},
	{
		[]string{"GET " + inService + "/{endpointId}", "DELETE " + inService + "/{endpointId}"},
		request, "",
		"the pattern of the ID has AWS and Azure; the operations are there for Google Cloud too, whose groups have names",
	},
	{[]string{"POST " + inService}, statuses, "201", "a guess, as it is recorded for their services"},
	{[]string{"DELETE " + inService + "/{endpointId}"}, statuses, "202", "a guess, as it is recorded for their services"},
	{workspaces, answer, "failoverRegions", "recorded since 2026-02-23; later documents have it"},
	{[]string{"POST /groups/{groupId}/streams"}, statuses, "409", "a guess, for a name that exists"},
}

// The operations that answer an object of a kind.
// unset is why an answer has a null.
const unset = "recorded as null by Terraform's provider: nobody has set it"

var (
	clusters    = []string{"GET /groups/{groupId}/clusters", "GET /groups/{groupId}/clusters/{clusterName}"}
	dedicated   = objects("/groups/{groupId}/clusters", "/{clusterName}")
	processArgs = []string{"GET /groups/{groupId}/clusters/{clusterName}/processArgs", "PATCH /groups/{groupId}/clusters/{clusterName}/processArgs"}
	serverless  = objects("/groups/{groupId}/serverless", "/{name}")
	workspaces  = objects("/groups/{groupId}/streams", "/{tenantName}")
	customRoles = objects("/groups/{groupId}/customDBRoles/roles", "/{roleName}")
	endpoints   = objects("/groups/{groupId}/privateEndpoint/serverless/instance/{instanceName}/endpoint", "/{endpointId}")
)

// An endpoint service has one path to be read by, and another to be written.
const (
	serviceRead    = "/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService"
	serviceWritten = "/groups/{groupId}/privateEndpoint/endpointService"
	inService      = serviceRead + "/{endpointServiceId}/endpoint"
)

var (
	newServices = []string{"GET " + serviceRead, "GET " + serviceRead + "/{endpointServiceId}"}
	services    = append(slices.Clip(newServices), "PATCH "+serviceWritten+"/{endpointServiceId}")
)

func objects(all, one string) []string {
	return []string{"GET " + all, "POST " + all, "GET " + all + one, "PATCH " + all + one}
}

// excuse is a deviation that has occurred.
type excuse struct {
	deviation int
	operation string // empty for one of all operations
}

// excused finds the deviation that a problem is.
func excused(operation string, where place, member string) (excuse, bool) {
	for i, d := range deviations {
		if d.where != where || d.member != entry(member) {
			continue
		}
		if slices.Contains(d.operations, operation) {
			return excuse{i, operation}, true
		}
		if d.operations == nil {
			return excuse{i, ""}, true
		}
	}
	return excuse{}, false
}

// entry is a member of an object, whether it is answered alone or in a list.
func entry(member string) string {
	return strings.TrimPrefix(strings.TrimPrefix(member, "results[]."), "[].")
}
