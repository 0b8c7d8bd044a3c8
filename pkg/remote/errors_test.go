package remote_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// TestAPIError has every form of an error body that Atlas was seen to send.
func TestAPIError(t *testing.T) {
	t.Parallel()
	const jsonType = "application/json"
	path := "/api/atlas/v2/groups/" + projectID + "/streams/clicks"
	for _, tc := range []struct {
		name   string
		status int
		media  string
		header string // X-Error-Code
		body   string
		want   remote.APIError
		text   string
	}{
		{
			name: "the usual form", status: 409, media: jsonType, header: "SOME_CODE",
			body: `{"detail":"It is busy.","error":409,"errorCode":"SOME_CODE","parameters":["a"],"reason":"Conflict"}`,
			want: remote.APIError{Status: 409, Code: "SOME_CODE", Detail: "It is busy."},
			text: "409 Conflict SOME_CODE: It is busy.",
		},
		{
			name: "before there was the header", status: 409, media: jsonType,
			body: `{"detail":"It is busy.","error":409,"errorCode":"SOME_CODE","parameters":[],"reason":"Conflict"}`,
			want: remote.APIError{Status: 409, Code: "SOME_CODE", Detail: "It is busy."},
			text: "409 Conflict SOME_CODE: It is busy.",
		},
		{
			name: "401 without a code", status: 401, media: jsonType,
			body: "{\n  \"error\" : 401,\n  \"reason\" : \"Unauthorized\",\n  \"detail\" : \"You are not authorized for this resource.\"\n}",
			want: remote.APIError{Status: 401, Detail: "You are not authorized for this resource."},
			text: "401 Unauthorized: You are not authorized for this resource.",
		},
		{
			name: "401 since July 2026", status: 401, media: jsonType,
			body: "{\n  \"error\" : 401,\n  \"errorCode\" : \"UNEXPECTED_ERROR\",\n  \"detail\" : \"You are not authorized for this resource.\"\n}",
			want: remote.APIError{Status: 401, Code: "UNEXPECTED_ERROR", Detail: "You are not authorized for this resource."},
			text: "401 Unauthorized UNEXPECTED_ERROR: You are not authorized for this resource.",
		},
		{
			name: "401 with an empty body", status: 401,
			want: remote.APIError{Status: 401},
			text: "401 Unauthorized",
		},
		{
			name: "404 with nulls", status: 404, media: jsonType,
			body: `{"detail":"Nothing there.","errorCode":null,"parameters":null,"reason":"Not Found"}`,
			want: remote.APIError{Status: 404, Detail: "Nothing there."},
			text: "404 Not Found: Nothing there.",
		},
		{
			name: "a resource policy", status: 404, media: "application/vnd.atlas.2024-08-05+json",
			body: `{"errorCode":"RESOURCE_POLICY_NOT_FOUND","message":"No such policy.","version":"1","status":"ERROR"}`,
			want: remote.APIError{Status: 404, Code: "RESOURCE_POLICY_NOT_FOUND", Detail: "No such policy."},
			text: "404 Not Found RESOURCE_POLICY_NOT_FOUND: No such policy.",
		},
		{
			name: "405 with an empty body", status: 405,
			want: remote.APIError{Status: 405},
			text: "405 Method Not Allowed",
		},
		{
			name: "503 with an empty body", status: 503,
			want: remote.APIError{Status: 503},
			text: "503 Service Unavailable",
		},
		{
			name: "502 of a proxy", status: 502, media: "text/html", body: "<html><body>Bad Gateway</body></html>",
			want: remote.APIError{Status: 502, Detail: "from a proxy, not from Atlas (text/html)"},
			text: "502 Bad Gateway: from a proxy, not from Atlas (text/html) (try again later",
		},
		{
			name: "JSON that is no object", status: 500, media: jsonType, body: `["a"]`,
			want: remote.APIError{Status: 500, Detail: "the answer is not what Atlas sends (application/json): is the base URL Atlas, or a proxy in between?"},
			text: "500 Internal Server Error: the answer is not what Atlas sends",
		},
		{
			name: "500", status: 500, media: jsonType, header: "UNEXPECTED_ERROR",
			body: `{"detail":"Unexpected error.","error":500,"errorCode":"UNEXPECTED_ERROR","parameters":[],"reason":"Internal Server Error"}`,
			want: remote.APIError{Status: 500, Code: "UNEXPECTED_ERROR", Detail: "Unexpected error."},
			text: "500 Internal Server Error UNEXPECTED_ERROR: Unexpected error.",
		},
		{
			name: "only the header", status: 409, header: "SOME_CODE",
			want: remote.APIError{Status: 409, Code: "SOME_CODE"},
			text: "409 Conflict SOME_CODE",
		},
		{
			name: "an answer that ends early", status: 500, media: jsonType, body: `{"detail":"Unexp`,
			want: remote.APIError{Status: 500, Detail: "the answer is not what Atlas sends (application/json): is the base URL Atlas, or a proxy in between?"},
			text: "500 Internal Server Error",
		},
	} {
		for _, credentials := range []remote.Credentials{remote.Token("token"), key} {
			t.Run(tc.name+" to "+credentials.String(), func(t *testing.T) {
				t.Parallel()
				c := connect(t, remote.Config{Credentials: credentials, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
					if tc.header != "" {
						w.Header().Set("X-Error-Code", tc.header)
					}
					if tc.status == http.StatusUnauthorized && credentials == key && tc.body != "" {
						w.Header().Set("WWW-Authenticate", `Digest realm="MMS Public API", domain="", nonce="n", algorithm=MD5, qop="auth", stale=false`)
					}
					answers(tc.status, tc.media, tc.body)(w, r)
				})})
				_, err := c.Read(t.Context(), load(t, projectID, workspace("clicks"))[0])
				got, ok := errors.AsType[*remote.APIError](err)
				if !ok {
					t.Fatalf("got %v, want an APIError", err)
				}
				want := tc.want
				want.Method, want.Path = http.MethodGet, path
				if diff := cmp.Diff(want, *got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				wantText(t, err, "GET "+path+": "+tc.text)
			})
		}
	}
}

// TestWhatAnErrorIs branches on codes: the same status means many things.
func TestWhatAnErrorIs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		status                     int
		code                       string
		notFound, noParent, denied bool
	}{
		{404, "CLUSTER_NOT_FOUND", true, true, false}, // a cluster is also what endpoints live in
		{404, "SERVERLESS_INSTANCE_NOT_FOUND", true, true, false},
		{404, "TENANT_PRIVATE_ENDPOINT_NOT_FOUND", true, false, false},
		{404, "STREAM_TENANT_NOT_FOUND_FOR_NAME", true, true, false},
		{404, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME", true, false, false},
		{404, "STREAM_PROCESSOR_NOT_FOUND", true, false, false},
		{404, "STREAM_PROCESSOR_NOT_FOUND_FOR_NAME", true, false, false},
		{404, "STREAM_PRIVATE_LINK_CONNECTION_NOT_FOUND", true, false, false},
		{400, "STREAM_PROCESSOR_NOT_FOUND", false, false, false},
		{404, "GROUP_NOT_FOUND", false, false, false},
		{404, "RESOURCE_NOT_FOUND", false, false, false},
		{404, "", false, false, false},
		{400, "CLUSTER_NOT_FOUND", false, false, false},
		{410, "VERSION_GONE", false, false, false},
		{401, "", false, false, true},
		{401, "UNEXPECTED_ERROR", false, false, true},
		{403, "USER_UNAUTHORIZED", false, false, true},
		{403, "", false, false, true},
		{403, "FEATURE_UNSUPPORTED", false, false, false},
		{403, "ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED", false, false, false},
		{403, "STREAM_CONNECTION_HAS_STREAM_PROCESSORS", false, false, false},
		{403, "STREAM_TENANT_HAS_STREAM_PROCESSORS", false, false, false},
		{409, "STREAM_CONNECTION_NAME_ALREADY_EXISTS", false, false, false},
		{500, "UNEXPECTED_ERROR", false, false, false},
	} {
		err := error(&remote.APIError{Status: tc.status, Code: tc.code})
		got := []bool{errors.Is(err, remote.ErrNotFound), errors.Is(err, remote.ErrNoParent), errors.Is(err, remote.ErrDenied)}
		if diff := cmp.Diff([]bool{tc.notFound, tc.noParent, tc.denied}, got); diff != "" {
			t.Errorf("%d %s: not found, no parent, denied (-want +got):\n%s", tc.status, tc.code, diff)
		}
	}
}
