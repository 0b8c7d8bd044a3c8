package remote

import "testing"

// TestPlace finds the bucket that a request takes from, as Atlas tells it or,
// where it does not, by the place in the path.
func TestPlace(t *testing.T) {
	t.Parallel()
	const a, b = "5e2211c17a3e5a48f5497de3", "5e2211c17a3e5a48f5497de4"
	told := endpointSets{
		{id: "s", name: "Streams", scope: "GROUP", endpoints: []request{
			{"GET", "/api/atlas/v2/groups/{groupId}/streams/{tenantName}"},
			{"POST", "/api/atlas/v2/groups/{groupId}/streams/{tenantName}/processor/{name}:start"},
		}},
		{id: "l", name: "Links", scope: "GROUP", endpoints: []request{{"GET", "/api/atlas/v2/groups/{groupId}/streams/privateLinkConnections"}}},
		{id: "p", name: "Projects", scope: "USER", endpoints: []request{{"GET", "/api/atlas/v2/groups/byName/{groupName}"}, {"GET", "/api/atlas/v2/groups/{groupId}/"}}},
	}
	for _, tc := range []struct {
		sets              endpointSets
		method, path      string
		wantKey, wantName string
	}{
		{nil, "GET", "groups/" + a + "/streams", a + "/streams", "streams"},
		{nil, "GET", "groups/" + a + "/streams/clicks/connections", a + "/streams", "streams"},
		{nil, "GET", "groups/" + b + "/streams", b + "/streams", "streams"},
		{nil, "GET", "groups/" + a + "/privateEndpoint/serverless/instance/shop/endpoint", a + "/privateEndpoint", "privateEndpoint"},
		{nil, "GET", "groups/" + a, a + "/groups", "groups"},
		{nil, "GET", "groups/byName/demo", "/groups", "groups"},
		{nil, "GET", "rateLimits", "/rateLimits", "rateLimits"},
		{told, "GET", "groups/" + a + "/streams/clicks", "s " + a, "Streams"},
		{told, "GET", "groups/" + b + "/streams/clicks", "s " + b, "Streams"},
		{told, "GET", "groups/" + a + "/streams/privateLinkConnections", "l " + a, "Links"},
		{told, "POST", "groups/" + a + "/streams/clicks/processor/p:start", "s " + a, "Streams"},
		{told, "POST", "groups/" + a + "/streams/clicks/processor/p:stop", a + "/streams", "streams"},
		{told, "DELETE", "groups/" + a + "/streams/clicks", a + "/streams", "streams"},
		{told, "GET", "groups/byName/demo", "p", "Projects"},
		{told, "GET", "groups/" + a, "p", "Projects"},
		{told, "GET", "groups/" + a + "/streams", a + "/streams", "streams"},
	} {
		key, name, _ := tc.sets.place(request{tc.method, "/api/atlas/v2/" + tc.path})
		if key != tc.wantKey || name != tc.wantName {
			t.Errorf("%s %s (told %t): got %q, %q, want %q, %q", tc.method, tc.path, tc.sets != nil, key, name, tc.wantKey, tc.wantName)
		}
	}
}
