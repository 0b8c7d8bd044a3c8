package remote_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
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
