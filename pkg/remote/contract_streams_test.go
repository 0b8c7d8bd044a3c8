package remote_test

import (
	"strings"
	"time"
)

const (
	registryJSON = `{"name":"registry","type":"SchemaRegistry","provider":"CONFLUENT",` +
		`"schemaRegistryUrls":["https://a.example.com"],"schemaRegistryAuthentication":{"type":"SASL_INHERIT","username":"svc"}}`
	kafkaJSON = `{"name":"kafka","type":"Kafka","bootstrapServers":"b1:9092","security":{"protocol":"SASL_SSL"},` +
		`"authentication":{"mechanism":"SCRAM-512","username":"svc","password":"x"},` +
		`"networking":{"access":{"type":"VPC"}}}`
)

func linkSteps() []step {
	const all = "/streams/privateLinkConnections"
	return []step{
		{request: "POST " + all, body: `{"provider":"IBM"}`, want: "400 INVALID_ENUM_VALUE"},
		{request: "POST " + all, body: `{"provider":"AWS","vendor":"MSK"}`, want: "400 MISSING_ATTRIBUTE"},
		{
			request: "POST " + all,
			body:    `{"provider":"Azure","region":"US_EAST_2","serviceEndpointId":"a","dnsDomain":"a.servicebus.windows.net"}`,
			want:    "200",
		},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "/ID", want: "200"},
		{request: "GET " + all + "/" + objectID, want: "404 STREAM_PRIVATE_LINK_NOT_FOUND"},
		{request: "DELETE " + all + "/" + objectID, want: "404 STREAM_PRIVATE_LINK_NOT_FOUND"},
		{request: "DELETE " + all + "/ID", want: "202"},
		{wait: 10 * time.Second},
		{request: "GET " + all + "/ID", want: "200"},
		{wait: time.Minute},
		{request: "POST " + all, body: `{"provider":"AWS","vendor":"MSK","arn":"arn:aws:kafka:a"}`, want: "200"},
		{request: "GET " + all + "/ID", want: "200"},
		{wait: 15 * time.Second},
		{request: "GET " + all + "/ID", want: "200"}, // WORKING
		{wait: time.Minute},
		{request: "GET " + all + "/ID", want: "200"}, // DONE
		{request: "POST /streams", body: workspaceJSON, want: "200"},
		{request: "POST " + all, body: `{"provider":"AWS","vendor":"MSK","arn":"arn:aws:kafka:b"}`, want: "200"},
		{
			request: "POST /streams/clicks/connections",
			body:    strings.Replace(kafkaJSON, `"VPC"`, `"PRIVATE_LINK","connectionId":"ID"`, 1),
			want:    "200",
		},
		{request: "DELETE " + all + "/ID", want: "400 STREAM_PRIVATE_LINK_IN_USE"},
	}
}

func workspaceSteps() []step {
	return []step{
		{request: "POST /streams", body: `{"name":"clicks"}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST /streams", body: strings.Replace(workspaceJSON, "{", `{"sampleConnections":{"solar":true},`, 1), want: "200"},
		{request: "POST /streams", body: workspaceJSON, want: "409 STREAM_TENANT_NAME_ALREADY_EXISTS"},
		{request: "GET /streams", want: "200"},
		{request: "GET /streams?pageNum=-1", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET /streams/clicks?includeConnections=true", want: "200"},
		{request: "GET /streams/clicks?includeConnections=some", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET /streams/nobody", want: "404 STREAM_TENANT_NOT_FOUND_FOR_NAME"},
		{request: "PATCH /streams/clicks", body: `{"region":"OHIO_USA","cloudProvider":"AWS"}`, want: "200"},
		{request: "PATCH /streams/clicks", body: `{"streamConfig":{"tier":"SP1"}}`, want: "400 INVALID_ENUM_VALUE"},
		{request: "PATCH /streams/nobody", body: `{}`, want: "404 STREAM_TENANT_NOT_FOUND_FOR_NAME"},
		{request: "DELETE /streams/nobody", want: "404 STREAM_TENANT_NOT_FOUND_FOR_NAME"},
		{request: "DELETE /streams/clicks", want: "202"},
	}
}

func connectionSteps() []step {
	const all = "/streams/clicks/connections"
	return []step{
		{request: "GET " + all, want: "404 STREAM_TENANT_NOT_FOUND_FOR_NAME"},
		{request: "POST /streams", body: workspaceJSON, want: "200"},
		{request: "POST " + all, body: `{"name":"a","type":"Carrier pigeon"}`, want: "400 INVALID_ENUM_VALUE"},
		{request: "POST " + all, body: registryJSON, want: "200"},
		{request: "POST " + all, body: registryJSON, want: "409 STREAM_CONNECTION_NAME_ALREADY_EXISTS"},
		{request: "POST " + all, body: kafkaJSON, want: "200"},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "?itemsPerPage=no", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET " + all + "/kafka", want: "200"}, // PENDING
		{request: "GET " + all + "/nobody", want: "404 STREAM_CONNECTION_NOT_FOUND_FOR_NAME"},
		{request: "PATCH " + all + "/nobody", body: `{}`, want: "404 STREAM_CONNECTION_NOT_FOUND_FOR_NAME"},
		{request: "PATCH " + all + "/registry", body: strings.Replace(registryJSON, "registry", "other", 1), want: "400 VALIDATION_ERROR"},
		{request: "PATCH " + all + "/registry", body: registryJSON, want: "200"},
		{request: "DELETE " + all + "/nobody", want: "404 STREAM_CONNECTION_NOT_FOUND_FOR_NAME"},
		{request: "DELETE " + all + "/kafka", want: "409 STREAM_KAFKA_CONNECTION_IS_DEPLOYING"},
		{wait: time.Minute},
		{request: "DELETE " + all + "/kafka", want: "202"},
		{request: "GET " + all + "/kafka", want: "200"}, // DELETING
		{request: "PATCH " + all + "/kafka", body: kafkaJSON, want: "409 STREAM_KAFKA_CONNECTION_IS_DEPLOYING"},
		{wait: time.Minute},
		{request: "GET " + all + "/kafka", want: "404 STREAM_CONNECTION_NOT_FOUND_FOR_NAME"},
	}
}
