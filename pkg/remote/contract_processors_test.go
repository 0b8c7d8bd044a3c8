package remote_test

import "time"

func processorSteps() []step {
	const (
		inside   = "/streams/clicks"
		all      = inside + "/processors"
		one      = inside + "/processor/totals"
		sample   = `{"name":"sample_stream_solar","type":"Sample"}`
		pipeline = `"pipeline":[{"$source":{"connectionName":"sample_stream_solar"}},{"$emit":{"connectionName":"__testLog"}}]`
		body     = `{"name":"totals",` + pipeline + `}`
		missing  = "404 STREAM_TENANT_NOT_FOUND_FOR_NAME"
		generic  = "400 STREAM_PROCESSOR_GENERIC_ERROR"
	)
	return []step{
		{request: "GET " + all, want: missing},
		{request: "POST " + inside + "/processor", body: body, want: missing},
		{request: "GET " + one, want: missing},
		{request: "POST /streams", body: workspaceJSON, want: "200"},
		{request: "POST " + inside + "/processor", body: body, want: generic}, // no such connection
		{request: "POST " + inside + "/connections", body: sample, want: "200"},
		{request: "POST " + inside + "/processor", body: `{"name":"totals"}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST " + inside + "/processor", body: body, want: "200"},
		{wait: 3 * time.Second},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "?includeCount=perhaps", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET " + one, want: "200"},
		{request: "PATCH " + one, body: `{` + pipeline + `}`, want: "200"},
		{request: "POST " + one + ":stop", want: generic},
		{request: "POST " + one + ":start", want: "200"},
		{request: "PATCH " + one, body: `{"name":"sums"}`, want: generic},
		{wait: 3 * time.Second},
		{request: "POST " + one + ":stop", want: "200"},
		{wait: 3 * time.Second},
		{request: "POST " + one + ":startWith", body: `{"tier":"M10"}`, want: "400 INVALID_ENUM_VALUE"},
		{request: "POST " + one + ":startWith", body: `{"resumeFromCheckpoint":false,"tier":"SP10"}`, want: "200"},
		{request: "PATCH " + inside + "/connections/sample_stream_solar", body: sample, want: "403 STREAM_CONNECTION_HAS_STREAM_PROCESSORS"},
		{request: "DELETE " + inside + "/connections/sample_stream_solar", want: "403 STREAM_CONNECTION_HAS_STREAM_PROCESSORS"},
		{request: "DELETE " + inside, want: "403 STREAM_TENANT_HAS_STREAM_PROCESSORS"},
		{request: "DELETE " + one, want: "204"},
		{request: "GET " + one, want: "404 STREAM_PROCESSOR_NOT_FOUND_FOR_NAME"},
		{request: "DELETE " + one, want: "404 STREAM_PROCESSOR_NOT_FOUND_FOR_NAME"},
		{request: "POST " + one + ":start", want: "404 STREAM_PROCESSOR_NOT_FOUND_FOR_NAME"},
		{request: "PATCH " + one, body: `{}`, want: generic},
	}
}
