package remote_test

import "time"

func entrySteps() []step {
	const all = "/accessList"
	return []step{
		{request: "POST " + all, body: `{"ipAddress":"203.0.113.7"}`, want: "400 MALFORMED_JSON"},
		{request: "POST " + all, body: `[{}]`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST " + all, body: `[{"ipAddress":"203.0.113.7","cidrBlock":"203.0.113.7/32"}]`, want: "400 INVALID_ATTRIBUTE"},
		{request: "POST " + all, body: `[{"ipAddress":"203.0.113.7","comment":5}]`, want: "400 INVALID_JSON_ATTRIBUTE"},
		{request: "POST " + all, body: `[{"ipAddress":"203.0.113.7","comment":"a"},{"cidrBlock":"10.0.0.0/24"},{"awsSecurityGroup":"sg-00000000"}]`, want: "201"},
		{request: "POST " + all, body: `[{"ipAddress":"203.0.113.7","deleteAfterDate":"2026-06-02T00:00:00Z"}]`, want: "201"},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "?pageNum=-1", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET " + all + "/203.0.113.7", want: "200"},
		{request: "GET " + all + "/203.0.113.7%2F32", want: "200"},
		{request: "GET " + all + "/203.0.113.7/status", want: "200"}, // PENDING
		{request: "GET " + all + "/sg-00000000/status", want: "200"}, // FAILED
		{wait: time.Minute},
		{request: "GET " + all + "/203.0.113.7/status", want: "200"}, // ACTIVE
		{request: "GET /events", want: "200"},
		{request: "DELETE " + all + "/10.0.0.0%2F24", want: "204"},
		{request: "DELETE " + all + "/10.0.0.0%2F24", want: "404 ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND"},
		{request: "GET " + all + "/10.0.0.0%2F24/status", want: "404 ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND"},
		{request: "PATCH /limits/atlas.project.security.networkAccess.entries", body: `{"value":1}`, want: "200"},
		{request: "POST " + all, body: `[{"cidrBlock":"10.0.0.0/24"}]`, want: "403 ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED"},
		{wait: 24 * time.Hour},
		{request: "GET " + all + "/203.0.113.7", want: "404 ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND"},
	}
}
