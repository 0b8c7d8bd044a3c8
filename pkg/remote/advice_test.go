package remote_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// TestWhatTheUserSees has a row for each class of error of Atlas: the operation
// is named, Atlas's own words are there, and what to do unless they say it.
func TestWhatTheUserSees(t *testing.T) {
	t.Parallel()
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	for _, tc := range []struct {
		method string
		status int
		code   string
		advice string // empty: Atlas's own words are enough
	}{
		{post, 400, "DUPLICATE_CLUSTER_NAME", "choose another one"},
		{patch, 404, "CLUSTER_NOT_FOUND", "plan again"},
		{get, 400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", "declare it as a FlexCluster"},
		{get, 400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API", "it is no Flex cluster"},
		{get, 400, "CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API", "it is no serverless instance"},
		{get, 400, "CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API", "declare it as a ServerlessInstance"},
		{post, 400, "NOT_SERVERLESS_TENANT_CLUSTER", "it is backed by Flex"},
		{patch, 404, "SERVERLESS_INSTANCE_NOT_FOUND", "plan again"},
		{del, 400, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED", "apply terminationProtectionEnabled: false first"},
		{patch, 409, "CANNOT_UPDATE_PAUSED_CLUSTER", "resume the cluster first"},
		{patch, 400, "CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER", "apply again later"},
		{post, 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME", "the workspace is not there: declare it"},
		{del, 403, "STREAM_TENANT_HAS_STREAM_PROCESSORS", "delete the stream processors"},
		{del, 403, "STREAM_CONNECTION_HAS_STREAM_PROCESSORS", "delete the stream processors"},
		{post, 409, "STREAM_CONNECTION_NAME_ALREADY_EXISTS", "it was made since the plan"},
		{post, 409, "STREAM_TENANT_NAME_ALREADY_EXISTS", "it was made since the plan"},
		{patch, 404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME", "plan again"},
		{post, 409, "OUT_OF_CAPACITY", "choose another region or a smaller size"},
		{del, 409, "STREAM_KAFKA_CONNECTION_IS_DEPLOYING", "apply again when it is deployed"},
		{post, 400, "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP", "apply again in a few minutes"},
		{post, 405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "apply again later"},
		{post, 400, "STREAM_PROCESSOR_GENERIC_ERROR", "check the pipeline"},
		{post, 504, "STREAM_PROCESSOR_TIMEOUT", "the trouble is on Atlas's side: try again later"},
		{del, 400, "STREAM_PRIVATE_LINK_IN_USE", "delete the connections that use it first"},
		{post, 409, "GROUP_ALREADY_EXISTS", "these credentials may not see it"},
		{post, 404, "GROUP_NOT_FOUND", "check the project"},
		{post, 404, "RESOURCE_NOT_FOUND", "check that the project is right"},
		{del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_STREAMS_RESOURCE", "delete what is left in the project first"},
		{del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS", "delete what is left in the project first"},
		{del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_PEERING_CONNECTIONS", "delete what is left in the project first"},
		{del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES", "delete what is left in the project first"},
		{del, 409, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_DATA_LAKES", "delete what is left in the project first"},
		{patch, 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", "plan again"},
		{post, 409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", "it was made since the plan"},
		{patch, 400, "CROSS_REGION_PRIVATE_LINK_SELF_REGION", "take the region of the endpoint service itself out"},
		{patch, 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND", "plan again"},
		{patch, 404, "USERNAME_NOT_FOUND", "plan again"},
		{patch, 404, "USER_NOT_FOUND", "plan again"},
		{post, 404, "CLOUD_PROVIDER_CONTAINER_NOT_FOUND", "one comes with the first cluster of its region"},
		{patch, 404, "ATLAS_CUSTOM_ROLE_NOT_FOUND", "plan again"},
		{patch, 404, "PEER_NOT_FOUND", "plan again"},
		{del, 409, "PEER_ALREADY_REQUESTED_DELETION", "it is on its way out"},
		{del, 409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS", "give these users another role"},
		{del, 409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES", "take it out of these roles"},
		{post, 403, "GROUP_USERS_LIMIT_EXCEEDED", "have the limit of the project raised"},
		{post, 403, "CUSTOM_ROLES_LIMIT_EXCEEDED", "have the limit of the project raised"},
		{post, 400, "UNSUPPORTED_ROLE", "write databaseName: admin"},
		{del, 409, "CONTAINERS_IN_USE", "delete the clusters and peerings that use it first"},
		{patch, 400, "CANNOT_ASSUME_ROLE", "the trust policy of the role"},
		{get, 429, "RATE_LIMITED", "others use the same budget"},
		{post, 429, "RATE_LIMITED_TOKEN_BUCKET", "others use the same budget"},
		{get, 410, "VERSION_GONE", "use a newer atlasctl"},
		{get, 410, "", "use a newer atlasctl"},
		{get, 405, "", "the base URL is not Atlas"},
		{post, 402, "NO_PAYMENT_INFORMATION_FOUND", "add a payment method"},
		{post, 402, "ACCOUNT_SUSPENDED", "unpaid invoice"},
		{get, 401, "", "check the credentials"},
		{get, 401, "UNEXPECTED_ERROR", "check the credentials"},
		{get, 401, "NOT_IN_GROUP", "add these credentials to the project"},
		{post, 403, "USER_UNAUTHORIZED", "Project Stream Processing Owner"},
		{get, 403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "add the address of this machine to the API access list"},
		{get, 403, "ORG_REQUIRES_ACCESS_LIST", "add the address of this machine to the API access list"},
		{post, 403, "ATLAS_RESOURCE_POLICIES_VIOLATION_NOT_AUTHORIZED", "resource policies of the organization"},
		{get, 403, "", "check the roles"},
		{get, 500, "UNEXPECTED_ERROR", "the trouble is on Atlas's side: try again later"},
		{post, 500, "UNEXPECTED_ERROR", "the trouble is on Atlas's side: try again later"},
		{get, 502, "", "try again later"},
		{get, 503, "", "try again later"},
		{get, 504, "", "try again later"},
		{post, 400, "VALIDATION_ERROR", ""},
		{post, 400, "INVALID_ATTRIBUTE", ""},
		{post, 400, "MISSING_ATTRIBUTE", ""},
		{patch, 400, "INVALID_ENUM_VALUE", ""},
	} {
		t.Run(fmt.Sprint(tc.method, " ", tc.status, " ", tc.code), func(t *testing.T) {
			t.Parallel()
			want := load(t, projectID, sample("clicks", "a"))[0]
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(tc.status, "application/json",
				fmt.Sprintf(`{"errorCode":%q,"detail":"Atlas says no.","parameters":[]}`, tc.code)))})
			c.AllowWrites()
			var err error
			if tc.method == get {
				_, err = c.Read(t.Context(), want)
			} else {
				err = writes(want)[tc.method](t, c)
			}
			said := strings.TrimSpace(fmt.Sprintf("%d %s %s", tc.status, http.StatusText(tc.status), tc.code)) + ": Atlas says no."
			wantText(t, err, tc.method+" /api/atlas/v2/groups/"+projectID+"/streams/clicks/connections", said)
			_, advice, _ := strings.Cut(err.Error(), said)
			if tc.advice == "" && advice != "" || !strings.Contains(advice, tc.advice) {
				t.Errorf("the advice is %q, want %q", advice, tc.advice)
			}
		})
	}
}

// TestPolicyOfTheOrganization is no matter of credentials.
func TestPolicyOfTheOrganization(t *testing.T) {
	t.Parallel()
	err := error(&remote.APIError{Status: 403, Code: "ATLAS_RESOURCE_POLICIES_VIOLATION_NOT_AUTHORIZED"})
	if errors.Is(err, remote.ErrDenied) {
		t.Errorf("%v counts as a denial of the credentials", err)
	}
}
