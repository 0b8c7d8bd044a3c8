package remote_test

import "strings"

// containerSteps are about the networks of dedicated clusters.
func containerSteps() []step {
	const all, one = "/containers", "/containers/ID"
	const container, another = `{"providerName":"AWS","regionName":"EU_WEST_1","atlasCidrBlock":"10.8.0.0/21"}`, `{"providerName":"AWS","atlasCidrBlock":"10.16.0.0/21"}`
	return []step{
		{request: "POST " + all, body: `{"providerName":"AWS","atlasCidrBlock":"10.8.0.0/21"}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST " + all, body: `{"providerName":"AWS","regionName":"MARS","atlasCidrBlock":"10.8.0.0/21"}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "POST " + all, body: `{"providerName":"AWS","regionName":"EU_WEST_1","atlasCidrBlock":"8.8.0.0/21"}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "POST " + all, body: `{"providerName":"GCP","regions":["US_EAST_4"],"atlasCidrBlock":"10.8.0.0/21"}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "POST " + all, body: `{"providerName":"GCP","regions":["US_EAST_4"],"atlasCidrBlock":"10.0.0.0/7"}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "POST " + all, body: `{"providerName":"GCP","regions":["US_EAST_4"],"atlasCidrBlock":"10.128.0.0/18"}`, want: "200"},
		{request: "POST " + all, body: `{"providerName":"AZURE","region":"EUROPE_WEST","atlasCidrBlock":"192.168.0.0/21"}`, want: "200"},
		{request: "POST " + all, body: container, want: "200"},
		{request: "POST " + all, body: container, want: "409 CONTAINER_ALREADY_EXISTS"},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "?providerName=AZURE", want: "200"},
		{request: "GET " + all + "?providerName=IBM", want: "400 INVALID_ENUM_VALUE"},
		{request: "GET " + all + "/all", want: "200"},
		{request: "GET " + one, want: "200"},
		{request: "PATCH " + one, body: another, want: "200"},
		{request: "PATCH " + one, body: `{"providerName":"AZURE"}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "DELETE " + one, want: "204"},
		{request: "GET " + one, want: "404 CLOUD_PROVIDER_CONTAINER_NOT_FOUND"},
		{request: "PATCH " + one, body: another, want: "404 CLOUD_PROVIDER_CONTAINER_NOT_FOUND"},
		{request: "DELETE " + one, want: "404 CLOUD_PROVIDER_CONTAINER_NOT_FOUND"},
		{request: "GET " + all + "/nonsense", want: "400 PATH_PARAM_PARSE_ERROR"},
	}
}

// usedContainerSteps are about one that a cluster goes into.
func usedContainerSteps() []step {
	const one, container = "/containers/ID", `{"providerName":"AWS","regionName":"EU_WEST_1","atlasCidrBlock":"10.8.0.0/21"}`
	return []step{
		{request: "POST /containers", body: container, want: "200"},
		{request: "POST /clusters", body: strings.ReplaceAll(dedicatedJSON, "US_EAST_1", "EU_WEST_1"), want: "201", aside: true},
		{request: "PATCH " + one, body: `{"providerName":"AWS","atlasCidrBlock":"10.16.0.0/21"}`, want: "409 CONTAINERS_IN_USE"},
		{request: "DELETE " + one, want: "409 CONTAINERS_IN_USE"},
		{request: "GET /containers/all", want: "200"},
	}
}
