package remote_test

import "time"

// serviceScenes are about the private endpoints of dedicated clusters, at each
// provider.
func serviceScenes() []scene {
	const aws, azure, google = "/privateEndpoint/AWS/endpointService", "/privateEndpoint/AZURE/endpointService", "/privateEndpoint/GCP/endpointService"
	const written, service = "/privateEndpoint/endpointService", `{"providerName":"AWS","region":"EU_WEST_1"}`
	const endpoint, group = "vpce-0123456789abcdef0", `{"endpointGroupName":"shop","gcpProjectId":"shop-network","endpoints":[{"endpointName":"shop-0","ipAddress":"10.0.0.4"}]}`
	const azureID, azurePath = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/ours/providers/Microsoft.Network/privateEndpoints/a",
		"%2Fsubscriptions%2F01234567-89ab-cdef-0123-456789abcdef%2FresourceGroups%2Fours%2Fproviders%2FMicrosoft.Network%2FprivateEndpoints%2Fa"
	return []scene{
		{name: "endpoint services on AWS", steps: []step{
			{request: "GET /privateEndpoint/IBM/endpointService", want: "400 INVALID_ENUM_VALUE"},
			{request: "POST " + written, body: `{"providerName":"AWS","region":"EU_WEST_1","supportedRemoteRegions":["EU_WEST_1"]}`, want: "400 CROSS_REGION_PRIVATE_LINK_SELF_REGION"},
			{request: "POST " + written, body: service, want: "201"},
			{request: "POST " + written, body: service, want: "409 PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION"},
			{request: "GET " + aws, want: "200"},
			{request: "GET " + aws + "/ID", want: "200"},
			{request: "GET " + azure + "/ID", want: "404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND"},
			{request: "POST " + aws + "/ID/endpoint", body: `{"id":"` + endpoint + `"}`, want: "409 PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS"},
			{wait: 5 * time.Minute},
			{request: "PATCH " + written + "/ID", body: `{"cloudProvider":"AWS","supportedRemoteRegions":["US_EAST_1"]}`, want: "200"},
			{request: "POST " + aws + "/ID/endpoint", body: `{"id":"` + endpoint + `"}`, want: "201"},
			{request: "POST " + aws + "/ID/endpoint", body: `{"id":"` + endpoint + `"}`, want: "409 PRIVATE_ENDPOINT_ALREADY_EXISTS"},
			{request: "POST " + aws + "/ID/endpoint", body: `{"id":"vpce-00000000000000000"}`, want: "201"},
			{request: "GET " + aws + "/ID/endpoint/" + endpoint, want: "200"},
			{wait: time.Minute},
			{request: "GET " + aws + "/ID/endpoint/vpce-00000000000000000", want: "200"}, // REJECTED
			{request: "GET " + aws + "/ID/endpoint/vpce-0123456789abcdef1", want: "404 PRIVATE_ENDPOINT_NOT_FOUND"},
			{request: "GET " + aws, want: "200"},
			{request: "DELETE " + aws + "/ID", want: "400 PRIVATE_ENDPOINT_SERVICE_HAS_ENDPOINTS"},
			{request: "DELETE " + aws + "/ID/endpoint/" + endpoint, want: "202"},
			{request: "DELETE " + aws + "/ID/endpoint/vpce-00000000000000000", want: "202"},
			{request: "GET " + aws + "/ID", want: "200"}, // on its way out
			{wait: time.Minute},
			{request: "DELETE " + aws + "/ID", want: "404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND"},
			{request: "PATCH " + written + "/ID", body: `{"cloudProvider":"AWS"}`, want: "404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND"},
		}},
		{name: "endpoint services on Azure", steps: []step{
			{request: "POST " + written, body: `{"providerName":"AZURE","region":"EUROPE_WEST"}`, want: "201"},
			{request: "GET " + azure, want: "200"},
			{request: "GET " + azure + "/ID", want: "200"},
			{wait: 5 * time.Minute},
			{request: "POST " + azure + "/ID/endpoint", body: `{"id":"` + azureID + `","privateEndpointIPAddress":"10.0.0.4"}`, want: "201"},
			{request: "GET " + azure + "/ID/endpoint/" + azurePath, want: "200"},
			{request: "DELETE " + azure + "/ID/endpoint/" + azurePath, want: "202"},
		}},
		{name: "endpoint services on Google Cloud", steps: []step{
			{request: "POST " + written, body: `{"providerName":"GCP","region":"US_EAST_4"}`, want: "201"},
			{wait: 6 * time.Minute},
			{request: "GET " + google, want: "200"},
			{request: "POST " + google + "/ID/endpoint", body: group, want: "201"},
			{request: "GET " + google + "/ID/endpoint/shop", want: "200"},
			{request: "DELETE " + google + "/ID/endpoint/shop", want: "202"},
		}},
		{name: "an endpoint service that goes", steps: []step{
			{request: "POST " + written, body: service, want: "201"},
			{request: "DELETE " + aws + "/ID", want: "202"},
		}},
	}
}
