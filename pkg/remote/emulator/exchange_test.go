package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// exchanges collects what is logged.
type exchanges struct {
	mu  sync.Mutex
	all []emulator.Exchange
}

func (x *exchanges) add(one emulator.Exchange) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all = append(x.all, one)
}

// take returns them, and forgets them.
func (x *exchanges) take() []emulator.Exchange {
	x.mu.Lock()
	defer x.mu.Unlock()
	all := x.all
	x.all = nil
	return all
}

// last returns the only one, and forgets it.
func (x *exchanges) last(t testing.TB) emulator.Exchange {
	t.Helper()
	all := x.take()
	if len(all) != 1 {
		t.Fatalf("%d requests are logged, want 1", len(all))
	}
	return all[0]
}

func TestExchanges(t *testing.T) {
	t.Parallel()
	var log exchanges
	emu, project := newEmulator(t, emulator.Config{Log: log.add})
	rt := emu.Transport()
	workspaces := "/groups/{groupId}/streams"
	tests := []struct {
		rule, method, path, body string
		want                     emulator.Exchange
	}{
		{"", "POST", "/streams", replace(workspaceBody, `{`, `{ "no" : 1, `), emulator.Exchange{
			Route: workspaces, Status: 200,
			Body: json.RawMessage(`{"dataProcessRegion":{"cloudProvider":"AWS","region":"VIRGINIA_USA"},"name":"clicks"}`),
		}},
		{"", "GET", "/streams?itemsPerPage=5&pageNum=a&token=" + canary + "&includeCount=true", "", emulator.Exchange{
			Path: "/streams?itemsPerPage=5&(hidden)&(hidden)&includeCount=true", Route: workspaces, Status: 400, ErrorCode: "INVALID_QUERY_PARAMETER",
		}},
		{"", "GET", "/streams/none", "", emulator.Exchange{Route: workspaces + "/{workspace}", Status: 404, ErrorCode: "STREAM_TENANT_NOT_FOUND_FOR_NAME"}},
		{"", "POST", "/nope", `{"name":"x"}`, emulator.Exchange{Status: 404, ErrorCode: "RESOURCE_NOT_FOUND"}},
		{"", "GET", "/streams/accountDetails", "", emulator.Exchange{Status: 404, ErrorCode: "RESOURCE_NOT_FOUND"}},
		{"", "GET", "/streams/clicks:downloadOperationalLogs", "", emulator.Exchange{Status: 404, ErrorCode: "RESOURCE_NOT_FOUND"}},
		{"", "POST", "/clusters/tenantUpgrade", `{"name":"x"}`, emulator.Exchange{Status: 404, ErrorCode: "RESOURCE_NOT_FOUND"}},
		{"", "POST", ":migrate", `{}`, emulator.Exchange{Status: 404, ErrorCode: "RESOURCE_NOT_FOUND"}},
		{"", "PUT", "/streams", workspaceBody, emulator.Exchange{Status: 405}},
		{"", "OPTIONS", "/streams", "", emulator.Exchange{Status: 200}},
		{"GET /streams latency=2s", "GET", "/streams", "", emulator.Exchange{
			Route: workspaces, Status: 200, Duration: 2 * time.Second, Fault: "GET /streams latency=2s",
		}},
		{"GET /streams drop=before", "GET", "/streams", "", emulator.Exchange{Route: workspaces, Fault: "GET /streams drop=before"}},
		{"GET /streams truncate", "GET", "/streams", "", emulator.Exchange{Route: workspaces, Status: 200, Effect: 200, Fault: "GET /streams truncate"}},
		{"DELETE /streams/* drop=after", "DELETE", "/streams/none", "", emulator.Exchange{
			Route: workspaces + "/{workspace}", Effect: 404, Fault: "DELETE /streams/* drop=after",
		}},
		{"DELETE /streams/* status=500 after", "DELETE", "/streams/clicks", "", emulator.Exchange{
			Route: workspaces + "/{workspace}", Status: 500, ErrorCode: "UNEXPECTED_ERROR", Effect: 202, Fault: "DELETE /streams/* status=500 after",
		}},
		{"GET /streams html=503", "GET", "/streams", "", emulator.Exchange{Route: workspaces, Status: 503, Fault: "GET /streams html=503"}},
	}
	for _, test := range tests {
		emu.SetFaults()
		if test.rule != "" {
			emu.SetFaults(rules(t, test.rule)...)
		}
		test.want.Time, test.want.Method = emu.Now(), test.method
		if test.want.Path == "" {
			test.want.Path = test.path
		}
		test.want.Path = "/api/atlas/v2" + project + test.want.Path
		_, raw, _ := try(t, rt, test.method, project+test.path, test.body)
		test.want.Bytes = len(raw)
		wantDiff(t, log.last(t), test.want)
	}
}

// TestExchangesOverASocket logs a body that breaks off with what was sent of it,
// and lets it be flushed.
func TestExchangesOverASocket(t *testing.T) {
	t.Parallel()
	var log exchanges
	emu, project := newEmulator(t, emulator.Config{Log: log.add, Faults: rules(t, "/** truncate")})
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(done)
		emu.ServeHTTP(w, r)
	}))
	defer server.Close()
	res, err := http.DefaultTransport.RoundTrip(newRequest(t, "GET", server.URL+"/api/atlas/v2"+project, ""))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	<-done
	got := log.last(t)
	if got.Status != 200 || got.Bytes == 0 || got.Bytes != int(res.ContentLength)/2 {
		t.Errorf("got %+v of %d", got, res.ContentLength)
	}
}

// TestLogKeepsSecrets puts a canary everywhere where a secret is or could be put
// by mistake.
func TestLogKeepsSecrets(t *testing.T) {
	t.Parallel()
	var log exchanges
	emu, project := newEmulator(t, emulator.Config{
		Log:             log.add,
		ServiceAccounts: []emulator.ServiceAccount{{ID: "robot", Secret: canary}},
	})
	all := project + "/streams/clicks/connections"
	kafka := func(authentication string) string {
		return `{"name":"kafka","type":"Kafka","authentication":` + authentication + `}`
	}
	requests := []struct{ method, path, body string }{
		{"POST", all, kafkaBody},
		{"PATCH", all + "/kafka", kafkaBody},
		{"POST", all, kafka(`{"mechanism":"PLAIN","password":"` + canary + `","clientSecret":"` + canary + `","sslKey":"` + canary + `","sslKeyPassword":"` + canary + `"}`)},
		{"POST", all, kafka(`{"password":{"value":"` + canary + `"}}`)},
		{"POST", all, kafka(`{"password":["` + canary + `"]}`)},
		{"POST", all, kafka(`{"pasword":"` + canary + `","Password":"` + canary + `"}`)},
		{"POST", all, kafka(`{"username":{"password":"` + canary + `"}}`)},
		{"POST", all, kafka(`{"mechanism":"` + canary + `"}`)},
		{"POST", all, kafka(`"` + canary + `"`)},
		{"POST", all, kafka(`[{"password":"` + canary + `"}]`)},
		{"POST", all, kafka(`{"tokenEndpointUrl":"https://user:` + canary + `@example.com"}`)},
		{"POST", all, kafka(`{"tokenEndpointUrl":"https://example.com/token?client_secret=` + canary + `"}`)},
		{"POST", all, kafka(`{"tokenEndpointUrl":"https://example.com/token#` + canary + `"}`)},
		{"POST", all, replace(kafkaBody, `"earliest"`, `"earliest","sasl.jaas.config":"`+canary+`"`)},
		{"POST", all, replace(kafkaBody, `"config":{`, `"config":"`+canary+`","c":{`)},
		{"POST", all, replace(kafkaBody, `{"name"`, `{"password":"`+canary+`","name"`)},
		{"POST", all, replace(kafkaBody, `"Kafka"`, `"Kafkaa"`)},
		{"POST", all, replace(kafkaBody, `"Kafka"`, `"Sample"`)},
		{"PATCH", all + "/kafka", replace(kafkaBody, `"type":"Kafka",`, ``)},
		{"POST", all, `{"name":"hook","type":"Https","url":"https://example.com/` + canary + `","headers":{"X":"` + canary + `","` + canary + `":"y"}}`},
		{"POST", all, `{"name":"hook","type":"Https","url":["` + canary + `"],"headers":["` + canary + `"]}`},
		{"POST", all, `{"name":"r","type":"SchemaRegistry","schemaRegistryUrls":["https://u:` + canary + `@r"],"schemaRegistryAuthentication":{"type":"USER_INFO","password":"` + canary + `"}}`},
		{"POST", all, `{"name":"r","type":"SchemaRegistry","schemaRegistryUrls":[{"password":"` + canary + `"}],"schemaRegistryAuthentication":{"password":null,"type":7}}`},
		{"POST", all, kafkaBody + canary},
		{"POST", all, strings.TrimSuffix(kafkaBody, "}")},
		{"POST", all, `"` + canary + `"`},
		{"POST", all, `[` + kafkaBody + `]`},
		{"POST", project + "/flexClusters", `{"tags":[{"key":"a","value":7,"secret":"` + canary + `"},"` + canary + `"],"terminationProtectionEnabled":"` + canary + `"}`},
		{"POST", project + "/databaseUsers", `{"username":"a","password":"` + canary + `"}`},
		{"GET", all + "?password=" + canary + "&pageNum=" + canary + "&" + canary, ""},
		{"GET", all + "?itemsPerPage=1;password=" + canary, ""},
		{"DELETE", all + "/kafka", kafkaBody},
	}
	for _, request := range requests {
		req := newRequest(t, request.method, api+request.path, request.body)
		req.Header.Set("Authorization", "Bearer "+canary)
		sendRequest(t, emu.Transport(), req)
		if got := fmt.Sprintf("%+v %s", log.all[0], log.all[0].Body); strings.Contains(got, canary) {
			t.Errorf("%s %s %s is logged as %s", request.method, request.path, request.body, got)
		}
		log.last(t)
	}

	req := newRequest(t, "POST", base+"/api/oauth/token", "grant_type=client_credentials&client_secret="+canary)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("robot", canary)
	wantDiff(t, sendRequest(t, emu.Transport(), req).status, 200)
	got := log.last(t)
	got.Bytes = 0
	wantDiff(t, got, emulator.Exchange{
		Time: emu.Now(), Method: "POST", Path: "/api/oauth/token", Route: "/api/oauth/token", Status: 200,
	})
}

func TestShownBodies(t *testing.T) {
	t.Parallel()
	var log exchanges
	emu, project := newEmulator(t, emulator.Config{Log: log.add, AsOf: time.Date(2024, time.December, 1, 0, 0, 0, 0, time.UTC)})
	endpoint := project + "/privateEndpoint/serverless/instance/shop/endpoint"
	tests := []struct{ method, path, body, want string }{
		{
			"POST", project + "/streams/clicks/connections", kafkaBody,
			`{"authentication":{"mechanism":"SCRAM-512","password":"(hidden)","username":"svc"},"bootstrapServers":"b1:9092,b2:9092",` +
				`"config":"(hidden)","name":"kafka","security":{"brokerPublicCertificate":"cert","protocol":"SASL_SSL"},"type":"Kafka"}`,
		},
		{
			"PATCH", project + "/streams/clicks/connections/hook", httpsBody,
			`{"headers":"(hidden)","name":"hook","type":"Https","url":"(hidden)"}`,
		},
		{
			"POST", project + "/flexClusters",
			replace(flexBody, `{"name"`, `{"tags":[{"key":"a","value":"<b>"}],"terminationProtectionEnabled":null,"name"`),
			`{"name":"shop","providerSettings":{"backingProviderName":"AWS","regionName":"US_EAST_1"},"tags":[{"key":"a","value":"<b>"}],"terminationProtectionEnabled":null}`,
		},
		{
			"POST", project + "/streams/clicks/connections",
			replace(kafkaBody, `"cert"`, `"`+strings.Repeat("x", 201)+`"`),
			`{"authentication":{"mechanism":"SCRAM-512","password":"(hidden)","username":"svc"},"bootstrapServers":"b1:9092,b2:9092",` +
				`"config":"(hidden)","name":"kafka","security":{"brokerPublicCertificate":"(201 bytes)","protocol":"SASL_SSL"},"type":"Kafka"}`,
		},
		{"PATCH", project + "/flexClusters/shop", `{"terminationProtectionEnabled":true}`, `{"terminationProtectionEnabled":true}`},
		{"POST", project + "/serverless", instanceBody, `{"name":"shop","providerSettings":{"backingProviderName":"AWS","providerName":"SERVERLESS","regionName":"US_EAST_1"}}`},
		{"PATCH", project + "/serverless/shop", `{"serverlessBackupOptions":{"serverlessContinuousBackupEnabled":false}}`, `{"serverlessBackupOptions":{"serverlessContinuousBackupEnabled":false}}`},
		{"POST", endpoint, `{"comment":"mine"}`, `{"comment":"mine"}`},
		{
			"PATCH", endpoint + "/" + strings.Repeat("a", 24), `{"providerName":"AWS","cloudProviderEndpointId":"vpce-01234567890abcdef"}`,
			`{"cloudProviderEndpointId":"vpce-01234567890abcdef","providerName":"AWS"}`,
		},
		{"POST", project + "/streams/privateLinkConnections", `{"provider":"AWS","dnsSubDomain":["a","b"],"arn":"x"}`, `{"arn":"(hidden)","dnsSubDomain":["a","b"],"provider":"AWS"}`},
		{
			"POST", project + "/streams/clicks/processor",
			`{"name":"copy","tier":"SP10","pipeline":[{"$source":{}}],"options":{"dlq":{"connectionName":"a","db":"b","coll":"c"}}}`,
			`{"name":"copy","options":{"dlq":{"coll":"c","connectionName":"a","db":"b"}},"tier":"SP10"}`,
		},
		{"PATCH", project + "/streams/clicks/processor/copy", `{"name":"copies","options":{"resumeFromCheckpoint":true}}`, `{"name":"copies","options":{"resumeFromCheckpoint":true}}`},
		{"POST", project + "/streams/clicks/processor/copies:startWith", `{"tier":"SP10"}`, `{"tier":"SP10"}`},
		{"PATCH", project + "/streams/clicks", `{"streamConfig":{"tier":"SP10"}}`, `{"streamConfig":{"tier":"SP10"}}`},
	}
	for _, test := range tests {
		send(t, emu.Transport(), test.method, test.path, test.body)
		if diff := cmp.Diff(test.want, string(log.last(t).Body)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.method, test.path, diff)
		}
	}
}

// TestLogAndFaultsInParallel changes the rules while requests are struck and
// logged: each is logged once.
func TestLogAndFaultsInParallel(t *testing.T) {
	t.Parallel()
	var log exchanges
	emu, project := newEmulator(t, emulator.Config{Log: log.add})
	hit := rules(t, "GET /streams every=2 status=503", "POST /streams p=0.5 drop=after")
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 25 {
				_, _, _ = try(t, emu.Transport(), "POST", project+"/streams", replace(workspaceBody, "clicks", fmt.Sprint("w", w, "-", i)))
				_, _, _ = try(t, emu.Transport(), "GET", project+"/streams", "")
				emu.SetFaults(hit[:i%3]...)
			}
		})
	}
	wg.Wait()
	emu.SetFaults()
	if len(log.all) != 8*25*2 {
		t.Errorf("%d requests are logged, want %d", len(log.all), 8*25*2)
	}
	list := must(t, emu.Transport(), http.StatusOK, "GET", project+"/streams?itemsPerPage=500", "")
	wantDiff(t, list.body["totalCount"], any(200.0)) // drop=after has its effect
}
