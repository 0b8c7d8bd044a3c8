package remote_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// serviceLists answers every list of endpoint services with two that have no
// names, and so are called by their IDs, one of them objectID. Everything else
// goes on.
type serviceLists struct {
	next     http.RoundTripper
	answered atomic.Int32
}

func (l *serviceLists) RoundTrip(r *http.Request) (*http.Response, error) {
	path, isList := strings.CutSuffix(r.URL.Path, "/endpointService")
	if r.Method != http.MethodGet || !isList {
		return l.next.RoundTrip(r)
	}
	l.answered.Add(1)
	provider := path[strings.LastIndexByte(path, '/')+1:]
	body := "[]"
	if provider == "AWS" {
		const service = `{"cloudProvider":"AWS","regionName":"US_EAST_1","status":"AVAILABLE","id":"%s"}`
		body = fmt.Sprintf("["+service+","+service+"]", objectID, strings.Repeat("0", 24))
	}
	return handled(answers(http.StatusOK, "application/vnd.atlas.2023-01-01+json", body)).RoundTrip(r)
}

// isIn reports whether a kind lives in another one.
func isIn(typ spec.Type, parent spec.Kind) bool { return typ.Parent == parent }

// ofOneProvider leaves of an endpoint that was drawn what one provider has.
func ofOneProvider(t *rapid.T, e *spec.PrivateEndpoint) {
	switch rapid.SampledFrom([]string{"AWS", "AZURE", "GCP"}).Draw(t, "provider") {
	case "AWS":
		*e = spec.PrivateEndpoint{ID: new("vpce-0123456789abcdef0")}
	case "AZURE":
		*e = spec.PrivateEndpoint{ID: new("/subscriptions/a/privateEndpoints/b"), PrivateEndpointIPAddress: new("10.0.0.4")}
	default:
		e.ID, e.PrivateEndpointIPAddress = nil, nil
		e.EndpointGroupName, e.GCPProjectID = new("group"), new("shop")
	}
}

// endpointAnswer is what Atlas makes of the request for an endpoint.
func endpointAnswer(sent map[string]any) map[string]any {
	switch {
	case sent["endpointGroupName"] != nil:
		return map[string]any{"cloudProvider": "GCP", "status": "AVAILABLE"}
	case sent["privateEndpointIPAddress"] != nil:
		return map[string]any{"cloudProvider": "AZURE", "status": "AVAILABLE", "privateEndpointResourceId": sent["id"]}
	}
	return map[string]any{"cloudProvider": "AWS", "connectionStatus": "AVAILABLE", "interfaceEndpointId": sent["id"]}
}
