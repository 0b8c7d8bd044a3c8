package contract

import "testing"

func TestAnswers(t *testing.T) {
	t.Parallel()
	const cluster = `{"name":"shop","providerSettings":{"providerName":"FLEX"}}`
	const missing = `{"detail":"d","error":404,"errorCode":"CLUSTER_NOT_FOUND","parameters":["a"],"reason":"Not Found"}`
	ok := versioned(flexVersion)
	for _, test := range []struct {
		name    string
		request string
		answer  canned
		want    string // in the one complaint; empty: there is none
	}{
		{"right", "GET " + flexPath + "/shop", canned{200, ok, cluster}, ""},
		{"a slash at the end", "GET " + flexPath + "/", canned{200, ok, `{"results":[]}`}, ""},
		{"no such member", "GET " + flexPath + "/shop", canned{200, ok, replace(cluster, `"name"`, `"nom"`)}, "answer nom: it is not declared"},
		{"in a list", "GET " + flexPath, canned{200, ok, `{"results":[` + replace(cluster, `"name"`, `"nom"`) + `]}`}, "answer results[].nom: it"},
		{"null", "GET " + flexPath + "/shop", canned{200, ok, replace(cluster, `"shop"`, `null`)}, "answer name: /: Value is not nullable"},
		{"missing", "GET " + flexPath + "/shop", canned{200, ok, `{"name":"shop"}`}, "answer providerSettings: it is missing"},
		{"wrong type", "GET " + flexPath + "/shop", canned{200, ok, replace(cluster, `"shop"`, `5`)}, "answer name: /: value must be a string"},
		{"wrong value", "GET " + flexPath + "/shop", canned{200, ok, replace(cluster, `FLEX`, secret)}, "answer providerSettings.providerName: /: value is not one of"},
		{"no JSON", "GET " + flexPath + "/shop", canned{200, ok, `<html>`}, "the body is no JSON"},
		{"two values", "GET " + flexPath + "/shop", canned{200, ok, cluster + cluster}, "the body is no JSON"},
		{"a list instead", "GET " + flexPath, canned{200, ok, `[]`}, "doesn't match schema"},
		{"no version", "GET " + flexPath + "/shop", canned{200, versioned("application/vnd.atlas.2024-11-14+json"), cluster}, "media type application/vnd.atlas.2024-11-14+json"},
		{"no charset", "GET " + flexPath + "/shop", canned{200, map[string]string{"Content-Type": flexVersion}, cluster}, "media type"},
		{"a known deviation", "GET " + streamPath, canned{200, versioned(streamVersion), `{"results":[{"failoverRegions":[]}]}`}, ""},
		{"status", "GET " + flexPath + "/shop", canned{202, ok, cluster}, "status 202: the document has no such answer"},
		{"deletion", "DELETE " + flexPath + "/shop", canned{204, ok, ""}, ""},
		{"deletion with a body", "DELETE " + flexPath + "/shop", canned{204, ok, "{}"}, "204 has a body"},
		{"an object without a schema", "DELETE " + streamPath + "/w", canned{202, versioned(streamVersion), `{"a":1}`}, "an empty object"},
		{"error", "GET " + flexPath + "/shop", canned{404, failure("CLUSTER_NOT_FOUND"), missing}, ""},
		{"another code in the header", "GET " + flexPath + "/shop", canned{404, failure("NOT_FOUND"), missing}, "X-Error-Code"},
		{"another status in the body", "GET " + flexPath + "/shop", canned{409, failure("CLUSTER_NOT_FOUND"), missing}, "it is 404, which is not"},
		{"an error with a version", "GET " + flexPath + "/shop", canned{404, map[string]string{
			"Content-Type": flexVersion, "X-Error-Code": "CLUSTER_NOT_FOUND",
		}, missing}, "an error is application/json"},
		{"an error that is a text", "GET " + flexPath + "/shop", canned{404, failure(""), `"no"`}, "an error is an object"},
		{"no method", "PUT " + flexPath, canned{405, map[string]string{"Allow": "GET,OPTIONS"}, ""}, ""},
		{"no method, and a body", "PUT " + flexPath, canned{405, map[string]string{"Allow": "GET,OPTIONS"}, "{}"}, "no body"},
		{"401 repeats no code", "GET " + flexPath, canned{401, failure(""), replace(missing, "404", "401")}, ""},
		{"nor does an answer of 2024", "GET " + flexPath + "/shop", canned{404, map[string]string{
			"Content-Type": "application/json", "Date": "Sun, 01 Dec 2024 00:00:00 GMT",
		}, missing}, ""},
		{"in an envelope", "GET " + flexPath + "/shop?envelope=true", canned{200, ok, `{"content":` + cluster + `,"status":200}`}, ""},
		{"a page is an envelope", "GET " + flexPath + "?envelope=true", canned{200, ok, `{"results":[],"status":200}`}, ""},
		{"an error in an envelope", "GET " + flexPath + "/shop?envelope=true", canned{
			404, failure("CLUSTER_NOT_FOUND"), `{"content":` + missing + `,"status":404}`,
		}, ""},
		{"an envelope not asked for", "GET " + flexPath, canned{200, ok, `{"results":[],"status":200}`}, "answer status: it is not"},
		{"an envelope of another status", "GET " + flexPath + "?envelope=true", canned{200, ok, `{"results":[],"status":201}`}, "answer status"},
		{"wrong in an envelope", "GET " + flexPath + "/shop?envelope=true", canned{
			200, ok, `{"content":` + replace(cluster, `"name"`, `"nom"`) + `,"status":200}`,
		}, "answer nom: it is not declared"},
		{"no operation", "GET /nowhere", canned{404, failure("CLUSTER_NOT_FOUND"), missing}, ""},
		{"no operation, but an answer", "GET /nowhere", canned{200, ok, "{}"}, "no document has such an operation"},
		{"number of requests left", "GET " + flexPath, canned{
			200, map[string]string{"Content-Type": flexVersion + ";charset=utf-8", "RateLimit-Limit": "many"}, `{"results":[]}`,
		}, "RateLimit-Limit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want(t, hold(t, test.request, map[string]string{"Accept": flexVersionOf(test.request)}, "", test.answer), test.want)
		})
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	const kafka = `{"name":"k","type":"Kafka","bootstrapServers":"b:1","authentication":{"username":"u","password":"` + secret + `"}}`
	ok := canned{200, versioned(streamVersion), `{"results":[]}`}
	made := canned{200, versioned(streamVersion), `{"name":"k","type":"Kafka"}`}
	right := map[string]string{"Accept": streamVersion, "Content-Type": streamVersion}
	const connections = streamPath + "/w/connections"
	for _, test := range []struct {
		name    string
		request string
		header  map[string]string
		body    string
		answer  canned
		want    string
	}{
		{"right", "POST " + connections, right, kafka, made, ""},
		{"misspelt", "POST " + connections, right, replace(kafka, "bootstrap", "boot"), made, "request bootServers: it is not declared"},
		{"misspelt inside", "POST " + connections, right, replace(kafka, "username", "user"), made, "request authentication.user: it is not"},
		{"of another type", "POST " + connections, right, replace(kafka, `"bootstrapServers"`, `"url"`), made, "request url: it is not"},
		{"read-only", "POST " + connections, right, replace(kafka, "{", `{"state":"READY",`), made, "readOnly"},
		{"null", "POST " + connections, right, replace(kafka, `"u"`, "null"), made, "request authentication.username: /: Value is not nullable"},
		{"a secret of the wrong type", "POST " + connections, right, replace(kafka, `"`+secret+`"`, `["`+secret+`"]`), made, "request"},
		{"no body", "POST " + connections, right, "", made, "the body is no JSON"},
		{"body of nobody", "GET " + streamPath, right, "{}", ok, "request"},
		{"query", "GET " + streamPath + "?pageNum=2&itemsPerPage=500", right, "", ok, ""},
		{"query unheard of", "GET " + streamPath + "?includeCount=true", right, "", ok, "request ?includeCount: no such parameter"},
		{"query out of range", "GET " + streamPath + "?itemsPerPage=501", right, "", ok, "itemsPerPage"},
		{"version unheard of", "GET " + streamPath, map[string]string{"Accept": flexVersion}, "", ok, "media type"},
		{"body of another version", "POST " + connections, map[string]string{
			"Accept": streamVersion, "Content-Type": flexVersion,
		}, kafka, made, "no body is declared to have this media type"},
		{"path", "GET /groups/x/streams", right, "", ok, "groupId"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want(t, hold(t, test.request, test.header, test.body, test.answer), test.want)
		})
	}
}
