package remote_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// TestWhatTheUserSees has a row for each class of error of Atlas: the operation
// is named, Atlas's own words are there, and what to do unless they say it.
func TestWhatTheUserSees(t *testing.T) {
	t.Parallel()
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	for _, tc := range []struct {
		kind   spec.Kind
		method string
		status int
		code   string
		advice string // empty: Atlas's own words are enough
	}{
		{spec.KindFlexCluster, post, 400, "DUPLICATE_CLUSTER_NAME", "choose another one"},
		{spec.KindCluster, patch, 404, "CLUSTER_NOT_FOUND", "plan again"},
		{spec.KindCluster, get, 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", "declare it as a FlexCluster"},
		{spec.KindFlexCluster, get, 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API", "it is no Flex cluster"},
		{spec.KindServerlessInstance, get, 400, "CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API", "it is no serverless instance"},
		{spec.KindCluster, get, 400, "CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API", "declare it as a ServerlessInstance"},
		{spec.KindServerlessPrivateEndpoint, post, 400, "NOT_SERVERLESS_TENANT_CLUSTER", "it is backed by Flex"},
		{spec.KindServerlessInstance, patch, 404, "SERVERLESS_INSTANCE_NOT_FOUND", "plan again"},
		{spec.KindCluster, del, 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED", "apply terminationProtectionEnabled: false first"},
		{spec.KindCluster, patch, 409, "CANNOT_UPDATE_PAUSED_CLUSTER", "resume the cluster first"},
		{spec.KindCluster, patch, 400, "CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER", "apply again later"},
		{spec.KindStreamConnection, post, 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME", "the workspace is not there: declare it"},
		{spec.KindStreamWorkspace, del, 403, "STREAM_TENANT_HAS_STREAM_PROCESSORS", "delete the stream processors"},
		{spec.KindStreamConnection, del, 403, "STREAM_CONNECTION_HAS_STREAM_PROCESSORS", "delete the stream processors"},
		{spec.KindStreamConnection, post, 409, "STREAM_CONNECTION_NAME_ALREADY_EXISTS", "it was made since the plan"},
		{spec.KindStreamWorkspace, post, 409, "STREAM_TENANT_NAME_ALREADY_EXISTS", "it was made since the plan"},
		{spec.KindStreamConnection, patch, 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME", "plan again"},
		{spec.KindCluster, post, 409, "OUT_OF_CAPACITY", "choose another region or a smaller size"},
		{spec.KindStreamConnection, del, 409, "STREAM_KAFKA_CONNECTION_IS_DEPLOYING", "apply again when it is deployed"},
		{spec.KindFlexCluster, post, 400, "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP", "apply again in a few minutes"},
		{spec.KindStreamConnection, post, 405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "apply again later"},
		{spec.KindStreamProcessor, post, 400, "STREAM_PROCESSOR_GENERIC_ERROR", "check the pipeline"},
		{spec.KindStreamProcessor, post, 504, "STREAM_PROCESSOR_TIMEOUT", "the trouble is on Atlas's side: try again later"},
		{spec.KindStreamPrivateLink, del, 400, "STREAM_PRIVATE_LINK_IN_USE", "delete the connections that use it first"},
		{spec.KindProject, post, 409, "GROUP_ALREADY_EXISTS", "these credentials may not see it"},
		{spec.KindStreamConnection, post, 404, "GROUP_NOT_FOUND", "check the project"},
		{spec.KindStreamConnection, post, 404, "RESOURCE_NOT_FOUND", "check that the project is right"},
		{spec.KindProject, del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_STREAMS_RESOURCE", "delete what is left in the project first"},
		{spec.KindProject, del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS", "delete what is left in the project first"},
		{spec.KindProject, del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_PEERING_CONNECTIONS", "delete what is left in the project first"},
		{spec.KindProject, del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES", "delete what is left in the project first"},
		{spec.KindProject, del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_DATA_LAKES", "delete what is left in the project first"},
		{spec.KindPrivateEndpointService, patch, 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", "plan again"},
		{spec.KindPrivateEndpointService, post, 409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", "it was made since the plan"},
		{spec.KindPrivateEndpointService, patch, 400, "CROSS_REGION_PRIVATE_LINK_SELF_REGION", "take the region of the endpoint service itself out"},
		{spec.KindIPAccessListEntry, post, 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND", "plan again"},
		{spec.KindDatabaseUser, patch, 404, "USERNAME_NOT_FOUND", "plan again"},
		{spec.KindDatabaseUser, patch, 404, "USER_NOT_FOUND", "plan again"},
		{spec.KindNetworkContainer, post, 404, "CLOUD_PROVIDER_CONTAINER_NOT_FOUND", "one comes with the first cluster of its region"},
		{spec.KindCustomDBRole, patch, 404, "ATLAS_CUSTOM_ROLE_NOT_FOUND", "plan again"},
		{spec.KindStreamConnection, patch, 404, "PEER_NOT_FOUND", "plan again"},
		{spec.KindStreamConnection, del, 409, "PEER_ALREADY_REQUESTED_DELETION", "it is on its way out"},
		{spec.KindCustomDBRole, del, 409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS", "give these users another role"},
		{spec.KindCustomDBRole, del, 409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES", "take it out of these roles"},
		{spec.KindDatabaseUser, post, 403, "GROUP_USERS_LIMIT_EXCEEDED", "have the limit of the project raised"},
		{spec.KindCustomDBRole, post, 403, "CUSTOM_ROLES_LIMIT_EXCEEDED", "have the limit of the project raised"},
		{spec.KindDatabaseUser, post, 400, "UNSUPPORTED_ROLE", "write databaseName: admin"},
		{spec.KindNetworkContainer, del, 409, "CONTAINERS_IN_USE", "delete the clusters and peerings that use it first"},
		{spec.KindStreamConnection, patch, 400, "CANNOT_ASSUME_ROLE", "the trust policy of the role"},
		{spec.KindStreamConnection, get, 429, "RATE_LIMITED", "others use the same budget"},
		{spec.KindStreamConnection, post, 429, "RATE_LIMITED_TOKEN_BUCKET", "others use the same budget"},
		{spec.KindStreamConnection, get, 410, "VERSION_GONE", "use a newer atlasctl"},
		{spec.KindStreamConnection, get, 410, "", "use a newer atlasctl"},
		{spec.KindStreamConnection, get, 405, "", "the base URL is not Atlas"},
		{spec.KindCluster, post, 402, "NO_PAYMENT_INFORMATION_FOUND", "add a payment method"},
		{spec.KindStreamConnection, post, 402, "ACCOUNT_SUSPENDED", "unpaid invoice"},
		{spec.KindStreamConnection, get, 401, "", "check the credentials"},
		{spec.KindStreamConnection, get, 401, "UNEXPECTED_ERROR", "check the credentials"},
		{spec.KindStreamConnection, get, 401, "NOT_IN_GROUP", "add these credentials to the project"},
		{spec.KindStreamConnection, post, 403, "USER_UNAUTHORIZED", "Project Stream Processing Owner"},
		{spec.KindStreamConnection, get, 403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "add the address of this machine to the API access list"},
		{spec.KindStreamConnection, get, 403, "ORG_REQUIRES_ACCESS_LIST", "add the address of this machine to the API access list"},
		{spec.KindStreamConnection, post, 403, "ATLAS_RESOURCE_POLICIES_VIOLATION_NOT_AUTHORIZED", "resource policies of the organization"},
		{spec.KindStreamConnection, get, 403, "", "check the roles"},
		{spec.KindStreamConnection, get, 500, "UNEXPECTED_ERROR", "the trouble is on Atlas's side: try again later"},
		{spec.KindStreamConnection, post, 500, "UNEXPECTED_ERROR", "the trouble is on Atlas's side: try again later"},
		{spec.KindStreamConnection, get, 502, "", "try again later"},
		{spec.KindStreamConnection, get, 503, "", "try again later"},
		{spec.KindStreamConnection, get, 504, "", "try again later"},
		{spec.KindStreamConnection, post, 400, "VALIDATION_ERROR", ""},
		{spec.KindStreamConnection, post, 400, "INVALID_ATTRIBUTE", ""},
		{spec.KindStreamConnection, post, 400, "MISSING_ATTRIBUTE", ""},
		{spec.KindProject, post, 400, "MAX_GROUPS_PER_ORG_EXCEEDED", "raise the limit of the organization"},
		{spec.KindCluster, post, 400, "MAX_CLUSTERS_PER_GROUP_EXCEEDED", "have the limit of the project raised"},
		{spec.KindCluster, post, 400, "DUPLICATE_CLUSTER_NAME", "choose another one"},
		{spec.KindCluster, post, 400, "CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API", "declare a FlexCluster"},
		{spec.KindCluster, patch, 409, "CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES", "when the cluster is IDLE"},
		{spec.KindCluster, patch, 409, "CANNOT_PAUSE_NVME_CLUSTER", ""},
		{spec.KindCluster, post, 403, "FEATURE_UNSUPPORTED", ""},
		{spec.KindCluster, post, 403, "HOURLY_BILLING_LIMIT_EXCEEDED", "limit"},
		{spec.KindIPAccessListEntry, post, 403, "ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED", "have the limit of the project raised"},
		{spec.KindIPAccessListEntry, post, 403, "CROSS_REGION_NETWORK_PERMISSIONS_LIMIT_EXCEEDED", "have the limit of the project raised"},
		{spec.KindDatabaseUser, post, 409, "USER_ALREADY_EXISTS", "it was made since the plan"},
		{spec.KindDatabaseUser, post, 400, "ATLAS_INVALID_ROLE", "declare it as a CustomDBRole"},
		{spec.KindCustomDBRole, post, 409, "ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS", "it was made since the plan"},
		{spec.KindCustomDBRole, post, 409, "CUSTOM_ROLE_ACTIONS_INVALID_FOR_EXISTING_CLUSTERS", ""},
		{spec.KindNetworkContainer, post, 409, "CONTAINER_ALREADY_EXISTS", "it was made since the plan"},
		{spec.KindPrivateEndpoint, post, 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", "plan again"},
		{spec.KindPrivateEndpoint, post, 409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS", "when the service is AVAILABLE"},
		{spec.KindPrivateEndpoint, post, 409, "PRIVATE_ENDPOINT_ALREADY_EXISTS", "it was made since the plan"},
		{spec.KindStreamProcessor, post, 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME", "the workspace is not there: declare it"},
		{spec.KindStreamConnection, patch, 400, "INVALID_ENUM_VALUE", ""},
	} {
		t.Run(fmt.Sprint(tc.kind, " ", tc.method, " ", tc.status, " ", tc.code), func(t *testing.T) {
			t.Parallel()
			err := refused(t, tc.kind, tc.method, answers(tc.status, "application/json",
				fmt.Sprintf(`{"errorCode":%q,"detail":"Atlas says no.","parameters":[]}`, tc.code)))
			said := strings.TrimSpace(fmt.Sprintf("%d %s %s", tc.status, http.StatusText(tc.status), tc.code)) + ": Atlas says no."
			wantText(t, err, tc.method+" /api/atlas/v2"+pathOf(tc.kind), said)
			_, advice, _ := strings.Cut(err.Error(), said)
			if tc.advice == "" && advice != "" || !strings.Contains(advice, tc.advice) {
				t.Errorf("the advice is %q, want %q", advice, tc.advice)
			}
		})
	}
}

// TestWhatTheUserSeesOfProcessors tells by the text what one code means.
func TestWhatTheUserSeesOfProcessors(t *testing.T) {
	t.Parallel()
	const check, later = "check the pipeline", "the trouble is on Atlas's side: try again later"
	for detail, advice := range map[string]string{
		"connection named in does not exist":                          check,
		"Pipeline must have a $source":                                check,
		"stream processor doesn't exist":                              "it is not there any more",
		"stream processor already exists":                             "it was made since the plan",
		"no healthy upstream":                                         later,
		"upstream request timeout":                                    later,
		"failed to acquire resources for stream processor validation": later,
	} {
		t.Run(detail, func(t *testing.T) {
			t.Parallel()
			err := refused(t, spec.KindStreamProcessor, http.MethodPost, answers(http.StatusBadRequest, "application/json",
				fmt.Sprintf(`{"errorCode":"STREAM_PROCESSOR_GENERIC_ERROR","detail":%q,"parameters":[]}`, detail)))
			wantText(t, err, detail+" ("+advice)
		})
	}
}

// refused is the error of an operation on the sample of a kind that gets an answer. A
// write that begins with a look finds the sample there.
func refused(t *testing.T, kind spec.Kind, method string, answer http.HandlerFunc) error {
	t.Helper()
	typ, _ := spec.TypeOf(kind)
	sample := spectest.SamplesOf(t, kind)[0]
	r := sample.Resource(t)
	r.Addr.Project, r.ID = projectID, objectID
	if inNameless(typ) {
		r.Addr.Parent = objectID
	}
	looks := answer
	if method != http.MethodGet {
		looks = answers(http.StatusOK, "application/json", cmp.Or(sample.Look, "{}"))
	}
	cfg := remote.Config{Credentials: remote.Token("token"), Transport: &serviceLists{next: handled(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			looks(w, r)
			return
		}
		answer(w, r)
	})}}
	if strings.HasPrefix(string(kind), "Serverless") {
		cfg.Serverless = remote.ServerlessLegacy
	}
	c := connect(t, cfg)
	c.AllowWrites()
	if method == http.MethodGet {
		_, err := c.Read(t.Context(), r)
		return err
	}
	return writes(r)[method](t, c)
}

// pathOf is how the paths of a kind begin.
func pathOf(kind spec.Kind) string {
	places := spectest.Of(kind).Estate.Places
	if kind == spec.KindProject {
		return "/groups"
	}
	all := places[0].All
	if i := strings.IndexAny(all, "{*"); i >= 0 {
		all = all[:i]
	}
	return "/groups/" + projectID + all
}

// TestPolicyOfTheOrganization is no matter of credentials.
func TestPolicyOfTheOrganization(t *testing.T) {
	t.Parallel()
	err := error(&remote.APIError{Status: 403, Code: "ATLAS_RESOURCE_POLICIES_VIOLATION_NOT_AUTHORIZED"})
	if errors.Is(err, remote.ErrDenied) {
		t.Errorf("%v counts as a denial of the credentials", err)
	}
}
