package remote_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// payload is one example payload of the documents that the project was created
// from, its "string" placeholders replaced by values: our YAML, and the request
// of the document.
type payload struct {
	name     string // of the files under testdata/seeds
	create   bool   // else it is an update
	api      remote.ServerlessAPI
	warnings int // of loading

	// The request. The media type is the version of the operation: the later
	// dates in the documents' commands are answered in it too.
	path, media string
	body        string
}

const (
	groupPath  = "/api/atlas/v2/groups/" + projectID
	media2023a = "application/vnd.atlas.2023-01-01+json"
	media2023b = "application/vnd.atlas.2023-02-01+json"
)

// payloads lists the documents in their order. The third one has the second one's
// body at the path of the API v1.0, which serves the same resource.
func payloads() []payload {
	instance := func(name string, create bool, path, body string) payload {
		return payload{name: name, create: create, api: remote.ServerlessLegacy, path: groupPath + path, media: media2023a, body: body}
	}
	connection := func(name string, warnings int, body string) payload {
		return payload{name: "connection-" + name, warnings: warnings, path: groupPath + "/streams/clicks/connections/" + name, media: media2023b, body: body}
	}
	const endpoint = "/privateEndpoint/serverless/instance/shop/endpoint/" + objectID
	const access = `{"connectionId": "32b6e34b3d91647abb20e7b8", "name": "link", "tgwRouteId": "32b6e34b3d91647abb20e7b9", "type": "PUBLIC"}`
	const created = `{
		"name": "shop",
		"providerSettings": {"backingProviderName": "AWS", "providerName": "SERVERLESS", "regionName": "US_EAST_1"},
		"serverlessBackupOptions": {"serverlessContinuousBackupEnabled": true},
		"tags": [{"key": "env", "value": "prod"}],
		"terminationProtectionEnabled": false
	}`
	return []payload{
		instance("serverless-update", false, "/serverless/shop", `{
			"serverlessBackupOptions": {"serverlessContinuousBackupEnabled": true},
			"tags": [{"key": "env", "value": "prod"}],
			"terminationProtectionEnabled": false
		}`),
		instance("serverless-create", true, "/serverless", created),
		instance("serverless-create-v1.0", true, "/serverless", created),
		instance("endpoint-aws", false, endpoint, `{
			"comment": "analytics", "providerName": "AWS", "cloudProviderEndpointId": "vpce-0123456789abcdef0"
		}`),
		instance("endpoint-azure", false, endpoint, `{
			"comment": "analytics", "providerName": "AZURE", "privateEndpointIpAddress": "10.0.0.4",
			"cloudProviderEndpointId": "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/privateLink/providers/Microsoft.Network/privateEndpoints/a"
		}`),
		connection("sample_stream_solar", 0, `{"type": "Sample"}`),
		connection("cluster", 0, `{
			"clusterGroupId": "32b6e34b3d91647abb20e7b8", "clusterName": "orders",
			"dbRoleToExecute": {"role": "atlasAdmin", "type": "BUILT_IN"}, "type": "Cluster"
		}`),
		connection("kafka", 12, `{
			"authentication": {
				"clientId": "client", "clientSecret": "not-a-secret-KAFKA_CLIENT_SECRET", "mechanism": "SCRAM-512", "method": "OIDC",
				"password": "not-a-secret-KAFKA_PASSWORD", "saslOauthbearerExtensions": "logicalCluster=lkc-1", "scope": "kafka",
				"sslCertificate": "certificate", "sslKey": "not-a-secret-KAFKA_SSL_KEY", "sslKeyPassword": "not-a-secret-KAFKA_SSL_KEY_PASSWORD",
				"tokenEndpointUrl": "https://idp.example.com/token", "username": "svc"
			},
			"bootstrapServers": "b1:9092,b2:9092",
			"config": {"debug": "queue, msg, protocol", "group.protocol.type": "consumer"},
			"networking": {"access": `+access+`},
			"security": {"brokerPublicCertificate": "certificate", "protocol": "SASL_SSL"},
			"type": "Kafka"
		}`),
		connection("https", 0, `{
			"headers": {"additionalProperty1": "one", "additionalProperty2": "not-a-secret-HTTPS_HEADER"},
			"url": "https://example.com/in", "type": "Https"
		}`),
		connection("lambda", 0, `{
			"aws": {"roleArn": "arn:aws:iam::123456789012:role/atlas", "testBucket": "clicks-test"}, "type": "AWSLambda"
		}`),
		connection("s3", 3, `{
			"aws": {"roleArn": "arn:aws:iam::123456789012:role/atlas", "testBucket": "clicks-test"},
			"networking": {"access": `+access+`}, "type": "S3"
		}`),
		connection("kinesis", 3, `{
			"aws": {"roleArn": "arn:aws:iam::123456789012:role/atlas", "testBucket": "clicks-test"},
			"networking": {"access": `+access+`}, "type": "AWSKinesisDataStreams"
		}`),
	}
}

// TestSeeds writes every example payload as our YAML and wants exactly the
// request of its document: method, path, media type and body. The YAML is in
// testdata/seeds, beside what is sent for it.
func TestSeeds(t *testing.T) {
	t.Parallel()
	for _, s := range payloads() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			want := s.load(t)
			wire := &script{t: t}
			var sent []*http.Request
			c := connect(t, remote.Config{
				Credentials: remote.Token("token"), Serverless: s.api,
				Transport: transport(func(r *http.Request) (*http.Response, error) {
					sent = append(sent, r.Clone(r.Context()))
					return wire.RoundTrip(r)
				}),
			})
			c.AllowWrites()
			method := http.MethodPatch
			if s.create {
				method = http.MethodPost
				_ = c.Create(t.Context(), want)
			} else {
				live := want
				live.ID = objectID
				_ = c.Update(t.Context(), live, want)
			}
			if len(sent) != 1 {
				t.Fatalf("sent %d requests, want one", len(sent))
			}
			r := sent[0]
			wantSame(t,
				[]string{r.Method, r.URL.EscapedPath(), r.Header.Get("Accept"), r.Header.Get("Content-Type")},
				[]string{method, s.path, s.media, s.media})
			s.wantBody(t, r)
			wire.scene(s.name)
			golden(t, filepath.Join("seeds", s.name+".http"), wire.text.String())
		})
	}
}

func (s payload) load(t *testing.T) spec.Resource {
	t.Helper()
	file := filepath.Join("testdata", "seeds", s.name+".yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	loaded, warnings, err := spec.Load([]spec.Source{{Name: file, Data: data}}, spec.LoadOptions{Project: projectID})
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) != s.warnings {
		t.Errorf("got %d warnings, want %d:\n%v", len(warnings), s.warnings, warnings)
	}
	for _, w := range warnings {
		if !strings.HasSuffix(w.Msg, "it goes to Atlas as it is") {
			t.Errorf("got warning %q", w.Msg)
		}
	}
	return loaded[0]
}

func (s payload) wantBody(t *testing.T, r *http.Request) {
	t.Helper()
	copied, err := r.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(copied)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	for text, to := range map[string]*any{string(data): &got, s.body: &want} {
		dec := json.NewDecoder(bytes.NewReader([]byte(text)))
		dec.UseNumber()
		if err := dec.Decode(to); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}
